import { describe, expect, it } from 'vitest';
import type { RateLimit, RateStore } from './rate-store.ts';

/** A store that knows no key when it is opened and keeps `keysMax`, what lets its time pass, and what closes it. */
export interface OpenedRateStore {
  readonly store: RateStore;
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the machine's wall clock forward or back. */
  readonly stepWall: (ms: number) => void;
  readonly close: () => Promise<void>;
}

const LIMIT: RateLimit = { callsPerMinute: 60, burst: 5 };

/** What every `RateStore` promises. */
export function rateStoreContract(open: (keysMax: number) => Promise<OpenedRateStore>): void {
  const given = (name: string, run: (opened: OpenedRateStore) => Promise<void>, keysMax = 1000) =>
    it(name, async () => {
      const opened = await open(keysMax);
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  /** How many calls in a row are allowed right now. */
  const drain = async ({ store }: OpenedRateStore, key: string, limit = LIMIT) => {
    let allowed = 0;
    while ((await store.take(key, limit)).allowed) allowed += 1;
    return allowed;
  };

  describe('as a rate store', () => {
    given('an unknown key may send its burst at once and no more', async (opened) => {
      expect(await drain(opened, 'a')).toBe(LIMIT.burst);
    });

    given('keys do not share', async (opened) => {
      await drain(opened, 'a');

      expect(await drain(opened, 'b')).toBe(LIMIT.burst);
    });

    given('each answer says how many calls are left and when all are back', async ({ store }) => {
      expect(await store.take('a', LIMIT)).toEqual({
        allowed: true,
        remaining: 4,
        retryAfterMs: 0,
        resetAfterMs: 1000,
      });
      expect(await store.take('a', LIMIT)).toEqual({
        allowed: true,
        remaining: 3,
        retryAfterMs: 0,
        resetAfterMs: 2000,
      });
    });

    given('a refusal names a wait after which one call is allowed, and before which none is', async (opened) => {
      await drain(opened, 'a');
      await opened.advance(300);

      const refused = await opened.store.take('a', LIMIT);

      expect(refused).toEqual({ allowed: false, remaining: 0, retryAfterMs: 700, resetAfterMs: 4700 });
      await opened.advance(refused.retryAfterMs - 1);
      expect((await opened.store.take('a', LIMIT)).allowed).toBe(false);
      await opened.advance(1);
      expect(await drain(opened, 'a')).toBe(1);
    });

    given('a refusal costs nothing', async (opened) => {
      await drain(opened, 'a');
      for (let call = 0; call < 100; call++) await opened.store.take('a', LIMIT);

      await opened.advance(1000);

      expect(await drain(opened, 'a')).toBe(1);
    });

    given('after the told time the whole burst is there again, and never more', async (opened) => {
      await drain(opened, 'a');
      const { resetAfterMs } = await opened.store.take('a', LIMIT);

      await opened.advance(resetAfterMs);
      expect(await drain(opened, 'a')).toBe(LIMIT.burst);

      await opened.advance(3_600_000);
      expect(await drain(opened, 'a')).toBe(LIMIT.burst);
    });

    for (const callsPerMinute of [7, 1000, 1001]) {
      given(`a key that keeps a pace of ${callsPerMinute} a minute is never refused`, async ({ store, advance }) => {
        const limit = { callsPerMinute, burst: 1 };
        for (let call = 0; call < 200; call++) {
          expect((await store.take('a', limit)).allowed).toBe(true);
          await advance(60_000 / callsPerMinute);
        }
      });
    }

    given('the worst minute of a key that never stops asking is its rate and its burst', async (opened) => {
      const limit = { callsPerMinute: 120, burst: 10 };
      const accepted: number[] = [];
      for (let at = 0; at < 150_000; at += 250) {
        for (let call = 0; call < 3; call++) {
          if ((await opened.store.take('a', limit)).allowed) accepted.push(at);
        }
        await opened.advance(250);
      }

      const minutes = accepted.map((from) => accepted.filter((at) => at >= from && at < from + 60_000).length);
      expect(Math.max(...minutes)).toBeLessThanOrEqual(limit.callsPerMinute + limit.burst);
      expect(minutes[0]).toBeGreaterThanOrEqual(limit.callsPerMinute);
    });

    given('a step of the wall clock neither refills nor empties a bucket', async (opened) => {
      await drain(opened, 'a');

      opened.stepWall(3_600_000);
      expect(await drain(opened, 'a')).toBe(0);

      opened.stepWall(-7_200_000);
      await opened.advance(1000);
      expect(await drain(opened, 'a')).toBe(1);
    });

    given('of 100 parallel calls the burst is allowed', async ({ store }) => {
      const decisions = await Promise.all(Array.from({ length: 100 }, async () => store.take('a', LIMIT)));

      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(LIMIT.burst);
    });

    given(
      'at the bound the longest unused key is forgotten, and no other',
      async (opened) => {
        for (const key of ['a', 'b', 'c']) await drain(opened, key);
        await opened.store.take('a', LIMIT);

        await opened.store.take('d', LIMIT);

        expect(await drain(opened, 'a')).toBe(0);
        expect(await drain(opened, 'c')).toBe(0);
        expect(await drain(opened, 'b')).toBe(LIMIT.burst);
      },
      3,
    );

    given('below the bound no key is forgotten before its bucket is full', async (opened) => {
      const keys = Array.from({ length: 1000 }, (_, index) => `key ${index}`);
      for (const key of keys) await drain(opened, key);

      await opened.advance(999);

      for (const key of keys) expect((await opened.store.take(key, LIMIT)).allowed).toBe(false);
    });
  });
}
