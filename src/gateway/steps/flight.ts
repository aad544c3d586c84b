import type { Call, Next, Outcome } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';

/**
 * One fetch that several callers wait for. It has its own deadline, outlives the caller who began it, and is aborted
 * when the last one who waits has left.
 */
export class Flight {
  readonly outcome: Promise<Outcome>;
  readonly #abort = new AbortController();
  readonly #clock: Clock;
  #waiting = 0;

  constructor(first: Call, next: Next, clock: Clock, deadlineMs: number) {
    this.#clock = clock;
    const request = { ...first.request, signal: () => this.#abort.signal };
    this.outcome = next({ ...first, request, deadlineAt: clock.monotonicMs() + deadlineMs });
    this.outcome.catch(() => undefined);
  }

  /** Waits for the outcome no longer than the caller does. */
  async join(call: Call): Promise<Outcome> {
    const signal = call.request.signal?.();
    const left = new AbortController();
    const leave = () => left.abort();
    this.#waiting += 1;
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    const remainingMs = Math.max(0, call.deadlineAt - this.#clock.monotonicMs());
    const tooLate = this.#clock.sleep(remainingMs, left.signal).then(
      () => Promise.reject(deadlineExceeded()),
      () => (signal?.aborted ? Promise.reject(signal.reason) : new Promise<never>(() => {})),
    );
    try {
      return await Promise.race([this.outcome, tooLate]);
    } finally {
      signal?.removeEventListener('abort', leave);
      left.abort();
      tooLate.catch(() => undefined);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#abort.abort(cancelled());
    }
  }
}

/** The caller's time ran out. */
export function deadlineExceeded(): PlatformError {
  return new PlatformError('deadline_exceeded', 'The time given for this call ran out before the vendor had answered.');
}

/** The caller left. */
export function cancelled(): PlatformError {
  return new PlatformError('cancelled', 'The call was ended before the vendor had answered.');
}
