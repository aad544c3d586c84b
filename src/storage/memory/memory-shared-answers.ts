import { randomUUID } from 'node:crypto';
import type { SharedAnswers, SharedFinding, SharedText } from '../../cache/shared-answers.ts';
import type { Clock } from '../../kernel/clock.ts';

interface Kept {
  readonly text: string;
  /** Monotonic ms. */
  readonly freshUntil: number;
  readonly keptUntil: number;
}

interface OfConnection {
  generation: string;
  readonly answers: Map<string, Kept>;
}

/** Keeps answers for those who share this object. */
export class MemorySharedAnswers implements SharedAnswers {
  readonly #clock: Clock;
  readonly #entriesMax: number;
  readonly #connections = new Map<string, OfConnection>();

  constructor(clock: Clock, entriesMax: number) {
    this.#clock = clock;
    this.#entriesMax = entriesMax;
  }

  async find(connection: string, key: string): Promise<SharedFinding> {
    const { generation, answers } = this.#of(connection);
    const now = this.#clock.monotonicMs();
    const kept = answers.get(key);
    if (!kept || kept.keptUntil <= now) return { generation };
    return { generation, answer: { text: kept.text, freshMs: kept.freshUntil - now } };
  }

  async keep(connection: string, key: string, generation: string, answer: SharedText): Promise<boolean> {
    const of = this.#of(connection);
    if (of.generation !== generation) return false;
    const now = this.#clock.monotonicMs();
    const freshUntil = now + answer.freshMs;
    of.answers.set(key, { text: answer.text, freshUntil, keptUntil: freshUntil + answer.staleMs });
    const byEnd = [...of.answers].sort(([, one], [, other]) => one.keptUntil - other.keptUntil);
    for (const [oldest] of byEnd.slice(0, Math.max(0, byEnd.length - this.#entriesMax))) of.answers.delete(oldest);
    return true;
  }

  async generation(connection: string): Promise<string> {
    return this.#of(connection).generation;
  }

  async raise(connection: string): Promise<string> {
    const generation = randomUUID();
    this.#connections.set(connection, { generation, answers: new Map() });
    return generation;
  }

  /** Loses everything. */
  clear(): void {
    this.#connections.clear();
  }

  #of(connection: string): OfConnection {
    let of = this.#connections.get(connection);
    if (of === undefined) {
      of = { generation: randomUUID(), answers: new Map() };
      this.#connections.set(connection, of);
    }
    return of;
  }
}
