import { z } from 'zod';
import type { Verdict } from '../../../kernel/connector.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { type BingFault, verdictOfFault } from './error-codes.ts';

const Fault = z.object({ ErrorCode: z.number().int(), Message: z.string().nullish() });

/**
 * Says what a reply means. The Webmaster API answers `{"d": …}`; it refuses with status 400 and a code, which now and then
 * comes inside `d`. IndexNow, which shares the connection, says it with the status and leaves the body empty.
 */
export function classify(reply: WireReply, now: number): Verdict {
  const body = parseJson(reply.body);
  const fault = faultOf(body) ?? faultOf(envelopeOf(body)?.d);
  if (fault) return verdictOfFault(fault, now);
  if (reply.status >= 200 && reply.status < 300) return verdictOfSuccess(reply, body);
  return verdictOfStatus(reply.status, now);
}

function verdictOfSuccess({ status, body: text }: WireReply, body: unknown): Verdict {
  const envelope = envelopeOf(body);
  if (status === 200 && envelope) return { kind: 'ok', body: { d: envelope.d } };
  // Nothing in it: what IndexNow says. The upstream refuses it as an answer of the Webmaster API.
  if (status === 202 || text.trim() === '') return { kind: 'ok', body: { accepted: status } };
  return { kind: 'failed', executed: 'unknown', message: 'Bing answered with something that is no answer of its API.' };
}

// biome-ignore format: a table is read in columns
const STATUSES: Readonly<Record<number, Verdict>> = {
  401: { kind: 'authentication', message: 'Bing does not accept the credentials of this connection.' },
  403: { kind: 'permission', message: 'The credentials of this connection lack the right to do this at Bing.' },
  404: { kind: 'not_found', message: 'Bing has no such thing, or no longer offers this in its API.' },
  422: { kind: 'rejected', message: 'The URLs do not belong to the host, or the key does not.' },
};

const PAUSE_MS = 600_000;

function verdictOfStatus(status: number, now: number): Verdict {
  if (status === 429) {
    const message = 'IndexNow takes this for too much; it has to be left alone for ten minutes.';
    return { kind: 'quota', of: 'scope', untilMs: now + PAUSE_MS, message };
  }
  const known = STATUSES[status];
  if (known) return known;
  if (status >= 500) return { kind: 'failed', executed: 'unknown', message: `Bing failed (HTTP ${status}).` };
  if (status >= 400)
    return { kind: 'rejected', message: `Bing refused the request (HTTP ${status}) without a reason.` };
  return { kind: 'failed', executed: 'unknown', message: 'Bing sends this address elsewhere.' };
}

function faultOf(body: unknown): BingFault | undefined {
  const parsed = Fault.safeParse(body);
  return parsed.success ? { code: parsed.data.ErrorCode, message: parsed.data.Message ?? '' } : undefined;
}

function envelopeOf(body: unknown): { readonly d: unknown } | undefined {
  return typeof body === 'object' && body !== null && 'd' in body ? { d: body.d } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
