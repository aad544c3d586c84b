import { describe, expect, it } from 'vitest';
import { RedisRateStore } from '../../src/storage/redis/redis-rate-store.ts';
import { openFreshRedis } from '../support/redis.ts';
import { openRedisRates, redisContracts } from '../support/redis-contracts.ts';

describe('on Redis', () => redisContracts(openFreshRedis));

describe('rates of an exact minute on Redis', () => {
  it('the worst minute of a key that never stops asking is its rate, whenever it begins', async () => {
    const { store, advance, close } = await openRedisRates(openFreshRedis, true, 1000);
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
