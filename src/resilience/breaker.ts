import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import { type CircuitEvent, type CircuitRecord, type CircuitStore, CLOSED, type Told } from './circuit-store.ts';
import { LATEST_MAX, slowAmong } from './slow-window.ts';

/** Quick attempts that are told at once while there are slow ones: a quarter of what is remembered. */
const QUICK_AT_ONCE = 5;

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How an attempt ended, as far as the circuit is concerned. */
export type Verdict = 'success' | 'failure' | 'neither';

/** What moved a circuit: failures in a row, too many slow attempts, the time it had rested, a probe, or a person. */
export type BreakerCause = 'failures' | 'slow' | 'rested' | 'probe' | 'operator';

/** A circuit as an operator sees it. */
export interface BreakerView {
  readonly state: BreakerState;
  /** A person opened it: it stays open until a person closes it. */
  readonly held: boolean;
  readonly failuresInARow: number;
  /** Slow ones among the latest attempts, whoever saw them; twenty at most. */
  readonly slow: number;
  /** Milliseconds until a probe is let through; absent when closed or held. */
  readonly restsForMs?: number;
}

/** Told of every change of state that this process has caused. */
export type BreakerObserver = (state: BreakerState, cause: BreakerCause) => void;

export interface BreakerParts {
  readonly clock: Clock;
  /** The circuit's name in the store. */
  readonly name: string;
  /** Keeps the circuit, for this process or for all replicas; never rejects. */
  readonly store: Pick<CircuitStore, 'tell'>;
  readonly observe?: BreakerObserver;
}

/** What a person did to a circuit. */
export interface Moved {
  /** `false` when it was so before. */
  readonly moved: boolean;
  /** Whether all replicas have it so. */
  readonly shared: boolean;
}

/**
 * The circuit of one connection. Closed, it counts failures in a row and slow attempts among the last twenty; open, it
 * refuses at once; when it has rested one attempt probes while the others are still refused: a success in time closes,
 * a failure or a slow answer opens anew, and an attempt that says neither gives the probe's place back. A circuit that a
 * person opened stays open until a person closes it.
 *
 * The store keeps all this. Here is what was last heard of it: an attempt that is let through and succeeds in time asks
 * nobody, nor does one that is refused while the circuit rests. Quick attempts are told with the next slow one, and by
 * themselves only while there are slow ones among the latest, several at a time.
 */
export class Breaker {
  readonly name: string;
  readonly #clock: Clock;
  readonly #store: BreakerParts['store'];
  readonly #observe: BreakerObserver;
  #record = CLOSED;
  /** Slow ones among the latest attempts, as last heard. */
  #slow = 0;
  /** Quick attempts of this process that the store has not been told of; what is beyond twenty says nothing more. */
  #quick = 0;
  #heardAt = 0;
  #asking = false;
  #forgetting = false;
  #tellingQuick = false;
  #openings = 0;

  constructor({ clock, name, store, observe = () => {} }: BreakerParts) {
    this.name = name;
    this.#clock = clock;
    this.#store = store;
    this.#observe = observe;
  }

  /** `half-open` is said from the moment a probe would be let through. */
  get state(): BreakerState {
    if (!this.#record.open) return 'closed';
    if (this.#record.held) return 'open';
    return this.#remainingMs() > 0 ? 'open' : 'half-open';
  }

  /** How often it has opened, in whatever replica: who was let in and then waited sees by it whether to go on. */
  get openings(): number {
    return this.#openings;
  }

  /** What is told to an attempt that is not let through now. */
  refusal(): PlatformError {
    if (this.#record.held) return heldOpen();
    return resting(Math.max(this.#remainingMs(), 1_000));
  }

  view(): BreakerView {
    const { state } = this;
    const { held, failures } = this.#record;
    const view = { state, held, failuresInARow: failures, slow: this.#slow };
    return state === 'closed' || held ? view : { ...view, restsForMs: Math.max(0, this.#remainingMs()) };
  }

  /** Opens by hand, until `close`. */
  hold(): Moved | Promise<Moved> {
    return this.#tell({ kind: 'hold' });
  }

  /** Closes by hand and forgets what was counted. */
  close(): Moved | Promise<Moved> {
    return this.#tell({ kind: 'close' });
  }

  /** Takes what has become of the circuit. */
  adopt(record: CircuitRecord): void {
    const before = this.#record;
    this.#record = record;
    this.#heardAt = this.#clock.monotonicMs();
    const opened = record.open && !(before.open && before.openings === record.openings);
    if (opened) this.#openings += 1;
    const slow = slowAmong(record.latest);
    // What was quick before the first slow one, or before the circuit moved, would push newer attempts out.
    if (opened || before.open !== record.open || (this.#slow === 0 && slow > 0)) this.#quick = 0;
    this.#slow = slow;
  }

  /**
   * Runs an attempt, or throws `circuit_open` without running it. `ended` is told of its end and says of an error what it
   * means for the circuit; `isSlow`, asked then, says whether it took longer than it should. A failure is told before it
   * is thrown.
   */
  async run<Result>(
    attempt: () => Promise<Result>,
    ended: (error?: unknown) => Verdict,
    isSlow: () => boolean = () => false,
  ): Promise<Result> {
    const probe = this.#record.open ? await this.#admit() : undefined;
    let result: Result;
    try {
      result = await attempt();
    } catch (error) {
      await this.#settle(ended(error), isSlow(), probe);
      throw error;
    }
    ended();
    const slow = isSlow();
    if (probe !== undefined || slow) await this.#settle('success', slow, probe);
    else this.#succeeded();
    return result;
  }

  /** Gives the token of the probe that the attempt is, or nothing when the circuit is closed meanwhile. */
  async #admit(): Promise<string | undefined> {
    if (this.#asking || this.#isTaken() || this.state === 'open') throw this.refusal();
    this.#asking = true;
    try {
      const token = uuidv7(this.#clock.now());
      const { record } = await this.#tell({ kind: 'probe', token });
      if (record.probe?.token === token) return token;
      if (record.open) throw this.refusal();
      return undefined;
    } finally {
      this.#asking = false;
    }
  }

  async #settle(verdict: Verdict, slow: boolean, token: string | undefined): Promise<void> {
    if (token !== undefined) await this.#tell({ kind: 'probed', token, verdict: slow ? 'failure' : verdict });
    // An attempt that began before the circuit opened says nothing about the vendor as it is now.
    else if (!this.#record.open) await this.#count(verdict, slow);
  }

  async #count(verdict: Verdict, slow: boolean): Promise<void> {
    if (!slow && verdict !== 'neither') this.#countQuick();
    if (verdict === 'failure') await this.#tell({ kind: 'failure' });
    if (verdict === 'success' && this.#record.failures > 0) await this.#tell({ kind: 'success' });
    if (slow && !this.#record.open) await this.#tell({ kind: 'slow', quick: this.#takeQuick() });
  }

  /** The way of nearly every attempt: nobody is asked, and nobody waits for the failures before it to be forgotten. */
  #succeeded(): void {
    if (this.#record.open) return;
    this.#countQuick();
    if (this.#record.failures > 0 && !this.#forgetting) void this.#forget();
  }

  /** Once at a time: who succeeds meanwhile has nothing to add. */
  async #forget(): Promise<void> {
    this.#forgetting = true;
    await this.#tell({ kind: 'success' });
    this.#forgetting = false;
  }

  #countQuick(): void {
    if (this.#quick < LATEST_MAX) this.#quick += 1;
    if (this.#slow > 0 && this.#quick >= QUICK_AT_ONCE && !this.#tellingQuick) void this.#tellQuick();
  }

  async #tellQuick(): Promise<void> {
    this.#tellingQuick = true;
    await this.#tell({ kind: 'quick', quick: this.#takeQuick() });
    this.#tellingQuick = false;
  }

  #takeQuick(): number {
    const quick = this.#quick;
    this.#quick = 0;
    return quick;
  }

  /** Tells the store. What it answers at once is known at once. */
  #tell(event: CircuitEvent): Told | Promise<Told> {
    const told = this.#store.tell(this.name, event);
    return told instanceof Promise ? told.then((late) => this.#learn(event, late)) : this.#learn(event, told);
  }

  #learn(event: CircuitEvent, told: Told): Told {
    this.adopt(told.record);
    if (told.moved) this.#observe(...toMove(event));
    return told;
  }

  #isTaken(): boolean {
    const { probe } = this.#record;
    return probe !== undefined && this.#heardAt + probe.leaseMs > this.#clock.monotonicMs();
  }

  #remainingMs(): number {
    return this.#heardAt + this.#record.restsForMs - this.#clock.monotonicMs();
  }
}

/** The change of state that an event made, and its cause. */
function toMove(event: CircuitEvent): [BreakerState, BreakerCause] {
  switch (event.kind) {
    case 'probe':
      return ['half-open', 'rested'];
    case 'probed':
      return [event.verdict === 'success' ? 'closed' : 'open', 'probe'];
    case 'hold':
      return ['open', 'operator'];
    case 'slow':
      return ['open', 'slow'];
    case 'close':
    case 'success':
    case 'quick':
      return ['closed', 'operator'];
    case 'failure':
      return ['open', 'failures'];
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
