import type { Call, Next } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type ErrorDetails, PlatformError } from '../../kernel/errors.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/**
 * One fetch that several callers wait for. It has its own deadline, outlives the caller who began it, and is aborted
 * when the last one who waits has left.
 */
export class Flight {
  readonly outcome: Promise<Outcome>;
  readonly #abort = new AbortController();
  readonly #clock: Clock;
  #waiting = 0;
  #landed = false;

  constructor(first: Call, next: Next, clock: Clock, deadlineMs: number) {
    this.#clock = clock;
    const request = { ...first.request, signal: () => this.#abort.signal };
    this.outcome = next({ ...first, request, deadlineAt: clock.monotonicMs() + deadlineMs });
    const landed = () => {
      this.#landed = true;
    };
    this.outcome.then(landed, landed);
  }

  /** Whether everybody has left: its outcome will be an abort, so nobody may join it any more. */
  get abandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Waits for the outcome no longer than the caller does. */
  join(call: Call): Promise<Outcome> {
    const signal = call.request.signal?.();
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      let open = true;
      const leave = (error: unknown) => {
        done();
        reject(error);
      };
      const left = () => leave(signal?.reason ?? cancelled());
      const remainingMs = Math.max(0, call.deadlineAt - this.#clock.monotonicMs());
      const stop = this.#clock.after(remainingMs, () => leave(deadlineExceeded()));
      const done = () => {
        if (!open) return;
        open = false;
        stop();
        signal?.removeEventListener('abort', left);
        this.#waiting -= 1;
        if (this.#waiting === 0 && !this.#landed) this.#abort.abort(cancelled());
      };
      signal?.addEventListener('abort', left, { once: true });
      this.outcome.then(
        (outcome) => {
          done();
          resolve(outcome);
        },
        (error) => {
          done();
          reject(error);
        },
      );
      if (signal?.aborted) left();
    });
  }
}

/** The caller's time ran out. */
export function deadlineExceeded(details: ErrorDetails = {}): PlatformError {
  return new PlatformError(
    'deadline_exceeded',
    'The time given for this call ran out before the vendor had answered.',
    details,
  );
}

/** The caller left. */
export function cancelled(details: ErrorDetails = {}): PlatformError {
  return new PlatformError('cancelled', 'The call was ended before the vendor had answered.', details);
}
