import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERRORS, type ErrorCode, type Issue, toPlatformError } from '../kernel/errors.ts';

/** The one shape of an error on every HTTP answer that is not JSON-RPC. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    /** What is wrong and what to change; safe to show. */
    readonly message: string;
    readonly issues?: readonly Issue[];
    readonly retryAfterMs?: number;
    /** Id of the record under which a person can settle the call. */
    readonly record?: string;
    /** Writes: the key under which the same call may be sent again. */
    readonly idempotencyKey?: string;
    /** Under this id the operator finds the call in log, trace and audit. */
    readonly correlationId: string;
  };
}

/** An error as HTTP says it: status, headers and body, ready to be written. */
export interface HttpError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Translates an error into an HTTP answer (RFC 9110): the code's row decides the status, unless HTTP has a finer one
 * (405, 415, 431) that `status` names. 401 challenges with Bearer (RFC 6750 §3), naming `invalid_token` only where a
 * credential came; a wait becomes `Retry-After` in whole seconds, never earlier than it is over. A stranger becomes
 * `internal` with a neutral message.
 */
export function toHttpError(
  error: unknown,
  correlationId: string,
  { request, status }: { readonly request?: IncomingMessage; readonly status?: number } = {},
): HttpError {
  const { code, message, details } = toPlatformError(error);
  const { issues, retryAfterMs, record, idempotencyKey } = details;
  const body: ErrorBody = { error: { code, message, issues, retryAfterMs, record, idempotencyKey, correlationId } };
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'x-correlation-id': correlationId,
  };
  if (code === 'unauthenticated') headers['www-authenticate'] = challenge(request);
  if (retryAfterMs !== undefined) {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    headers['retry-after'] = String(seconds);
    if (code === 'rate_limited') headers.ratelimit = `"calls";r=0;t=${seconds}`;
  }
  return { status: status ?? ERRORS[code].http, headers, body: JSON.stringify(body) };
}

/** Writes an error as the whole answer; does nothing when an answer has begun. */
export function sendError(
  response: ServerResponse,
  error: unknown,
  correlationId: string,
  options?: { readonly request?: IncomingMessage; readonly status?: number },
): void {
  if (response.headersSent) return;
  const { status, headers, body } = toHttpError(error, correlationId, options);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function challenge(request: IncomingMessage | undefined): string {
  const presented = request?.headers.authorization ?? request?.headers['x-api-key'];
  return presented === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
}
