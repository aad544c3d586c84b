import { describe, expect, it } from 'vitest';
import { leasesContract } from '../../src/cache/leases.contract.ts';
import { sharedAnswersContract } from '../../src/cache/shared-answers.contract.ts';
import { quotaStoreContract } from '../../src/limits/quota-store.contract.ts';
import { rateStoreContract } from '../../src/limits/rate-store.contract.ts';
import { RedisLeases } from '../../src/storage/redis/redis-leases.ts';
import { RedisQuotaStore } from '../../src/storage/redis/redis-quota-store.ts';
import { RedisRateStore } from '../../src/storage/redis/redis-rate-store.ts';
import { RedisSharedAnswers } from '../../src/storage/redis/redis-shared-answers.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { openFreshRedis, removeKeys } from '../support/redis.ts';

async function openRates(exact: boolean, keysMax: number) {
  const { link, prefix, close } = await openFreshRedis();
  const clock = createFakeClock();
  const store = new RedisRateStore(link, { prefix, exact, keysMax, shards: 1, now: () => clock.monotonicMs() });
  return { store, advance: clock.advance, stepWall: clock.stepWall, close };
}

describe('rates on Redis', () => {
  rateStoreContract((keysMax) => openRates(false, keysMax));
});

describe('rates of an exact minute on Redis', () => {
  rateStoreContract((keysMax) => openRates(true, keysMax));

  it('the worst minute of a key that never stops asking is its rate, whenever it begins', async () => {
    const { store, advance, close } = await openRates(true, 1000);
    const limit = { callsPerMinute: 30, burst: 10 };
    const accepted: number[] = [];
    for (let at = 0; at < 150_000; at += 500) {
      while ((await store.take('a', limit)).allowed) accepted.push(at);
      await advance(500);
    }
    await close();

    const minutes = accepted.map((from) => accepted.filter((at) => at >= from && at < from + 60_000).length);
    expect(Math.max(...minutes)).toBe(limit.callsPerMinute);
  });
});

describe('quotas on Redis', () => {
  quotaStoreContract(async () => {
    const { link, prefix, close } = await openFreshRedis();
    const clock = createFakeClock();
    const store = new RedisQuotaStore(link, { prefix, now: () => clock.monotonicMs() });
    return { store, advance: clock.advance, stepWall: clock.stepWall, close };
  });
});

describe('answers on Redis', () => {
  sharedAnswersContract(async (entriesMax) => {
    const { link, prefix, close } = await openFreshRedis();
    const clock = createFakeClock();
    const answers = new RedisSharedAnswers(link, { prefix, entriesMax, now: () => clock.monotonicMs() });
    return { answers, advance: clock.advance, lose: () => removeKeys(prefix), close };
  });
});

describe('leases on Redis', () => {
  leasesContract(async () => {
    const { link, prefix, close } = await openFreshRedis();
    const clock = createFakeClock();
    return { leases: new RedisLeases(link, { prefix, now: () => clock.monotonicMs() }), advance: clock.advance, close };
  });
});

describe('the time of the server', () => {
  it('counts for everybody: what one replica took is gone for the other, and comes back', async () => {
    const { link, prefix, close } = await openFreshRedis();
    const [one, other] = [0, 1].map(() => new RedisRateStore(link, { prefix, exact: false }));
    const limit = { callsPerMinute: 600, burst: 2 };

    const decisions = [await one?.take('a', limit), await other?.take('a', limit), await one?.take('a', limit)];

    expect(decisions.map((decision) => decision?.allowed)).toEqual([true, true, false]);
    expect(decisions[2]?.retryAfterMs).toBeLessThanOrEqual(100);
    await close();
  });
});
