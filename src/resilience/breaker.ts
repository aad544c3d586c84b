import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How an attempt ended, as far as the circuit is concerned. */
export type Verdict = 'success' | 'failure' | 'neither';

export interface BreakerOptions {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** Milliseconds it stays open before one probe is let through. */
  readonly openMs: number;
}

/**
 * The circuit of one connection. Closed, it counts failures in a row; open, it refuses at once; after `openMs` of
 * monotonic time one attempt probes while the others are still refused: success closes, failure opens anew, and an
 * attempt that says neither gives the probe's place back.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #options: BreakerOptions;
  readonly #onChange: (state: BreakerState) => void;
  #failures = 0;
  #openedAt: number | undefined;
  #probing = false;

  constructor(clock: Clock, options: BreakerOptions, onChange: (state: BreakerState) => void = () => {}) {
    this.#clock = clock;
    this.#options = options;
    this.#onChange = onChange;
  }

  /** `half-open` is said from the moment a probe would be let through. */
  get state(): BreakerState {
    if (this.#openedAt === undefined) return 'closed';
    return this.#remainingMs() > 0 && !this.#probing ? 'open' : 'half-open';
  }

  /** Runs an attempt, or throws `circuit_open` without running it. `judge` says what its end means for the circuit. */
  async run<Result>(attempt: () => Promise<Result>, judge: (error: unknown) => Verdict): Promise<Result> {
    const probe = this.#admit();
    try {
      const result = await attempt();
      this.#settle('success', probe);
      return result;
    } catch (error) {
      this.#settle(judge(error), probe);
      throw error;
    }
  }

  #admit(): boolean {
    if (this.#openedAt === undefined) return false;
    const remainingMs = this.#remainingMs();
    if (remainingMs > 0 || this.#probing) throw refusal(Math.max(remainingMs, 1_000));
    this.#probing = true;
    this.#onChange('half-open');
    return true;
  }

  #settle(verdict: Verdict, probe: boolean): void {
    if (probe) this.#probing = false;
    // An attempt that began before the circuit opened says nothing about the vendor as it is now.
    else if (this.#openedAt !== undefined) return;
    if (verdict === 'success') this.#close(probe);
    else if (verdict === 'failure' && (probe || ++this.#failures >= this.#options.failures)) this.#open();
  }

  #close(probe: boolean): void {
    this.#failures = 0;
    this.#openedAt = undefined;
    if (probe) this.#onChange('closed');
  }

  #open(): void {
    this.#failures = 0;
    this.#openedAt = this.#clock.monotonicMs();
    this.#onChange('open');
  }

  #remainingMs(): number {
    return (this.#openedAt as number) + this.#options.openMs - this.#clock.monotonicMs();
  }
}

function refusal(retryAfterMs: number): PlatformError {
  return new PlatformError(
    'circuit_open',
    'The connection failed several times in a row and rests before it is tried again.',
    { retryAfterMs: Math.ceil(retryAfterMs), sent: 'no' },
  );
}
