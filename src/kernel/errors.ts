/** Who has to act for the error to go away. */
export type Fault = 'caller' | 'upstream' | 'operator' | 'platform';

/** Whether the same call may succeed when it is sent again: never, after a while, or only when a person has settled it. */
export type Retry = 'never' | 'later' | 'after settling';

interface ErrorRow {
  /** HTTP status (RFC 9110) on the REST face and in metrics. */
  readonly http: number;
  readonly fault: Fault;
  readonly retry: Retry;
  readonly log: 'debug' | 'info' | 'warn' | 'error';
  readonly means: string;
}

/** Every error the platform can answer with. The code decides the rest. */
// biome-ignore format: a table is read in columns
export const ERRORS = {
  invalid_request:         { http: 400, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The request is not well formed.' },
  invalid_input:           { http: 400, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The arguments do not fit the schema of the tool or action.' },
  unauthenticated:         { http: 401, fault: 'caller',   retry: 'never',          log: 'info',  means: 'No valid credential came with the request.' },
  forbidden:               { http: 403, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The principal may not do this.' },
  unknown_tool:            { http: 404, fault: 'caller',   retry: 'never',          log: 'info',  means: 'There is no tool of that name.' },
  not_found:               { http: 404, fault: 'caller',   retry: 'never',          log: 'info',  means: 'What the arguments name does not exist.' },
  conflict:                { http: 409, fault: 'caller',   retry: 'later',          log: 'info',  means: 'A call with the same idempotency key is still running.' },
  settled:                 { http: 409, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The write of this idempotency key was settled, by a person or by a look at the data: it was found to be carried out, or it was discarded.' },
  too_large:               { http: 413, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The request is larger or deeper than the platform reads.' },
  idempotency_mismatch:    { http: 422, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The idempotency key was used for another call.' },
  upstream_rejected:       { http: 422, fault: 'caller',   retry: 'never',          log: 'info',  means: 'The vendor understood the call and refused it.' },
  rate_limited:            { http: 429, fault: 'caller',   retry: 'later',          log: 'info',  means: 'The principal made too many calls.' },
  cancelled:               { http: 499, fault: 'caller',   retry: 'later',          log: 'info',  means: 'The caller left before the answer.' },
  internal:                { http: 500, fault: 'platform', retry: 'later',          log: 'error', means: 'A fault of the platform; the log has it under the correlation id.' },
  upstream_failed:         { http: 502, fault: 'upstream', retry: 'later',          log: 'warn',  means: 'The vendor could not be reached or did not answer sensibly.' },
  upstream_authentication: { http: 502, fault: 'operator', retry: 'never',          log: 'error', means: 'The vendor refused the credentials of the connection.' },
  upstream_permission:     { http: 502, fault: 'operator', retry: 'never',          log: 'warn',  means: 'The credentials of the connection lack a permission at the vendor.' },
  outcome_unknown:         { http: 502, fault: 'upstream', retry: 'after settling', log: 'error', means: 'A write was sent and its outcome is not known.' },
  unavailable:             { http: 503, fault: 'platform', retry: 'later',          log: 'error', means: 'The platform cannot take the call now.' },
  parked:                  { http: 503, fault: 'upstream', retry: 'after settling', log: 'error', means: 'A write ran out of retries and is kept, unexecuted, until an operator sends it again or discards it.' },
  connection_off:          { http: 503, fault: 'operator', retry: 'never',          log: 'warn',  means: 'The connection has no credentials or is switched off.' },
  connection_busy:         { http: 503, fault: 'upstream', retry: 'later',          log: 'warn',  means: 'Every place of the connection is taken.' },
  circuit_open:            { http: 503, fault: 'upstream', retry: 'later',          log: 'warn',  means: 'The connection failed repeatedly and rests.' },
  upstream_throttled:      { http: 503, fault: 'upstream', retry: 'later',          log: 'warn',  means: 'The vendor asks for a pause longer than this call may wait.' },
  upstream_quota:          { http: 503, fault: 'upstream', retry: 'later',          log: 'warn',  means: 'The quota of the connection at the vendor is used up.' },
  upstream_timeout:        { http: 504, fault: 'upstream', retry: 'later',          log: 'warn',  means: 'The vendor did not answer in time.' },
  deadline_exceeded:       { http: 504, fault: 'caller',   retry: 'later',          log: 'info',  means: 'The time the caller gave ran out.' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** One argument that does not fit: `path` like `filter.status` or `ids[3]`, `message` what to change. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

export interface ErrorDetails {
  /** Milliseconds after which the same call may succeed. */
  readonly retryAfterMs?: number;
  /** What does not fit, for `invalid_input` and `upstream_rejected`. */
  readonly issues?: readonly Issue[];
  /**
   * Whether the vendor may have acted on the request: `no` is certain, `unknown` is everything else. Absent when no
   * vendor was involved. A write stands or falls with it.
   */
  readonly sent?: 'no' | 'unknown';
  /** The vendor itself declined the attempt, unexecuted, for coming too soon: the same attempt may be sent after the wait. */
  readonly throttled?: boolean;
  /** Id of the record that holds the call (an idempotency record, say) where a person can settle it. */
  readonly record?: string;
  /** Writes: the key under which the same call may be sent again, the caller's own or the one that was made for it. */
  readonly idempotencyKey?: string;
}

/** The one error class. `message` is safe to show to the caller; `cause` never leaves the log. */
export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlatformError';
    this.code = code;
    this.details = details;
  }
}

/** Gives `error` itself when it is ours; a stranger becomes `internal` with a neutral message and itself as the cause. */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError(
    'internal',
    'The platform failed to answer; the operator finds the reason in the log under the correlation id.',
    {},
    { cause: error },
  );
}
