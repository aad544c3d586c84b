import type { ErrorCode, PlatformError } from '../kernel/errors.ts';

export interface RetryOptions {
  /** Attempts after the first. */
  readonly retries: number;
  readonly baseMs: number;
  /** Longest wait before a retry, whoever asks for it. */
  readonly capMs: number;
}

/** Codes that, besides the vendor's own throttling, another attempt may turn into an answer. */
const TRANSIENT = new Set<ErrorCode>(['upstream_failed', 'upstream_timeout']);

/**
 * Whether another attempt may be sent: only after a transient error, and only where it cannot do anything twice, that
 * is when nothing was executed or when `repeatable` (a read, or a write that may be sent twice) says so.
 */
export function mayRepeat(error: PlatformError, repeatable: boolean): boolean {
  const { sent, throttled } = error.details;
  return throttled === true || (TRANSIENT.has(error.code) && (repeatable || sent === 'no'));
}

/**
 * Milliseconds to wait before retry number `retry` (from 0). The vendor's own wait is kept and spread by at most a tenth,
 * so that waiting callers do not return together; where it is longer than the cap it is infinite, since coming earlier
 * would be in vain. Without one it is uniform on [0, min(cap, base * 2^retry)].
 */
export function waitBefore(retry: number, error: PlatformError, options: RetryOptions, random: () => number): number {
  const { retryAfterMs } = error.details;
  if (retryAfterMs === undefined) return random() * Math.min(options.capMs, options.baseMs * 2 ** retry);
  return retryAfterMs > options.capMs ? Number.POSITIVE_INFINITY : retryAfterMs * (1 + random() / 10);
}

/**
 * Keeps retries to a share of calls: each call adds a tenth of a retry, each retry takes one, and ten may be saved up.
 * When a vendor fails for everybody, retries stop being sent long before they double the load.
 */
export class RetryBudget {
  #saved = 10;

  earn(): void {
    this.#saved = Math.min(10, this.#saved + 0.1);
  }

  spend(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
