import type { Signal } from '../kernel/abort.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';

export interface BulkheadOptions {
  /** Attempts at a time. */
  readonly places: number;
  /** Attempts that may wait for a place. */
  readonly queue: number;
  /** Longest wait for a place. */
  readonly waitMs: number;
}

interface Waiting {
  give(): void;
}

/** The places of one connection: so many attempts at a time, so many waiting, in order of arrival, no longer than allowed. */
export class Bulkhead {
  readonly #clock: Clock;
  readonly #options: BulkheadOptions;
  readonly #queue = new Set<Waiting>();
  #taken = 0;

  constructor(clock: Clock, options: BulkheadOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Attempts at a time. */
  get places(): number {
    return this.#options.places;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Takes a place if one is free; the holder must `leave`. */
  tryEnter(): boolean {
    if (this.#taken >= this.#options.places) return false;
    this.#taken += 1;
    return true;
  }

  /** Takes a place, waiting for one; the holder must `leave`. Throws `connection_busy`, or the signal's reason when the caller left first. */
  async enter(signal: Signal | undefined, longestMs: number): Promise<void> {
    if (this.tryEnter()) return;
    // An aborted signal says so only once, so that who waits on it would wait in vain.
    if (signal?.aborted) throw signal.reason;
    if (this.#queue.size >= this.#options.queue) throw this.#busy();
    await this.#wait(signal, Math.min(this.#options.waitMs, longestMs));
  }

  /** Gives the place to who waits longest. */
  leave(): void {
    const [next] = this.#queue;
    if (next) next.give();
    else this.#taken -= 1;
  }

  async #wait(signal: Signal | undefined, ms: number): Promise<void> {
    const turn = new AbortController();
    let given = false;
    const waiting: Waiting = {
      give: () => {
        given = true;
        this.#queue.delete(waiting);
        turn.abort();
      },
    };
    this.#queue.add(waiting);
    const leave = () => turn.abort();
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await this.#clock.sleep(ms, turn.signal).catch(() => undefined);
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#queue.delete(waiting);
    }
    if (given && signal?.aborted) this.leave();
    if (signal?.aborted) throw signal.reason;
    if (!given) throw this.#busy();
  }

  #busy(): PlatformError {
    return new PlatformError('connection_busy', 'Every place of the connection is taken; try again shortly.', {
      retryAfterMs: this.#options.waitMs,
      sent: 'no',
    });
  }
}
