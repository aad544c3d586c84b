import { PlatformError } from '../kernel/errors.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/**
 * Reads the `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header-07 §2.1): a structured-fields string in
 * quotes, or, as most clients send it, bare. Gives 1 to 255 visible ASCII characters; throws `invalid_request` otherwise.
 */
export function parseIdempotencyKey(header: string): string {
  const text = header.trim();
  const quoted = QUOTED.exec(text)?.[1];
  const key = quoted === undefined ? text : quoted.replace(/\\(["\\])/g, '$1');
  const brokenQuotes = quoted === undefined && text.startsWith('"');
  if (brokenQuotes || !KEY.test(key)) {
    throw new PlatformError(
      'invalid_request',
      'Send an Idempotency-Key of 1 to 255 visible ASCII characters without spaces, once, a UUID for one.',
    );
  }
  return key;
}
