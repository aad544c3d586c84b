import type { GuardedRequest } from './guarded-request.ts';

/** What is wrong with a request's shape, and the status that says so. */
export interface ShapeFault {
  readonly status: 400 | 431;
  readonly message: string;
}

/** Headers of which a second one is read differently by different readers: behind a proxy, that is smuggling. */
const SINGLE = ['host', 'authorization', 'x-api-key', 'content-type', 'origin', 'idempotency-key'];

/**
 * Finds what Node's parser lets through and one meaning does not: another version of HTTP, a request without the one Host
 * that HTTP/1.1 demands (RFC 9112 §3.2), a target that is not a path (absolute-form has a second host in it, §3.2.2), a
 * transfer coding besides chunked, a header that must be single given twice, more headers than `limit`. `*` is for OPTIONS.
 */
export function shapeFaultOf(request: GuardedRequest, limit: number): ShapeFault | undefined {
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
  return request.headersOnce === undefined ? repeatedOf(rawHeaders) : undefined;
}

function repeatedOf(rawHeaders: readonly string[]): ShapeFault | undefined {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const repeated = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return repeated === undefined ? undefined : { status: 400, message: `Send the header ${repeated} once.` };
}
