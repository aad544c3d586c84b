import { randomBytes } from 'node:crypto';

const ID_DIGITS = 32;
const POOL_BYTES = 4_096;
let pool = '';
let used = 0;

const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;
const TRACEPARENT_MAX = 256;

/**
 * The correlation id of a request: the trace id of a valid `traceparent` (W3C Trace Context §3.2), else a new random one.
 * 32 lower-case hex digits either way.
 */
export function correlationIdOf(traceparent: string | undefined): string {
  return (traceparent === undefined ? undefined : traceIdOf(traceparent)) ?? newCorrelationId();
}

/** The trace id of a valid `traceparent`; `undefined` for any other text. Later versions may carry more behind a dash; version 00 may not. */
export function traceIdOf(traceparent: string): string | undefined {
  if (traceparent.length > TRACEPARENT_MAX) return undefined;
  const [, version, traceId, more] = TRACEPARENT.exec(traceparent) ?? [];
  return version === '00' && more !== undefined ? undefined : traceId;
}

/** 128 random bits as 32 hex digits; drawn in bulk, since a draw a request is what makes ids dear. */
export function newCorrelationId(): string {
  if (used === pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    used = 0;
  }
  used += ID_DIGITS;
  return pool.slice(used - ID_DIGITS, used);
}
