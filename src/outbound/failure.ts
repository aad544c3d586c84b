import { WireError, type WireFault } from '../kernel/wire.ts';
import { errors } from './undici.ts';

/** undici's codes (https://undici.nodejs.org/#/docs/api/Errors) that say more than where the exchange stood. */
const KNOWN: Readonly<Record<string, readonly [WireFault, string]>> = {
  OUTBOUND_ADDRESS_REFUSED: ['refused_address', 'The host leads to an address that may not be connected to.'],
  UND_ERR_CONNECT_TIMEOUT: ['connect', 'No connection was made within the limit.'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'The vendor did not answer within the limit.'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'The vendor stopped sending its reply.'],
  UND_ERR_HEADERS_OVERFLOW: ['too_large', 'The headers of the reply are larger than the limit.'],
  UND_ERR_INVALID_ARG: ['malformed', 'The request holds what HTTP cannot carry.'],
  UND_ERR_DESTROYED: ['aborted', 'The platform is stopping.'],
  UND_ERR_CLOSED: ['aborted', 'The platform is stopping.'],
};

/**
 * Whether an HTTP/2 session had ended before a stream was opened on it. Node tells it by an error of the stream, which
 * undici does not take for one of the session: it would go on using the session for ever.
 */
export function isOfGoneSession(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ERR_HTTP2_INVALID_SESSION' || code === 'ERR_HTTP2_GOAWAY_SESSION';
}

/**
 * Turns whatever the HTTP client failed with into a `WireError`. `started` says whether undici had begun to write the
 * request: before that, not a byte of it can have left. The original error is the cause, for the log alone.
 */
export function toWireError(error: Error, started: boolean): WireError {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const mayHaveLeft = started && !isOfGoneSession(error);
  const sent = mayHaveLeft ? 'unknown' : 'no';
  const [fault, message] = KNOWN[code] ?? fallback(error, mayHaveLeft);
  // A parser's error carries the bytes it stumbled over, and those may be anybody's data.
  const cause = error instanceof errors.HTTPParserError ? new Error(error.message) : error;
  return new WireError(fault, sent, message, { cause });
}

function fallback(error: Error, started: boolean): readonly [WireFault, string] {
  if (!started) return ['connect', 'No verified connection to the vendor could be made.'];
  if (error instanceof errors.HTTPParserError) return ['malformed', 'The reply is not HTTP.'];
  return ['reset', 'The connection broke before the whole reply had come.'];
}
