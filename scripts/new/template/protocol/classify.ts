import type { Verdict } from '../../../../src/kernel/connector.ts';
import type { WireReply } from '../../../../src/kernel/wire.ts';

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
      return { kind: 'throttled', retryAfterMs: retryAfterMsOf(headers['retry-after']) };
    default:
      if (status >= 400 && status < 500) return { kind: 'rejected', message: `Sample refused the call (${status}).` };
      return { kind: 'failed', executed: 'unknown', message: `Sample failed (${status}).` };
  }
}

function verdictOfBody(text: string): Verdict {
  try {
    return { kind: 'ok', body: JSON.parse(text) };
  } catch {
    return { kind: 'failed', executed: 'unknown', message: 'Sample answered with something that is no JSON.' };
  }
}

function retryAfterMsOf(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}
