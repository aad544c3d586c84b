import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { RedisLeases } from '../../src/storage/redis/redis-leases.ts';
import { openRedisLink } from '../../src/storage/redis/redis-link.ts';
import { RedisNotices } from '../../src/storage/redis/redis-notices.ts';
import { RedisQuotaStore } from '../../src/storage/redis/redis-quota-store.ts';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { request, restOf } from '../support/platform-client.ts';
import { type LogLine, type PlatformProcess, startPlatform } from '../support/platform-process.ts';
import { createPostgresPlace } from '../support/postgres.ts';
import { addressOf, beginsToHear, hears, openRedisAt } from '../support/redis.ts';
import { canStartRedisCluster, type RedisCluster, startRedisCluster } from '../support/redis-cluster.ts';
import { redisContracts } from '../support/redis-contracts.ts';

const SEALING_KEY = 'q0Zk7cT5vXw2nR8mJ4hLs9bYdG1fPaEuVi3oKx6tBzQ';
const ADMIN = 'mcpk_Zr5Wc8Xq1Lm4Vt7Bn0Ky3Hj6Gf9Ds2Pa5Ou8Ie1Qw4';
const CONNECTION = { connection: 'shopify/default' };
const WRITE = 'shopify_update_product_seo';
const MUTATION = 'UpdateProductSeo';
const PRODUCT = '8100000000010';
const WITHIN = { timeout: 20_000, interval: 50 };
const QUOTA = { available: 100, maximum: 100, restorePerSecond: 0.001 };

const here = canStartRedisCluster();
const title = here
  ? 'a Redis cluster that loses a master and has a copy of it'
  : 'a Redis cluster that loses a master (skipped: no redis-server of version 7 on the PATH)';

describe.skipIf(!here)(title, () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await startRedisCluster(true);
  });

  afterAll(() => cluster?.[Symbol.asyncDispose]());

  it('costs replicas under load no call and no write twice, and they share again by themselves', {
    timeout: 60_000,
  }, async () => {
    await using opened = new AsyncDisposableStack();
    const place = opened.use(createPostgresPlace());
    // Replicas that count a vendor's quota alone may ask for more than there is, which is not what this is about.
    const shop = opened.use(await openEmulatedShop({ bucket: { maximumAvailable: 1e7, restoreRate: 1e6 } }));
    const prefix = `t-${randomBytes(8).toString('hex')}:`;
    const settings = {
      ...shop.settings,
      DATABASE_URL: place.url,
      OAUTH_ENCRYPTION_KEY: SEALING_KEY,
      ADMIN_API_KEY: ADMIN,
      REDIS_URL: cluster.url,
      REDIS_PREFIX: prefix,
      RATE_CALLS_PER_MINUTE: '100000',
      RATE_BURST: '10000',
      CACHE_TTL_MS: '0',
    };
    const start = async () => opened.use(await startPlatform({ settings }));
    const [one, other] = [await start(), await start()];
    const load = beginLoad([one, other]);
    await load.ended(20);

    // Circuits, notices and some of the rates lie there.
    const master = await cluster.masterOf(`${prefix}{circuits}`);
    await cluster.strike(master, 'killed');
    await Promise.all([one, other].map((platform) => platform.logged(says('Redis does not answer'))));
    await cluster.untilReplaced(master);
    for (const platform of [one, other]) {
      const answered = () => platform.log().filter(says('Redis answers')).length;
      await vi.waitFor(() => expect(answered()).toBe(2), WITHIN);
    }
    const { outcomes, titles } = await load.end();

    expect(new Set(outcomes)).toEqual(new Set(['ok']));
    const carriedOut = shop.bodies(MUTATION).map((body) => /"title":"([^"]*)"/.exec(body)?.[1]);
    expect(carriedOut.toSorted()).toEqual(titles.toSorted());
    for (const platform of [one, other]) {
      const { text } = await request(platform.url, ADMIN, '/metrics');
      expect(Number(/^mcp_platform_counted_alone_total\{store="rates"\} (\d+)/m.exec(text)?.[1])).toBeGreaterThan(0);
      // One warning for the outage, not one for every call that met it.
      expect(platform.log().filter(says('Redis does not answer'))).toHaveLength(1);
    }
    const held = await restOf(one, ADMIN).act('circuits.open', CONNECTION);
    await vi.waitFor(async () => expect(await circuitOf(other)).toMatchObject({ held: true }), WITHIN);
    const closed = await restOf(other, ADMIN).act('circuits.close', CONNECTION);
    await vi.waitFor(async () => expect(await circuitOf(one)).toMatchObject({ held: false }), WITHIN);
    expect([held, closed]).toMatchObject([{ replicas: 'all' }, { replicas: 'all' }]);
  });

  describe('keeps its contracts:', () => redisContracts(() => openRedisAt(cluster.url)));

  it('keeps what the copy has when the master is silent, for who had it and for who comes meanwhile', {
    timeout: 60_000,
  }, async () => {
    await using opened = new AsyncDisposableStack();
    const { prefix } = await openRedisAt(cluster.url);
    const openReplica = async () => {
      const timing = { clock: systemClock, timeoutMs: 500 };
      const address = addressOf(cluster.url);
      const link = opened.use(await openRedisLink({ address, ...timing, observe: () => {} }));
      const state = { missed: () => {} };
      return {
        notices: opened.use(new RedisNotices({ address, link, state, prefix, ...timing, beatMs: 1_500 })),
        quotas: new RedisQuotaStore(link, { prefix }),
        leases: new RedisLeases(link, { prefix }),
      };
    };
    // One of the other masters: a second one is lost while the first is a copy's place.
    const gone = await cluster.masterOf('{circuits}');
    const master = (gone + 1) % 3;
    const nameOn = async (beginning: string) => {
      for (let n = 0; ; n += 1) {
        if ((await cluster.masterOf(`${prefix}${beginning}:{${n}}`)) === master) return String(n);
      }
    };
    const [lease, bucket] = [await nameOn('lease'), await nameOn('quota')];
    const before = await openReplica();
    await beginsToHear(before.notices);
    await before.leases.take(lease, 60_000);
    expect(await before.quotas.take(bucket, 60, QUOTA)).toBe(0);
    await cluster.untilCopied(master);

    await cluster.strike(master, 'silent');
    const later = await openReplica();
    await expect(before.leases.take(lease, 60_000)).rejects.toThrow('in time');
    await cluster.untilReplaced(master);

    for (const { leases, quotas } of [before, later]) {
      await vi.waitFor(async () => expect(await leases.take(lease, 60_000)).toBeUndefined(), WITHIN);
      expect(await quotas.take(bucket, 60, QUOTA)).toBeGreaterThan(0);
    }
    await hears(before.notices, later.notices);
  });
});

/** Reads and writes of four callers, each going on as soon as it is answered, until they are ended. */
function beginLoad(platforms: readonly PlatformProcess[]) {
  const outcomes: string[] = [];
  const titles: string[] = [];
  let goesOn = true;
  const caller = async (number: number) => {
    const { call } = restOf(platforms[number % platforms.length] as PlatformProcess, ADMIN);
    for (let n = 0; goesOn; n += 1) {
      const title = `title-${number}-${n}`;
      const write = () => call(WRITE, { id: PRODUCT, title }, { 'idempotency-key': title });
      const { status, json } = await (n % 2 === 0 ? call('shopify_get_shop') : write());
      outcomes.push(status === 200 ? 'ok' : (json.error?.message ?? json.message ?? String(status)));
      if (n % 2 === 1) titles.push(title);
      await pause(10);
    }
  };
  const callers = Array.from({ length: 4 }, (_, number) => caller(number));
  return {
    ended: (count: number) => vi.waitFor(() => expect(outcomes.length).toBeGreaterThan(count), WITHIN),
    async end() {
      goesOn = false;
      await Promise.all(callers);
      return { outcomes, titles };
    },
  };
}

const says =
  (beginning: string) =>
  ({ event }: LogLine) =>
    String(event).startsWith(beginning);

async function circuitOf(platform: PlatformProcess): Promise<Record<string, unknown>> {
  const { circuits } = await restOf(platform, ADMIN).act('circuits.list');
  return circuits.find(({ connection }: { connection: string }) => connection === CONNECTION.connection);
}
