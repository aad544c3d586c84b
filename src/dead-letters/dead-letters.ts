import type { CallRequest } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { type ErrorCode, PlatformError, toPlatformError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Principal } from '../kernel/principal.ts';
import type { DeadLetter, DeadLetterStore, LetterCounts, LetterState, Settlement } from './dead-letter-store.ts';
import { findLetter } from './find-letter.ts';
import { type LetterSealer, openLetter } from './letter-input.ts';
import { type Redriven, RedriveRound, type SentLetter } from './redrive-round.ts';

/** A redrive starts no further call after this long, so that its answer comes while somebody waits for it. */
const REDRIVE_MS = 10_000;
/** Of a connection's places redrives take one in so many, so that live calls have theirs. */
const PLACES_SHARE = 4;
/** What says that every other letter of the connection would be refused alike. */
const RESTS = new Set<ErrorCode>(['circuit_open', 'connection_off']);
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
  /** The one object that a call of the tool changes, where the tool tells and the input is one for it. */
  objectOf(tool: string, input: Record<string, unknown>): string | undefined;
  /** Places of the connection, for redrives and all other calls together; `undefined` of one that is gone. */
  placesOf(connection: string): number | undefined;
  /** Told the number of letters in each state, for metrics. */
  counted(counts: LetterCounts): void;
}

export interface DeadLettersOptions {
  /** A parked letter older than this is discarded. */
  readonly ageMs: number;
  /** How long a settled write still answers for its key. */
  readonly settledMs: number;
}

/** Which letters to send again. */
export interface RedriveOrder {
  /** One letter; without it, every parked one. */
  readonly id?: string;
  /** Of all: only those whose id comes after this one. */
  readonly after?: string;
  readonly perSecond: number;
  /** How many at most. */
  readonly limit: number;
}

export interface RedriveReport {
  readonly redriven: readonly Redriven[];
  /** Where there is more to do: go on after this id. */
  readonly next?: string;
  /** Letters that are parked when it is over; absent where they could not be counted. */
  readonly parked?: number;
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
   * Sends parked writes again, oldest first, at most `perSecond` and several at once where their order does not matter
   * (`RedriveRound`): each a call of its own under the principal and the key that it had, through every step of the
   * pipeline. What fails is parked again; a letter that somebody else sends at the same time is sent once.
   */
  async redrive({ id, after, perSecond, limit }: RedriveOrder): Promise<RedriveReport> {
    const { store, clock, counted, placesOf } = this.#parts;
    const letters =
      id === undefined
        ? await store.find({ states: ['parked'], after, limit: limit + 1 })
        : [await findLetter(this.#parts.store, id)];
    const round = new RedriveRound(
      {
        clock,
        send: (letter) => this.#send(letter),
        objectOf: (letter) => this.#objectOf(letter),
        atOnce: (connection) => Math.max(1, Math.floor((placesOf(connection) ?? 1) / PLACES_SHARE)),
      },
      letters.slice(0, limit),
    );
    const { redriven, upTo } = await round.run({ perSecond, forMs: REDRIVE_MS });
    const counts = await store.counts().catch(() => undefined);
    if (counts) counted(counts);
    const last = letters[upTo - 1]?.id;
    const more = upTo < letters.length && last !== undefined;
    return { redriven, ...(counts && { parked: counts.parked }), ...(more && { next: last }) };
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

  async #send(letter: DeadLetter): Promise<SentLetter> {
    const { call, log } = this.#parts;
    const { id } = letter;
    try {
      await call(await this.#requestOf(letter));
      log.info({ record: id, tool: letter.tool }, 'dead letter redriven');
      return { id, outcome: 'ok' };
    } catch (thrown) {
      const error = toPlatformError(thrown);
      const { code, message, details } = error;
      if (code === 'rate_limited') return { id, outcome: code, message, againAfterMs: details.retryAfterMs };
      log.warn({ record: id, tool: letter.tool, code }, 'redrive of a dead letter failed');
      // What is parked again says so, and its cause is why.
      const cause = error.cause instanceof PlatformError ? error.cause.code : code;
      return { id, outcome: code, message, ...(RESTS.has(cause) && { rests: cause }) };
    }
  }

  #objectOf(letter: DeadLetter): string | undefined {
    const input = openLetter(letter, this.#parts.sealer, this.#parts.log);
    return input && this.#parts.objectOf(letter.tool, input);
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
