import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { openRedisLink } from '../../src/storage/redis/redis-link.ts';
import { RedisNotices } from '../../src/storage/redis/redis-notices.ts';
import { RedisRateStore } from '../../src/storage/redis/redis-rate-store.ts';
import { addressOf, beginsToHear, hears, openRedisAt } from '../support/redis.ts';
import { canStartRedisCluster, type RedisCluster, startRedisCluster } from '../support/redis-cluster.ts';
import { redisContracts } from '../support/redis-contracts.ts';

const here = canStartRedisCluster();
const title = here ? 'on a Redis cluster' : 'on a Redis cluster (skipped: no redis-server of version 7 on the PATH)';
const WITHIN = { timeout: 30_000, interval: 100 };
const LIMIT = { callsPerMinute: 60, burst: 5 };

describe.skipIf(!here)(title, () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });

  afterAll(() => cluster?.[Symbol.asyncDispose]());

  redisContracts(() => openRedisAt(cluster.url));

  it('who started without it finds it, and who had it finds it again, asked and heard', {
    timeout: 90_000,
  }, async () => {
    await using opened = new AsyncDisposableStack();
    const timing = { clock: systemClock, timeoutMs: 2_000 };
    const address = addressOf(cluster.url);
    const openReplica = async () => {
      const link = opened.use(await openRedisLink({ address, ...timing, observe: () => {} }));
      const state = { missed: () => {} };
      const notices = opened.use(
        new RedisNotices({ address, link, state, prefix: 'again:', ...timing, beatMs: 2_500 }),
      );
      return { notices, take: () => new RedisRateStore(link, { prefix: 'again:', exact: false }).take('a', LIMIT) };
    };
    const before = await openReplica();
    await beginsToHear(before.notices);
    await cluster.kill();
    const later = await openReplica();
    await expect(later.take()).rejects.toThrow();

    const hearing = [before, later].map(({ notices }) => beginsToHear(notices));
    await cluster.restart();
    await Promise.all(hearing);

    for (const { take } of [before, later]) await vi.waitFor(take, WITHIN);
    await hears(before.notices, later.notices);
  });
});
