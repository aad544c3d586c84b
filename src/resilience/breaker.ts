import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { SlowShare } from './slow-share.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How an attempt ended, as far as the circuit is concerned. */
export type Verdict = 'success' | 'failure' | 'neither';

/** What moved a circuit: failures in a row, too many slow attempts, the time it had rested, a probe, or a person. */
export type BreakerCause = 'failures' | 'slow' | 'rested' | 'probe' | 'operator';

export interface BreakerOptions {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** Milliseconds it stays open before one probe is let through. */
  readonly openMs: number;
}

/** A circuit as an operator sees it. */
export interface BreakerView {
  readonly state: BreakerState;
  /** A person opened it: it stays open until a person closes it. */
  readonly held: boolean;
  readonly failuresInARow: number;
  /** Slow ones among the latest attempts, twenty at most. */
  readonly slow: number;
  /** Milliseconds until a probe is let through; absent when closed or held. */
  readonly restsForMs?: number;
}

/** Told of every change of state. */
export type BreakerObserver = (state: BreakerState, cause: BreakerCause) => void;

/**
 * The circuit of one connection. Closed, it counts failures in a row and slow attempts among the last twenty; open, it
 * refuses at once; after `openMs` of monotonic time one attempt probes while the others are still refused: a success in
 * time closes, a failure or a slow answer opens anew, and an attempt that says neither gives the probe's place back. A
 * circuit that a person opened stays open until a person closes it.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #options: BreakerOptions;
  readonly #observe: BreakerObserver;
  readonly #slow = new SlowShare();
  #failures = 0;
  #openedAt: number | undefined;
  #probe: symbol | undefined;
  #held = false;
  #openings = 0;

  constructor(clock: Clock, options: BreakerOptions, observe: BreakerObserver = () => {}) {
    this.#clock = clock;
    this.#options = options;
    this.#observe = observe;
  }

  /** `half-open` is said from the moment a probe would be let through. */
  get state(): BreakerState {
    if (this.#openedAt === undefined) return 'closed';
    if (this.#held) return 'open';
    return this.#remainingMs() > 0 && this.#probe === undefined ? 'open' : 'half-open';
  }

  /** How often it has opened: who was let in and then waited sees by it whether to go on. */
  get openings(): number {
    return this.#openings;
  }

  /** What is told to an attempt that is not let through now. */
  refusal(): PlatformError {
    if (this.#held) return heldOpen();
    return resting(this.#openedAt === undefined ? 1_000 : Math.max(this.#remainingMs(), 1_000));
  }

  view(): BreakerView {
    const { state } = this;
    const view = { state, held: this.#held, failuresInARow: this.#failures, slow: this.#slow.count };
    return state === 'closed' || this.#held ? view : { ...view, restsForMs: Math.max(0, this.#remainingMs()) };
  }

  /** Opens by hand, until `close`. Gives false when it was held open before. */
  hold(): boolean {
    if (this.#held) return false;
    this.#held = true;
    this.#open('operator');
    return true;
  }

  /** Closes by hand and forgets what was counted. Gives false when it was closed. */
  close(): boolean {
    const was = this.#openedAt !== undefined;
    this.#held = false;
    this.#probe = undefined;
    this.#shut();
    if (was) this.#observe('closed', 'operator');
    return was;
  }

  /**
   * Runs an attempt, or throws `circuit_open` without running it. `judge` says what its end means for the circuit, and
   * `isSlow`, asked when it has ended, whether it took longer than it should.
   */
  async run<Result>(
    attempt: () => Promise<Result>,
    judge: (error: unknown) => Verdict,
    isSlow: () => boolean = () => false,
  ): Promise<Result> {
    const probe = this.#admit();
    try {
      const result = await attempt();
      this.#settle('success', isSlow(), probe);
      return result;
    } catch (error) {
      this.#settle(judge(error), isSlow(), probe);
      throw error;
    }
  }

  #admit(): symbol | undefined {
    if (this.#openedAt === undefined) return undefined;
    if (this.#held || this.#probe !== undefined || this.#remainingMs() > 0) throw this.refusal();
    this.#probe = Symbol('probe');
    this.#observe('half-open', 'rested');
    return this.#probe;
  }

  #settle(verdict: Verdict, slow: boolean, probe: symbol | undefined): void {
    if (probe !== undefined) this.#settleProbe(verdict, slow, probe);
    // An attempt that began before the circuit opened says nothing about the vendor as it is now.
    else if (this.#openedAt === undefined) this.#count(verdict, slow);
  }

  #settleProbe(verdict: Verdict, slow: boolean, probe: symbol): void {
    // A person has decided while it was under way.
    if (this.#probe !== probe) return;
    this.#probe = undefined;
    if (slow || verdict === 'failure') this.#open('probe');
    else if (verdict === 'success') {
      this.#shut();
      this.#observe('closed', 'probe');
    }
  }

  #count(verdict: Verdict, slow: boolean): void {
    if (verdict === 'success') this.#failures = 0;
    else if (verdict === 'failure') this.#failures += 1;
    if (slow || verdict !== 'neither') this.#slow.add(slow);
    if (this.#failures >= this.#options.failures) this.#open('failures');
    else if (slow && this.#slow.isHalf) this.#open('slow');
  }

  #shut(): void {
    this.#failures = 0;
    this.#slow.clear();
    this.#openedAt = undefined;
  }

  #open(cause: BreakerCause): void {
    this.#shut();
    this.#probe = undefined;
    this.#openings += 1;
    this.#openedAt = this.#clock.monotonicMs();
    this.#observe('open', cause);
  }

  #remainingMs(): number {
    return (this.#openedAt as number) + this.#options.openMs - this.#clock.monotonicMs();
  }
}

function resting(retryAfterMs: number): PlatformError {
  return new PlatformError(
    'circuit_open',
    'The connection failed or was slow several times and rests before it is tried again.',
    { retryAfterMs: Math.ceil(retryAfterMs), sent: 'no' },
  );
}

function heldOpen(): PlatformError {
  return new PlatformError('circuit_open', 'The operator keeps this connection closed to calls for now.', {
    sent: 'no',
  });
}
