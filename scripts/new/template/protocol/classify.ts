import { z } from 'zod';
import type { Verdict } from '../../../../src/kernel/connector.ts';
import { parseRetryAfterMs } from '../../../../src/kernel/retry-after.ts';
import type { WireReply } from '../../../../src/kernel/wire.ts';

/** What Sample says inside a 200 where it refuses. */
const Refusal = z.object({ error: z.string() });

/** Says what a reply means. Quotes nothing of the vendor's free text. */
export function classify({ status, headers, body }: WireReply): Verdict {
  if (status >= 200 && status < 300) return verdictOfBody(body);
  switch (status) {
    case 401:
      return { kind: 'authentication', message: 'Sample refuses the token; check SAMPLE_API_TOKEN.' };
    case 403:
      return { kind: 'permission', message: 'The token lacks a right at Sample.' };
    case 404:
      return { kind: 'not_found', message: 'Sample has no such thing.' };
    case 429:
      return { kind: 'throttled', retryAfterMs: parseRetryAfterMs(headers) };
    default:
      if (status >= 400 && status < 500) return { kind: 'rejected', message: `Sample refused the call (${status}).` };
      return { kind: 'failed', executed: 'unknown', message: `Sample failed (${status}).` };
  }
}

function verdictOfBody(text: string): Verdict {
  const body = parseJson(text);
  if (body === undefined) {
    return { kind: 'failed', executed: 'unknown', message: 'Sample answered with something that is no JSON.' };
  }
  if (!Refusal.safeParse(body).success) return { kind: 'ok', body };
  return { kind: 'rejected', message: 'Sample does not take these values.' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
