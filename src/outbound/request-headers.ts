import { WireError } from '../kernel/wire.ts';

/** Headers that belong to the client: a connector that could set them could redirect, smuggle or swell. */
const RESERVED = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Puts a request's headers after the client's own, as a flat list of names and values. Throws `WireError` with
 * `malformed`, `sent: 'no'`, for a header that belongs to the client; whether the rest is HTTP, undici checks.
 */
export function toHeaderList(
  own: readonly string[],
  given: Readonly<Record<string, string>>,
  userAgent: string,
): string[] {
  const list = [...own];
  // A range is counted in encoded bytes (RFC 9110 §14), and a part of an encoded body cannot be decoded.
  if (given.range !== undefined) list[list.indexOf('accept-encoding') + 1] = 'identity';
  for (const name in given) {
    if (RESERVED.has(name) || name !== name.toLowerCase()) {
      throw new WireError('malformed', 'no', 'The request sets a header that belongs to the client.');
    }
    list.push(name, given[name] as string);
  }
  if (given['user-agent'] === undefined) list.push('user-agent', userAgent);
  return list;
}
