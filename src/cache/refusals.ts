import type { Clock } from '../kernel/clock.ts';
import type { PlatformError } from '../kernel/errors.ts';

export interface RefusalsOptions {
  /** Milliseconds that a refusal is given again; 0 keeps none. */
  readonly ttlMs: number;
  readonly entriesMax: number;
}

interface Kept {
  readonly error: PlatformError;
  /** Monotonic ms. */
  readonly until: number;
}

/**
 * Keeps what vendors refused (no such thing, not like this) for a moment, so that a caller who asks again and again costs
 * no quota. Bounded; the oldest goes first. A key must name the generation of its connection, so that a write ends it.
 */
export class Refusals {
  readonly #clock: Clock;
  readonly #options: RefusalsOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock, options: RefusalsOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** The refusal that is still to be given again, if there is one. */
  get(key: string): PlatformError | undefined {
    if (this.#kept.size === 0) return undefined;
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    if (this.#clock.monotonicMs() < kept.until) return kept.error;
    this.#kept.delete(key);
    return undefined;
  }

  set(key: string, error: PlatformError): void {
    const { ttlMs, entriesMax } = this.#options;
    if (ttlMs === 0) return;
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= entriesMax) this.#kept.delete(oldest);
    this.#kept.set(key, { error, until: this.#clock.monotonicMs() + ttlMs });
  }
}
