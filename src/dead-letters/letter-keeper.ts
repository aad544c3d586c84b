import type { Tried } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { type DeadLetterStore, OPEN_STATES } from './dead-letter-store.ts';

/** How long a count of the open letters is good for; those kept meanwhile are added to it. */
const COUNT_MS = 1_000;
/** A full store is told in the log at most this often. */
const TOLD_MS = 60_000;

/** Told for metrics. */
export interface LetterObserver {
  /** A write was refused because there was no room for its letter. */
  refused(): void;
}

/** A write that ended without an answer. */
export interface EndedWrite {
  /** Id of its record. */
  readonly id: string;
  readonly tool: string;
  readonly connection: string;
  readonly correlationId: string;
  readonly attempts: readonly Tried[];
}

/** Takes letters in, as long as there is room for them. */
export class LetterKeeper {
  readonly #store: DeadLetterStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #observer: LetterObserver;
  readonly #lettersMax: number;
  #open = 0;
  #countedAt = Number.NEGATIVE_INFINITY;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** Keeps at most `lettersMax` open letters, and those of the writes that are under way when it is full. */
  constructor(store: DeadLetterStore, clock: Clock, log: Log, observer: LetterObserver, lettersMax: number) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#observer = observer;
    this.#lettersMax = lettersMax;
  }

  /** Rejects with `unavailable`, nothing sent, while there is no room for one more letter, or while nobody can tell. */
  async admit(): Promise<void> {
    if ((await this.#countOpen()) < this.#lettersMax) return;
    this.#observer.refused();
    const now = this.#clock.monotonicMs();
    if (now - this.#toldAt >= TOLD_MS) {
      this.#toldAt = now;
      this.#log.error(
        { letters: this.#open, lettersMax: this.#lettersMax },
        'dead letters are full, writes are refused',
      );
    }
    throw new PlatformError(
      'unavailable',
      'No write is taken: a failed one could not be kept, because the dead letters are full. The operator settles some with `mcp-platform dead-letters`.',
      { sent: 'no' },
    );
  }

  /** Keeps the write; gives whether it is kept now. A database that cannot is told in the log. */
  async keep(write: EndedWrite, to: 'parked' | 'unknown', error: PlatformError): Promise<boolean> {
    const { id, tool, connection, correlationId, attempts } = write;
    const { code, message } = error;
    const fields = { record: id, tool, connection, correlationId, code, attempts: attempts.length };
    try {
      if (!(await this.#store.keep(id, to, { code, message, attempts, at: this.#clock.now() }))) return false;
    } catch (err) {
      this.#log.error({ ...fields, err }, 'a failed write could not be kept');
      return false;
    }
    this.#open += 1;
    this.#log.warn(fields, to === 'parked' ? 'write parked' : 'write of unknown outcome');
    return true;
  }

  async #countOpen(): Promise<number> {
    const now = this.#clock.monotonicMs();
    if (now - this.#countedAt < COUNT_MS) return this.#open;
    try {
      const counts = await this.#store.counts();
      this.#open = OPEN_STATES.reduce((sum, state) => sum + counts[state], 0);
      this.#countedAt = now;
      return this.#open;
    } catch (cause) {
      const message = 'The database cannot take this now; try again shortly.';
      throw new PlatformError('unavailable', message, { sent: 'no' }, { cause });
    }
  }
}
