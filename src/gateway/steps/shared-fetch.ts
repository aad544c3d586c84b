import type { AnswerCache, CachedAnswer } from '../../cache/answer-cache.ts';
import type { Found, Place, SecondLevel } from '../../cache/second-level.ts';
import type { Call, Next } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/** What is fetched, besides the call. */
export interface SharedRead {
  /** In the own level. */
  readonly key: string;
  readonly place: Place;
  readonly ttlMs: number;
  /** Keeps an answer in the own level, under the generation that it was asked for in. */
  keepOwn(generation: number, answer: CachedAnswer): void;
}

type SharedFetch = (call: Call, next: Next, read: SharedRead) => Promise<Outcome>;

/**
 * Makes the fetch of what this replica does not have: asks the level of all replicas, then the vendor, one replica at a
 * time. The vendor's answer is given first and shared then. Where that level is away it asks the vendor.
 */
export function createSharedFetch(level: SecondLevel, answers: AnswerCache, clock: Clock): SharedFetch {
  return async (call, next, read) => {
    const first = await level.find(read.place);
    if (!first) return ask(call, next, read, answers.generation(read.place.connection));
    if (isFresh(first)) return give(call, read, first);
    const turn = await level.turn(read.place, first.generation, call.request.signal?.());
    const found = (turn.waited && (await level.find(read.place))) || first;
    if (isFresh(found)) {
      void turn.end();
      return give(call, read, found);
    }
    try {
      call.facts.sharedCache = 'miss';
      keepStale(read, found);
      const outcome = await ask(call, next, read, found.own);
      // Nobody waits for it, and the turn of the next replica comes after it.
      void level.keep(read.place, found.generation, outcome, read.ttlMs).finally(() => turn.end());
      return outcome;
    } catch (error) {
      void turn.end();
      throw error;
    }
  };

  async function ask(call: Call, next: Next, { ttlMs, keepOwn }: SharedRead, own: number): Promise<Outcome> {
    const outcome = await next(call);
    keepOwn(own, { outcome, freshUntil: clock.monotonicMs() + ttlMs });
    return outcome;
  }

  function give(call: Call, { keepOwn }: SharedRead, { own, answer }: FoundAnswer): Outcome {
    keepOwn(own, answer);
    call.facts.cache = 'hit';
    call.facts.sharedCache = 'hit';
    return answer.outcome;
  }

  /** It stands in should the vendor not answer, as if it had been fetched here. */
  function keepStale({ key, keepOwn }: SharedRead, { own, answer }: Found): void {
    if (answer && answer.freshUntil > (answers.get(key)?.freshUntil ?? Number.NEGATIVE_INFINITY)) keepOwn(own, answer);
  }

  function isFresh(found: Found): found is FoundAnswer {
    return found.answer !== undefined && clock.monotonicMs() < found.answer.freshUntil;
  }
}

interface FoundAnswer extends Found {
  readonly answer: CachedAnswer;
}
