import type { CallRequest } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { type ErrorCode, PlatformError, toPlatformError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Principal } from '../kernel/principal.ts';
import type { CheckNote, CheckStore } from './check-store.ts';
import type { DeadLetter, DeadLetterStore } from './dead-letter-store.ts';
import { findLetter } from './find-letter.ts';
import { type LetterSealer, openLetter } from './letter-input.ts';

/** Clocks of replicas and vendors agree within this. */
const CLOCKS_MS = 60_000;
/** A write is looked for by the clock no earlier than this after it was kept, and then after four times as long each time. */
const FIRST_MS = 60_000;
const FACTOR = 4;
/** When it is looked for again what could not be asked for. */
const AGAIN_MS = 5 * 60_000;
/** For so long a letter that one replica looks for is left alone by the others. */
const TAKEN_MS = 10 * 60_000;
/** No further look begins after this long. */
const LOOKING_MS = 10_000;
const DUE_MAX = 20;
const REASON_MAX = 500;
/** Later than any clock says. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** The vendor was not asked, or said that it wants to be left alone: no look was made. */
const NOT_ASKED = new Set<ErrorCode>([
  'circuit_open',
  'connection_busy',
  'connection_off',
  'rate_limited',
  'upstream_throttled',
  'upstream_quota',
  'unavailable',
  'cancelled',
]);

/** What a look at the vendor's data gave. */
export interface Seen {
  readonly found: 'done' | 'not_done' | 'cannot_tell';
  readonly because: string;
  /** Nothing that happens will change it. */
  readonly final?: boolean;
  readonly sealed?: string;
}

export interface LetterCheckerParts {
  readonly store: DeadLetterStore;
  readonly checks: CheckStore;
  readonly sealer: LetterSealer;
  readonly clock: Clock;
  readonly log: Log;
  /** Who looks: the platform itself, whatever became of the key of who wrote. */
  readonly principal: Principal;
  /** A look through the pipeline. Rejects only with `PlatformError`. */
  look(request: CallRequest & Required<Pick<CallRequest, 'checks'>>): Promise<Seen>;
  /** Told of every look, for metrics. */
  checked(outcome: CheckOutcome): void;
}

export interface LetterCheckerOptions {
  /** Longest time of a call: so long after it was claimed a write may still have been sent. */
  readonly callMs: number;
  /** How long after that a write that was sent may still arrive. */
  readonly lateMs: number;
  /** How long a settled write still answers for its key. */
  readonly settledMs: number;
  /** How often a write is looked for by the clock; 0 never. */
  readonly checksMax: number;
}

/** What became of a check: what settles, what does not, or the error that kept it from looking. */
export type CheckOutcome = 'done' | 'not_done' | 'too_early' | 'cannot_tell' | ErrorCode;

export interface Checked {
  readonly id: string;
  readonly outcome: CheckOutcome;
  readonly because: string;
  readonly correlationId: string;
}

export interface CheckReport {
  readonly checked: readonly Checked[];
  /** Where there is more to do: go on after this id. */
  readonly next?: string;
}

/**
 * Looks in the vendors' data for writes of unknown outcome, and settles those of which it can tell: `done` at once, `not
 * done` only when the write cannot arrive any more.
 */
export class LetterChecker {
  readonly #parts: LetterCheckerParts;
  readonly #options: LetterCheckerOptions;

  constructor(parts: LetterCheckerParts, options: LetterCheckerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Looks for one write. Rejects with `not_found` for an id without a letter, with `conflict` for one that is not unknown. */
  async check(id: string): Promise<Checked> {
    const letter = await findLetter(this.#parts.store, id);
    if (letter.state === 'unknown') return this.#check(letter);
    throw new PlatformError('conflict', `Only a write of unknown outcome is looked for. This one is ${letter.state}.`);
  }

  /** Looks for every write of unknown outcome, oldest first. */
  async checkAll(after: string | undefined, limit: number): Promise<CheckReport> {
    const letters = await this.#parts.store.find({ states: ['unknown'], after, limit: limit + 1 });
    const round = this.#round();
    const checked: Checked[] = [];
    for (const letter of letters.slice(0, limit)) {
      if (!round.hasTime()) break;
      checked.push(await round.check(letter));
    }
    const last = checked.at(-1)?.id;
    return checked.length < letters.length && last !== undefined ? { checked, next: last } : { checked };
  }

  /** Looks for those whose time has come, a bounded number; gives what was found. */
  async checkDue(): Promise<readonly Checked[]> {
    const { checks, clock } = this.#parts;
    const round = this.#round();
    const checked: Checked[] = [];
    while (checked.length < DUE_MAX && round.hasTime()) {
      const at = clock.now();
      const keptBefore = at - FIRST_MS;
      const takenUntil = at + TAKEN_MS;
      // One at a time: what is taken and not looked for would be left alone by the others, too.
      const [letter] = await checks.take({ at, checksMax: this.#options.checksMax, keptBefore, takenUntil, limit: 1 });
      if (letter === undefined) break;
      checked.push(await round.check(letter));
    }
    return checked;
  }

  /** Several looks after each other, none of which rejects. */
  #round() {
    const { clock } = this.#parts;
    const stopAt = clock.monotonicMs() + LOOKING_MS;
    const resting = new Map<string, PlatformError>();
    return {
      hasTime: () => clock.monotonicMs() < stopAt,
      check: async (letter: DeadLetter): Promise<Checked> => {
        const { id, connection, correlationId } = letter;
        const rests = resting.get(connection);
        // One refusal is enough: the others would be refused alike.
        const look = rests ? Promise.reject(rests) : this.#look(letter);
        const checked = await this.#settleBy(letter, look).catch((thrown): Checked => {
          const { code, message } = toPlatformError(thrown);
          return { id, outcome: code, because: message, correlationId };
        });
        const { outcome, because } = checked;
        if (outcome === 'circuit_open' || outcome === 'connection_off') {
          resting.set(connection, new PlatformError(outcome, because, { sent: 'no' }));
        }
        return checked;
      },
    };
  }

  #check(letter: DeadLetter): Promise<Checked> {
    return this.#settleBy(letter, this.#look(letter));
  }

  async #settleBy(letter: DeadLetter, look: Promise<Seen>): Promise<Checked> {
    const { clock, log, checked } = this.#parts;
    const { id, tool, connection, correlationId } = letter;
    const ended = await look.then(
      (seen) => this.#end(letter, seen),
      (thrown) => this.#missed(letter, toPlatformError(thrown)),
    );
    const because = ended.because.slice(0, REASON_MAX);
    if ('note' in ended) await this.#parts.checks.note(id, { said: because, ...ended.note });
    else await this.#settle(id, ended.outcome, because, ended.sealed);
    checked(ended.outcome);
    log.info(
      { record: id, tool, connection, found: ended.outcome, at: clock.now() },
      'write of unknown outcome checked',
    );
    return { id, outcome: ended.outcome, because, correlationId };
  }

  #end(letter: DeadLetter, { found, because, final, sealed }: Seen): Ended {
    const now = this.#parts.clock.now();
    if (found === 'done') return { outcome: found, because, sealed };
    const certainAt = this.#certainAt(letter);
    if (found === 'not_done' && now >= certainAt) return { outcome: found, because };
    const checkedAt = now;
    if (found === 'cannot_tell') {
      return { outcome: found, because, note: { checkedAt, nextAt: final ? NEVER : now + waitAfter(letter.checks) } };
    }
    const until = new Date(certainAt).toISOString();
    const told = `${because} It may still arrive; from ${until} on a further look can say that it was not done.`;
    return { outcome: 'too_early', because: told, note: { checkedAt, nextAt: certainAt } };
  }

  #missed({ checks }: DeadLetter, { code, message, details }: PlatformError): Ended {
    const now = this.#parts.clock.now();
    if (!NOT_ASKED.has(code)) {
      return { outcome: code, because: message, note: { checkedAt: now, nextAt: now + waitAfter(checks) } };
    }
    return { outcome: code, because: message, note: { nextAt: now + Math.max(AGAIN_MS, details.retryAfterMs ?? 0) } };
  }

  /** From when on a write that the vendor does not show was not done: it was not sent later than its call could last. */
  #certainAt({ claimedAt, attempts }: DeadLetter): number {
    const lastAt = Math.max(claimedAt, ...attempts.map(({ at }) => at));
    return lastAt + this.#options.callMs + this.#options.lateMs;
  }

  async #settle(id: string, outcome: CheckOutcome, reason: string, sealed: string | undefined): Promise<void> {
    const { store, clock } = this.#parts;
    const settlement = {
      from: 'unknown',
      to: outcome === 'done' ? 'done' : 'free',
      by: 'read-back',
      reason,
      sealed,
      expiresAt: clock.now() + this.#options.settledMs,
    } as const;
    if (await store.settle(id, settlement)) return;
    throw new PlatformError('conflict', 'Somebody else settled this write meanwhile.');
  }

  async #look(letter: DeadLetter): Promise<Seen> {
    const { sealer, log, principal, look } = this.#parts;
    const { id, tool, key, correlationId, fingerprint, createdAt } = letter;
    const input = openLetter(letter, sealer, log);
    if (!input) {
      throw new PlatformError(
        'internal',
        'What this write would do cannot be opened: it is older than dead letters, or the platform runs under another encryption key. Look at the data, and settle it yourself.',
      );
    }
    const checks = { record: id, fingerprint, key, earliestAt: createdAt - CLOCKS_MS };
    return look({ principal, face: 'check', tool, input, correlationId, checks });
  }
}

/** What a look comes to: a settlement, or a note that the write stays as it is. */
type Ended = { readonly outcome: CheckOutcome; readonly because: string } & (
  | { readonly sealed?: string }
  | { readonly note: Omit<CheckNote, 'said'> }
);

function waitAfter(checks: number): number {
  return FIRST_MS * FACTOR ** (checks + 1);
}
