import type { CallRequest } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { type ErrorCode, PlatformError, toPlatformError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Principal } from '../kernel/principal.ts';
import type { DeadLetter, DeadLetterStore, LetterCounts, LetterState, Settlement } from './dead-letter-store.ts';
import { findLetter } from './find-letter.ts';
import { type LetterSealer, openLetter } from './letter-input.ts';

/** A redrive starts no further call after this long, so that its answer comes while somebody waits for it. */
const REDRIVE_MS = 10_000;
/** Letters that one tending takes out for their age at most; the next takes the rest. */
const EXPIRED_MAX = 200;

export interface DeadLettersParts {
  readonly store: DeadLetterStore;
  readonly sealer: LetterSealer;
  readonly clock: Clock;
  readonly log: Log;
  /** Who had this id when the write was made, with the rights of now; `undefined` once the key is revoked, expired or gone. */
  principalOf(id: string): Promise<Principal | undefined>;
  /** The one door to tools. Rejects only with `PlatformError`. */
  call(request: CallRequest): Promise<unknown>;
  /** Told the number of letters in each state, for metrics. */
  counted(counts: LetterCounts): void;
}

export interface DeadLettersOptions {
  /** A parked letter older than this is discarded. */
  readonly ageMs: number;
  /** How long a settled write still answers for its key. */
  readonly settledMs: number;
}

/** Which letters to send again, one after another. */
export interface RedriveOrder {
  /** One letter; without it, every parked one. */
  readonly id?: string;
  /** Of all: only those whose id comes after this one. */
  readonly after?: string;
  readonly perSecond: number;
  /** How many at most. */
  readonly limit: number;
}

export interface Redriven {
  readonly id: string;
  readonly outcome: 'ok' | ErrorCode;
  readonly message?: string;
}

export interface RedriveReport {
  readonly redriven: readonly Redriven[];
  /** Where there is more to do: go on after this id. */
  readonly next?: string;
}

/** What an operator can do about dead letters. Everything rejects with `not_found` for an id that has none. */
export class DeadLetters {
  readonly #parts: DeadLettersParts;
  readonly #options: DeadLettersOptions;

  constructor(parts: DeadLettersParts, options: DeadLettersOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  list(
    states: readonly LetterState[] | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<readonly DeadLetter[]> {
    return this.#parts.store.find({ states, after, limit });
  }

  /** The letter with what the write would do, opened; no input where it is settled, or cannot be opened with today's key. */
  async show(id: string): Promise<{ letter: DeadLetter; input?: Record<string, unknown> }> {
    const letter = await findLetter(this.#parts.store, id);
    return { letter, input: openLetter(letter, this.#parts.sealer, this.#parts.log) };
  }

  /**
   * Sends parked writes again, oldest first, at most `perSecond`: each a call of its own under the principal and the key
   * that it had, through every step of the pipeline. What fails is parked again; a letter that somebody else sends at the
   * same time is sent once.
   */
  async redrive({ id, after, perSecond, limit }: RedriveOrder): Promise<RedriveReport> {
    const { store, clock, counted } = this.#parts;
    const letters =
      id === undefined
        ? await store.find({ states: ['parked'], after, limit: limit + 1 })
        : [await findLetter(this.#parts.store, id)];
    const stopAt = clock.monotonicMs() + REDRIVE_MS;
    const redriven: Redriven[] = [];
    for (const letter of letters.slice(0, limit)) {
      const startedAt = clock.monotonicMs();
      if (startedAt >= stopAt) break;
      redriven.push(await this.#send(letter));
      const paceMs = 1_000 / perSecond - (clock.monotonicMs() - startedAt);
      if (redriven.length < Math.min(letters.length, limit) && paceMs > 0) await clock.sleep(paceMs);
    }
    await store.counts().then(counted, () => undefined);
    const last = redriven.at(-1)?.id;
    return redriven.length < letters.length && last !== undefined ? { redriven, next: last } : { redriven };
  }

  /** Takes a parked write out: it will not be sent, and whoever repeats it is told so. */
  discard(id: string, reason: string): Promise<void> {
    return this.#settle(id, { from: 'parked', to: 'discarded', by: 'person', reason });
  }

  /** Settles a write of unknown outcome: `done` answers for its key from now on, `not-done` frees the key. */
  settle(id: string, found: 'done' | 'not-done', reason: string): Promise<void> {
    return this.#settle(id, { from: 'unknown', to: found === 'done' ? 'done' : 'free', by: 'person', reason });
  }

  /** Gives unknown writes their letters, discards parked ones that are too old, counts. Gives those that were discarded. */
  async tend(): Promise<readonly DeadLetter[]> {
    const { store, clock, log, counted } = this.#parts;
    await store.gather(clock.now());
    const expired: DeadLetter[] = [];
    const keptBefore = clock.now() - this.#options.ageMs;
    const days = Math.round(this.#options.ageMs / 86_400_000);
    for (const letter of await store.find({ states: ['parked'], keptBefore, limit: EXPIRED_MAX })) {
      const reason = `kept for more than ${days} days`;
      if (!(await store.settle(letter.id, this.#whole({ from: 'parked', to: 'discarded', by: 'age', reason }))))
        continue;
      log.error(
        { record: letter.id, tool: letter.tool, connection: letter.connection },
        'dead letter discarded for its age',
      );
      expired.push(letter);
    }
    counted(await store.counts());
    return expired;
  }

  async #settle(id: string, settlement: Omit<Settlement, 'expiresAt'>): Promise<void> {
    const { store, counted } = this.#parts;
    if (await store.settle(id, this.#whole(settlement))) return counted(await store.counts());
    const { state } = await findLetter(this.#parts.store, id);
    throw new PlatformError('conflict', `${ONLY[settlement.from]} This one is ${state}.`);
  }

  #whole(settlement: Omit<Settlement, 'expiresAt'>): Settlement {
    return { ...settlement, expiresAt: this.#parts.clock.now() + this.#options.settledMs };
  }

  async #send(letter: DeadLetter): Promise<Redriven> {
    const { call, log } = this.#parts;
    const { id } = letter;
    try {
      await call(await this.#requestOf(letter));
      log.info({ record: id, tool: letter.tool }, 'dead letter redriven');
      return { id, outcome: 'ok' };
    } catch (thrown) {
      const { code, message } = toPlatformError(thrown);
      log.warn({ record: id, tool: letter.tool, code }, 'redrive of a dead letter failed');
      return { id, outcome: code, message };
    }
  }

  async #requestOf(letter: DeadLetter): Promise<CallRequest> {
    const { id, state, tool, key, correlationId, principalId, principalName } = letter;
    if (state !== 'parked')
      throw new PlatformError('conflict', `Only a parked write can be sent again. This one is ${state}.`);
    const principal = await this.#parts.principalOf(principalId);
    if (!principal) {
      throw new PlatformError(
        'forbidden',
        `The key of ${principalName || principalId}, who made this write, is revoked, expired or gone. Discard the write, and have it made anew under another key.`,
      );
    }
    const input = openLetter(letter, this.#parts.sealer, this.#parts.log);
    if (!input)
      throw new PlatformError(
        'unavailable',
        'What this write would do cannot be opened: the platform runs under another encryption key.',
      );
    return { principal, face: 'redrive', tool, input, correlationId, idempotencyKey: key, redrives: id };
  }
}

const ONLY = {
  parked: 'Only a parked write can be discarded.',
  unknown: 'Only a write of unknown outcome can be settled; a parked one is sent again or discarded.',
};
