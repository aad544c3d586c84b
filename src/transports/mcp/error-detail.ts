import { ERRORS, type ErrorCode, type Issue, type PlatformError, type Retry } from '../../kernel/errors.ts';

/** What a program may want to know of an error: `_meta["mcp-platform/error"]` of a tool result, `data` of a JSON-RPC error. */
export interface ErrorDetail {
  readonly code: ErrorCode;
  /** The status that the same error has over REST. */
  readonly status: number;
  readonly retry: Retry;
  readonly retryAfterMs?: number;
  readonly issues?: readonly Issue[];
  /** Id of the record under which a person can settle the call. */
  readonly record?: string;
  /** Writes: the key under which the same call may be sent again. */
  readonly idempotencyKey?: string;
  /** Under this id the operator finds the call in log, trace and audit. */
  readonly correlationId: string;
}

/** Tells an error to programs. Members that do not apply are absent. */
export function errorDetail({ code, details }: PlatformError, correlationId: string): ErrorDetail {
  const { http: status, retry } = ERRORS[code];
  const { retryAfterMs, issues, record, idempotencyKey } = details;
  return { code, status, retry, retryAfterMs, issues, record, idempotencyKey, correlationId };
}

/** Tells an error to a model: what is wrong, what does not fit, when to come back, and what to quote to the operator. */
export function errorText(error: PlatformError, correlationId: string): string {
  const { code, message, details } = error;
  const lines = [message];
  for (const { path, message: advice } of details.issues ?? []) {
    if (!message.includes(advice)) lines.push(path === '' ? `- ${advice}` : `- ${path}: ${advice}`);
  }
  const seconds = retryAfterSeconds(error);
  if (seconds !== undefined) lines.push(`Retry after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`);
  if (details.record !== undefined) lines.push(`Record of this write: ${details.record}.`);
  if (details.idempotencyKey !== undefined) lines.push(`Idempotency key of this write: ${details.idempotencyKey}`);
  lines.push(ERRORS[code].fault === 'caller' ? `(${code})` : `(${code}; the operator finds it under ${correlationId})`);
  return lines.join('\n');
}

/** Whole seconds as `Retry-After` wants them (RFC 9110 §10.2.3), never earlier than the wait is over. */
export function retryAfterSeconds({ details }: PlatformError): number | undefined {
  return details.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(details.retryAfterMs / 1000));
}
