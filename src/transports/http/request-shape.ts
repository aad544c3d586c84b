import type { IncomingMessage } from 'node:http';

/** What is wrong with a request's shape, and the status that says so. */
export interface ShapeFault {
  readonly status: 400 | 431;
  readonly message: string;
}

/** Headers of which a second one is read differently by different readers: behind a proxy, that is smuggling. */
const SINGLE = ['host', 'authorization', 'x-api-key', 'content-type', 'origin', 'idempotency-key'];
const SINGLE_LENGTHS = new Set(SINGLE.map((name) => name.length));
/** One bit for each. */
const BITS = new Map(SINGLE.map((name, at) => [name, 1 << at]));

/**
 * Finds what Node's parser lets through and one meaning does not: another version of HTTP, a request without the one Host
 * that HTTP/1.1 demands (RFC 9112 §3.2), a target that is not a path (absolute-form has a second host in it, §3.2.2), a
 * transfer coding besides chunked, a header that must be single given twice, more headers than `limit`. `*` is for OPTIONS.
 */
export function shapeFaultOf(request: IncomingMessage, limit: number): ShapeFault | undefined {
  const { url = '', method, headers, rawHeaders, httpVersion } = request;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return { status: 400, message: 'Speak HTTP/1.1.' };
  if (headers.host === undefined && httpVersion === '1.1') return { status: 400, message: 'Send the header host.' };
  if (url.charCodeAt(0) !== 0x2f && !(url === '*' && method === 'OPTIONS')) {
    return { status: 400, message: 'Send the path alone as the request target.' };
  }
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return { status: 400, message: 'Send the body with a Content-Length, or chunked and in no other coding.' };
  }
  if (rawHeaders.length > limit * 2) return { status: 431, message: `Send at most ${limit} headers.` };
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] as string;
    if (!SINGLE_LENGTHS.has(raw.length)) continue;
    const bit = BITS.get(raw) ?? BITS.get(raw.toLowerCase()) ?? 0;
    if ((seen & bit) !== 0) return { status: 400, message: `Send the header ${raw.toLowerCase()} once.` };
    seen |= bit;
  }
  return undefined;
}
