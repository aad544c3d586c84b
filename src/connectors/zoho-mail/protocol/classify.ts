import type { Verdict } from '../../../kernel/connector.ts';
import { quoted } from '../../../kernel/quoted.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { parseEnvelope, type Said } from './envelope.ts';

/** Zoho does not say how long a lock lasts. Asking earlier is held to prolong it. */
export const LOCK_MS = 15 * 60_000;

const THROTTLED = /THROTTLES?_LIMIT_EXCEEDED/;

/**
 * Says what a reply of Zoho Mail means. Neither the HTTP status nor the status in the body is right every time, so a
 * named error decides first, then whichever of the two tells of a failure.
 */
export function classify(reply: WireReply, now: number): Verdict {
  if (reply.bytes !== undefined && !isText(reply)) return { kind: 'ok', body: reply.bytes };
  const body = reply.bytes === undefined ? reply.body : Buffer.from(reply.bytes).toString('utf8');
  const said = parseEnvelope(body);
  if (reply.status === 429 || isThrottled(said)) return locked(now);
  const named = NAMED.get(said?.errorCode ?? '');
  if (named) return named;
  const status = worseOf(reply.status, said?.statusCode);
  if (status >= 200 && status < 300) return verdictOfBody(said);
  return verdictOfStatus(status, said);
}

/** A file is always called octet-stream; what is called something else is no file. */
function isText({ headers }: WireReply): boolean {
  return /\b(json|html|xml|plain)\b/i.test(headers['content-type'] ?? '');
}

function isThrottled(said: Said | undefined): boolean {
  return said !== undefined && THROTTLED.test(`${said.errorCode ?? ''} ${said.words}`);
}

/** The whole account is locked, whatever was asked. */
function locked(now: number): Verdict {
  return {
    kind: 'quota',
    untilMs: now + LOCK_MS,
    of: 'connection',
    message: 'Zoho has locked this account for too many requests; nothing is asked of it for 15 minutes.',
  };
}

function worseOf(http: number, said: number | undefined): number {
  const failed = (status: number) => status < 200 || status >= 300;
  return failed(http) || said === undefined ? http : said;
}

function verdictOfBody(said: Said | undefined): Verdict {
  if (said?.statusCode !== undefined && said.errorCode === undefined) return { kind: 'ok', body: said.data };
  if (said?.errorCode !== undefined) return rejected(said);
  return {
    kind: 'failed',
    executed: 'unknown',
    message: 'Zoho answered with something that is no reply of its Mail API.',
  };
}

// biome-ignore format: a table is read in columns
const NAMED: ReadonlyMap<string, Verdict> = new Map([
  ['INVALID_TICKET',     { kind: 'authentication', message: 'Zoho got no access token it knows; check ZOHO_REFRESH_TOKEN and ZOHO_DATA_CENTER.' }],
  ['INVALID_OAUTHTOKEN', { kind: 'authentication', message: 'Zoho does not accept the access token of this connection; check ZOHO_REFRESH_TOKEN and ZOHO_DATA_CENTER.' }],
  ['INVALID_OAUTHSCOPE', { kind: 'permission',     message: 'The refresh token lacks a scope that this tool needs; make one with all scopes of the guide and set ZOHO_REFRESH_TOKEN.' }],
]);

function verdictOfStatus(status: number, said: Said | undefined): Verdict {
  if (status === 401)
    return { kind: 'authentication', message: 'Zoho does not accept the credentials of this connection.' };
  if (status === 403) return { kind: 'permission', message: `Zoho does not allow this to the account${because(said)}` };
  if (status === 404)
    return { kind: 'not_found', message: 'Zoho Mail has nothing of that id, or it was moved; list it again.' };
  if (status >= 500) {
    return { kind: 'failed', executed: 'unknown', message: `Zoho failed (${status})${because(said)}` };
  }
  if (status >= 400) return rejected(said, status);
  return { kind: 'authentication', message: 'Zoho sends this address elsewhere; check ZOHO_DATA_CENTER.' };
}

function rejected(said: Said | undefined, status = said?.statusCode ?? 400): Verdict {
  const named = said?.errorCode === undefined ? `status ${status}` : quoted(said.errorCode);
  return { kind: 'rejected', message: `Zoho refused the request (${named})${because(said)}` };
}

function because(said: Said | undefined): string {
  const words = quoted(said?.words ?? '');
  return words === '' ? '.' : `: ${words}`;
}
