import { describe } from 'vitest';
import { leasesContract } from '../../src/cache/leases.contract.ts';
import { sharedAnswersContract } from '../../src/cache/shared-answers.contract.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { quotaStoreContract } from '../../src/limits/quota-store.contract.ts';
import { rateStoreContract } from '../../src/limits/rate-store.contract.ts';
import { stopStoreContract } from '../../src/limits/stop-store.contract.ts';
import { noticesContract } from '../../src/notices/notices.contract.ts';
import { circuitStoreContract } from '../../src/resilience/circuit-store.contract.ts';
import { RedisCircuitStore } from '../../src/storage/redis/redis-circuit-store.ts';
import { RedisLeases } from '../../src/storage/redis/redis-leases.ts';
import { RedisNotices } from '../../src/storage/redis/redis-notices.ts';
import { RedisQuotaStore } from '../../src/storage/redis/redis-quota-store.ts';
import { RedisRateStore } from '../../src/storage/redis/redis-rate-store.ts';
import { defineScript } from '../../src/storage/redis/redis-script.ts';
import { RedisSharedAnswers } from '../../src/storage/redis/redis-shared-answers.ts';
import { RedisStopStore } from '../../src/storage/redis/redis-stop-store.ts';
import { createFakeClock } from './fake-clock.ts';
import { beginsToHear, type FreshRedis } from './redis.ts';

const FORGET = defineScript(`return redis.call('DEL', KEYS[1])`);

/** Rates of a fresh place, on a time that the test owns. */
export async function openRedisRates(open: () => Promise<FreshRedis>, exact: boolean, keysMax: number) {
  const { link, prefix, close } = await open();
  const clock = createFakeClock();
  const store = new RedisRateStore(link, { prefix, exact, keysMax, shards: 1, now: () => clock.monotonicMs() });
  return { store, advance: clock.advance, stepWall: clock.stepWall, close };
}

/** The contract of every port that Redis fills, held against one server or a cluster. */
export function redisContracts(open: () => Promise<FreshRedis>): void {
  describe('rates', () => rateStoreContract((keysMax) => openRedisRates(open, false, keysMax)));

  describe('rates of an exact minute', () => rateStoreContract((keysMax) => openRedisRates(open, true, keysMax)));

  describe('quotas', () =>
    quotaStoreContract(async () => {
      const { link, prefix, close } = await open();
      const clock = createFakeClock();
      const store = new RedisQuotaStore(link, { prefix, now: () => clock.monotonicMs() });
      return { store, advance: clock.advance, stepWall: clock.stepWall, close };
    }));

  describe('stops', () =>
    stopStoreContract(async () => {
      const { link, prefix, close } = await open();
      const clock = createFakeClock();
      const store = new RedisStopStore(link, { prefix, now: () => clock.monotonicMs() });
      return { store, advance: clock.advance, close };
    }));

  describe('answers', () =>
    sharedAnswersContract(async (entriesMax) => {
      const { link, prefix, close } = await open();
      const clock = createFakeClock();
      const answers = new RedisSharedAnswers(link, { prefix, entriesMax, now: () => clock.monotonicMs() });
      // A server that is short of memory may forget a generation and keep its answers.
      const lose = async () => void (await link.run(FORGET, [`${prefix}answers:{c}:generation`], []));
      return { answers, advance: clock.advance, lose, close };
    }));

  describe('leases', () =>
    leasesContract(async () => {
      const { link, prefix, close } = await open();
      const clock = createFakeClock();
      const leases = new RedisLeases(link, { prefix, now: () => clock.monotonicMs() });
      return { leases, advance: clock.advance, close };
    }));

  describe('circuits', () =>
    circuitStoreContract(async (options) => {
      const { link, prefix, close } = await open();
      const clock = createFakeClock();
      const openOne = () => new RedisCircuitStore(link, { ...options, prefix, now: () => clock.monotonicMs() });
      return { one: openOne(), other: openOne(), advance: clock.advance, stepWall: clock.stepWall, close };
    }));

  describe('notices', () =>
    noticesContract(async () => {
      const { address, link, prefix, close } = await open();
      const options = { address, link, state: { missed: () => {} }, prefix, clock: systemClock, timeoutMs: 5_000 };
      const [one, other] = [new RedisNotices(options), new RedisNotices(options)];
      await Promise.all([one, other].map(beginsToHear));
      return {
        one,
        other,
        async close() {
          await Promise.all([one, other].map((replica) => replica[Symbol.asyncDispose]()));
          await close();
        },
      };
    }));
}
