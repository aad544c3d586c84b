import { describe, expect, it } from 'vitest';
import { Outcome } from '../kernel/outcome.ts';
import type { AnswerCache, CachedAnswer } from './answer-cache.ts';

/** A cache that is empty when it is opened and keeps at most so much, and what closes it. */
export interface OpenedAnswerCache {
  readonly cache: AnswerCache;
  readonly close: () => Promise<void>;
}

export interface CacheBounds {
  readonly entriesMax: number;
  readonly bytesMax: number;
}

const ROOMY: CacheBounds = { entriesMax: 1000, bytesMax: 1_000_000 };

function answer(name: string, freshUntil = 1): CachedAnswer {
  return { outcome: new Outcome({ name }, 0), freshUntil };
}

/** What every `AnswerCache` promises. */
export function answerCacheContract(open: (bounds: CacheBounds) => Promise<OpenedAnswerCache>): void {
  const given = (name: string, run: (cache: AnswerCache) => void, bounds = ROOMY) =>
    it(name, async () => {
      const { cache, close } = await open(bounds);
      try {
        run(cache);
      } finally {
        await close();
      }
    });

  /** Stores under the connection's generation of this moment. */
  const fill = (cache: AnswerCache, key: string, connection = 'c', bytes = 10) =>
    cache.set(key, connection, cache.generation(connection), answer(key), bytes);

  describe('as an answer cache', () => {
    given('an unknown key is a miss', (cache) => {
      expect(cache.get('k')).toBeUndefined();
    });

    given('what was stored is given again, the very object', (cache) => {
      const stored = answer('k');

      expect(cache.set('k', 'c', cache.generation('c'), stored, 10)).toBe(true);

      expect(cache.get('k')).toBe(stored);
    });

    given('a stale answer is given, too', (cache) => {
      cache.set('k', 'c', cache.generation('c'), answer('k', Number.NEGATIVE_INFINITY), 10);

      expect(cache.get('k')).toEqual(answer('k', Number.NEGATIVE_INFINITY));
    });

    given('a later answer takes the place of the earlier one', (cache) => {
      fill(cache, 'k');
      cache.set('k', 'c', cache.generation('c'), answer('later'), 10);

      expect(cache.get('k')).toEqual(answer('later'));
    });

    given('raising makes every answer of the connection a miss, and of no other', (cache) => {
      for (const key of ['a', 'b']) fill(cache, key);
      fill(cache, 'other', 'd');

      cache.raise('c');

      expect(cache.get('a')).toBeUndefined();
      expect(cache.get('b')).toBeUndefined();
      expect(cache.get('other')).toEqual(answer('other'));
    });

    given('an answer that was under way when the connection was raised is not stored', (cache) => {
      const before = cache.generation('c');
      cache.raise('c');

      expect(cache.set('k', 'c', before, answer('k'), 10)).toBe(false);

      expect(cache.get('k')).toBeUndefined();
    });

    given('an older answer does not take the place of a newer one', (cache) => {
      const before = cache.generation('c');
      cache.raise('c');
      fill(cache, 'k');

      expect(cache.set('k', 'c', before, answer('old'), 10)).toBe(false);

      expect(cache.get('k')).toEqual(answer('k'));
    });

    given('generations only rise, each connection by itself', (cache) => {
      const [c, d] = [cache.generation('c'), cache.generation('d')];

      cache.raise('c');

      expect(cache.generation('c')).toBeGreaterThan(c);
      expect(cache.generation('d')).toBe(d);
    });

    given(
      'at the bound of entries the least recently used goes first',
      (cache) => {
        for (const key of ['a', 'b', 'c']) fill(cache, key);
        cache.get('a');

        fill(cache, 'd');

        expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key))).toEqual(['a', 'c', 'd']);
      },
      { ...ROOMY, entriesMax: 3 },
    );

    given(
      'at the bound of bytes as many go as make room',
      (cache) => {
        fill(cache, 'a', 'c', 40);
        fill(cache, 'b', 'c', 40);
        fill(cache, 'c', 'c', 20);

        expect(fill(cache, 'd', 'c', 60)).toBe(true);

        expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key))).toEqual(['c', 'd']);
      },
      { ...ROOMY, bytesMax: 100 },
    );

    given(
      'an answer larger than all the room is not stored, and what it would replace is gone',
      (cache) => {
        fill(cache, 'k');
        fill(cache, 'other');

        expect(fill(cache, 'k', 'c', 101)).toBe(false);

        expect(cache.get('k')).toBeUndefined();
        expect(cache.get('other')).toEqual(answer('other'));
      },
      { ...ROOMY, bytesMax: 100 },
    );

    given(
      'of many fills at once the bounds hold',
      (cache) => {
        const keys = Array.from({ length: 20_000 }, (_, index) => `key ${index}`);
        for (const key of keys) fill(cache, key, 'c', 0);

        expect(keys.filter((key) => cache.get(key))).toEqual(keys.slice(-50));
      },
      { ...ROOMY, entriesMax: 50 },
    );
  });
}
