import type { Clock } from '../kernel/clock.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import type { DeadLetter } from './dead-letter-store.ts';

/** Letters of all connections that are under way at a time at most. */
const TOGETHER_MAX = 32;

export interface Redriven {
  readonly id: string;
  readonly outcome: 'ok' | ErrorCode;
  readonly message?: string;
}

/** How the sending of one letter ended. */
export interface SentLetter extends Redriven {
  /** Its connection takes none for now, and with which code. */
  readonly rests?: ErrorCode;
  /** It was not begun, because its principal makes too many calls, and may be after so many milliseconds. */
  readonly againAfterMs?: number;
}

export interface RoundParts {
  readonly clock: Clock;
  /** Sends one letter; never rejects. */
  send(letter: DeadLetter): Promise<SentLetter>;
  /** The one object that the letter's write changes, where its tool tells. */
  objectOf(letter: DeadLetter): string | undefined;
  /** Letters of the connection that may be under way at a time. */
  atOnce(connection: string): number;
}

export interface RoundOptions {
  readonly perSecond: number;
  /** No letter is begun after so many milliseconds. */
  readonly forMs: number;
}

/** What of a connection's letters is not over before a letter. */
interface Ahead {
  readonly tool: string;
  readonly objects: Set<string>;
  /** Whether one of them lets no other pass it. */
  alone: boolean;
}

interface Entry {
  readonly letter: DeadLetter;
  readonly object: string | undefined;
  begun: boolean;
  end?: Redriven;
}

/**
 * Sends letters of one redrive, in the order in which their writes were made and several at once. A letter passes another
 * of its connection only where both are of one tool and of different objects; in all else a connection's letters go one
 * after another, and connections beside each other. A connection's first letter goes alone, and so does each after one
 * that failed; one that finds its circuit open or its connection off ends the sending to that connection. Where a
 * principal makes too many calls all wait until it may go on.
 */
export class RedriveRound {
  readonly #parts: RoundParts;
  readonly #entries: readonly Entry[];
  /** Letters under way, by connection. */
  readonly #underWay = new Map<string, number>();
  /** Connections whose latest letter came through. */
  readonly #through = new Set<string>();
  /** Connections that take no letters, and what was said of it. */
  readonly #resting = new Map<string, Omit<Redriven, 'id'>>();
  readonly #running = new Set<Promise<void>>();
  #stopAt = 0;
  #nextAt = 0;

  constructor(parts: RoundParts, letters: readonly DeadLetter[]) {
    this.#parts = parts;
    this.#entries = letters.map((letter) => ({ letter, object: parts.objectOf(letter), begun: false }));
  }

  /** Gives how those ended that were begun, in their order, and how many come before the first that was not. */
  async run({ perSecond, forMs }: RoundOptions): Promise<{ redriven: readonly Redriven[]; upTo: number }> {
    const { clock } = this.#parts;
    this.#stopAt = clock.monotonicMs() + forMs;
    while (clock.monotonicMs() < this.#stopAt) {
      const entry = this.#next();
      if (entry === undefined) {
        if (this.#running.size === 0) break;
        await Promise.race(this.#running);
        continue;
      }
      const rests = this.#resting.get(entry.letter.connection);
      if (rests) {
        entry.begun = true;
        entry.end = { id: entry.letter.id, ...rests };
        continue;
      }
      const waitMs = Math.min(this.#nextAt, this.#stopAt) - clock.monotonicMs();
      if (waitMs > 0) {
        await clock.sleep(waitMs);
        // Meanwhile one may have ended that keeps this one back.
        continue;
      }
      this.#nextAt = clock.monotonicMs() + 1_000 / perSecond;
      this.#begin(entry);
    }
    await Promise.all(this.#running);
    const upTo = this.#entries.findIndex(({ begun }) => !begun);
    const redriven = this.#entries.flatMap(({ end }) => end ?? []);
    return { redriven, upTo: upTo < 0 ? this.#entries.length : upTo };
  }

  /** The earliest letter that may be begun now. */
  #next(): Entry | undefined {
    if (this.#running.size >= TOGETHER_MAX) return undefined;
    const aheadOf = new Map<string, Ahead>();
    for (const entry of this.#entries) {
      if (entry.end) continue;
      const { connection, tool } = entry.letter;
      const ahead = aheadOf.get(connection);
      if (!entry.begun && mayPass(entry, ahead) && this.#hasPlace(connection)) return entry;
      if (ahead === undefined) {
        const objects = new Set(entry.object === undefined ? [] : [entry.object]);
        aheadOf.set(connection, { tool, objects, alone: entry.object === undefined });
      } else {
        if (entry.object === undefined || tool !== ahead.tool) ahead.alone = true;
        else ahead.objects.add(entry.object);
      }
    }
    return undefined;
  }

  #hasPlace(connection: string): boolean {
    const underWay = this.#underWay.get(connection) ?? 0;
    return underWay < (this.#through.has(connection) ? this.#parts.atOnce(connection) : 1);
  }

  #begin(entry: Entry): void {
    const { clock } = this.#parts;
    const { connection } = entry.letter;
    entry.begun = true;
    this.#underWay.set(connection, (this.#underWay.get(connection) ?? 0) + 1);
    const running = this.#parts.send(entry.letter).then(({ rests, againAfterMs, ...end }) => {
      this.#running.delete(running);
      this.#underWay.set(connection, (this.#underWay.get(connection) as number) - 1);
      const againAt = clock.monotonicMs() + (againAfterMs ?? Number.POSITIVE_INFINITY);
      if (againAt < this.#stopAt) {
        entry.begun = false;
        this.#nextAt = Math.max(this.#nextAt, againAt);
        return;
      }
      entry.end = end;
      if (end.outcome === 'ok') this.#through.add(connection);
      else this.#through.delete(connection);
      if (rests) this.#resting.set(connection, { outcome: rests, message: end.message });
    });
    this.#running.add(running);
  }
}

function mayPass({ object, letter }: Entry, ahead: Ahead | undefined): boolean {
  if (ahead === undefined) return true;
  return !ahead.alone && letter.tool === ahead.tool && object !== undefined && !ahead.objects.has(object);
}
