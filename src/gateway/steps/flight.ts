import { Abort } from '../../kernel/abort.ts';
import type { Call, Next } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type ErrorDetails, PlatformError } from '../../kernel/errors.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/** Told how a flight ended, before anybody who waits is. */
interface Landing {
  landed(outcome: Outcome): void;
  failed(error: unknown): void;
}

/**
 * One fetch that several callers wait for. It has its own deadline, outlives the caller who began it, and is aborted
 * when the last one who waits has left.
 */
export class Flight {
  readonly #clock: Clock;
  /** Gone once it has landed: V8 keeps what a rehashed Map once held until a full collection, and flights are kept in one. */
  #outcome: Promise<Outcome> | undefined;
  #abort: Abort | undefined = new Abort();
  #waiting = 0;

  constructor(first: Call, next: Next, clock: Clock, deadlineMs: number, { landed, failed }: Landing) {
    this.#clock = clock;
    const signal = this.#abort as Abort;
    const request = { ...first.request, signal: () => signal };
    this.#outcome = Promise.resolve(next({ ...first, request, deadlineAt: clock.monotonicMs() + deadlineMs }));
    const end = () => {
      this.#outcome = undefined;
      this.#abort = undefined;
    };
    this.#outcome.then(
      (outcome) => {
        end();
        landed(outcome);
      },
      (error) => {
        end();
        failed(error);
      },
    );
  }

  /** Whether one may still join: not once it has landed, nor when everybody has left, for its outcome will be an abort. */
  get open(): boolean {
    return this.#abort !== undefined && !this.#abort.aborted;
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
        if (this.#waiting === 0) this.#abort?.abort(cancelled());
      };
      signal?.addEventListener('abort', left, { once: true });
      // One that is over has none to wait for.
      (this.#outcome ?? Promise.reject(cancelled())).then(
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
