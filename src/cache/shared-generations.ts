import type { SharedState } from '../kernel/shared-state.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { SharedAnswers, SharedFinding } from './shared-answers.ts';

export interface SharedGenerationsParts {
  /** This replica's own level, whose answers become old with the generation of all. */
  readonly own: AnswerCache;
  readonly shared: SharedAnswers;
  readonly state: SharedState;
  /** Tells the other replicas that a connection has another generation. */
  tell(connection: string, generation: string): void;
}

/** A finding, and the generation of the own level that goes with it: what is kept of it is kept under both. */
export interface Look extends SharedFinding {
  readonly own: number;
}

/** A write or a notice during a look makes it one of before; so often it is done again. */
const LOOKS_MAX = 3;
/** Answers were kept of which nobody knows how their generation was called. */
const UNKNOWN = '';

/**
 * Keeps the generations of this replica's own level in step with those of all replicas. What this replica made old it
 * owes to the shared store until that has taken it; before, it does not ask the store about the connection. So a replica
 * never answers from before its own write, and an outage delays what the others learn and nothing else.
 */
export class SharedGenerations {
  readonly #parts: SharedGenerationsParts;
  /** The generation of the answers in the own level, by connection. */
  readonly #known = new Map<string, string>();
  /** What the shared store has not taken yet, by connection, each time another object. */
  readonly #owed = new Map<string, object>();
  readonly #paying = new Map<string, Promise<void>>();

  constructor(parts: SharedGenerationsParts) {
    this.#parts = parts;
  }

  /** Makes the connection's answers old: here at once, for all as soon as the store can be asked. Takes one operation at most, and never rejects. */
  raise(connection: string): Promise<void> {
    this.#owed.set(connection, {});
    return this.#pay(connection);
  }

  /** Looks a name up, and learns how the generation is called. `undefined` when the store is away, or writes come faster than looks. */
  async look(connection: string, name: string): Promise<Look | undefined> {
    const { own, shared, state } = this.#parts;
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      if (!(await this.#mayAsk(connection))) break;
      const before = own.generation(connection);
      const finding = await shared.find(connection, name).catch(() => undefined);
      if (finding === undefined) break;
      // A write here, or the notice of one elsewhere: the finding may be older.
      if (own.generation(connection) !== before) continue;
      this.heard(connection, finding.generation);
      return { ...finding, own: own.generation(connection) };
    }
    state.missed('cache');
    this.#known.set(connection, UNKNOWN);
    return undefined;
  }

  /** Learns how a connection's generation is called: another than that of the answers here makes them old. */
  heard(connection: string, generation: string): void {
    const known = this.#known.get(connection);
    if (known === generation) return;
    if (known !== undefined) this.#parts.own.raise(connection);
    this.#known.set(connection, generation);
  }

  /** An answer that was fetched is not of the generation of all any more: nor are the others here. */
  outdated(connection: string): void {
    this.#parts.own.raise(connection);
    this.#known.set(connection, UNKNOWN);
  }

  /** Asks for the generation of every connection that there may be answers of: for after a gap in what was heard. */
  async lookAgain(): Promise<void> {
    for (const connection of this.#known.keys()) {
      if (!(await this.#mayAsk(connection))) continue;
      const generation = await this.#parts.shared.generation(connection).catch(() => undefined);
      if (generation === undefined) return this.#parts.state.missed('cache');
      this.heard(connection, generation);
    }
  }

  /** Gives the store what it could not take before. */
  async payOwed(): Promise<void> {
    if (!this.#parts.state.up) return;
    for (const connection of this.#owed.keys()) await this.#settled(connection);
  }

  async #mayAsk(connection: string): Promise<boolean> {
    return this.#parts.state.up && (await this.#settled(connection));
  }

  /** Whether nothing is owed, after trying to pay what is. */
  async #settled(connection: string): Promise<boolean> {
    if (!this.#owed.has(connection)) return true;
    await (this.#paying.get(connection) ?? this.#pay(connection));
    return !this.#owed.has(connection);
  }

  #pay(connection: string): Promise<void> {
    // Each time: what came in since is of no known generation.
    this.#parts.own.raise(connection);
    const paying = this.#payOnce(connection, this.#owed.get(connection)).finally(() => {
      if (this.#paying.get(connection) === paying) this.#paying.delete(connection);
    });
    this.#paying.set(connection, paying);
    return paying;
  }

  async #payOnce(connection: string, debt: object | undefined): Promise<void> {
    const { shared, state, tell } = this.#parts;
    const generation = state.up ? await shared.raise(connection).catch(() => undefined) : undefined;
    if (generation === undefined) return state.missed('cache');
    if (this.#owed.get(connection) === debt) this.#owed.delete(connection);
    this.#known.set(connection, generation);
    tell(connection, generation);
  }
}
