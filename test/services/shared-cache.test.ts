import { randomBytes } from 'node:crypto';
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import { request, restOf } from '../support/platform-client.ts';
import { startPlatform } from '../support/platform-process.ts';
import { createPostgresPlace, type PostgresPlace } from '../support/postgres.ts';
import { addressOf, redisUrl, removeKeys } from '../support/redis.ts';

const SEALING_KEY = 'q0Zk7cT5vXw2nR8mJ4hLs9bYdG1fPaEuVi3oKx6tBzQ';
const ADMIN = 'mcpk_Zr5Wc8Xq1Lm4Vt7Bn0Ky3Hj6Gf9Ds2Pa5Ou8Ie1Qw4';
const PRODUCT = '8100000000010';
const WITHIN = { timeout: 10_000, interval: 50 };

let place: PostgresPlace;
let shop: EmulatedShop;
let prefix: string;
let settings: Record<string, string>;

beforeEach(async () => {
  place = createPostgresPlace();
  shop = await openEmulatedShop();
  prefix = `t-${randomBytes(8).toString('hex')}:`;
  settings = {
    ...shop.settings,
    DATABASE_URL: place.url,
    OAUTH_ENCRYPTION_KEY: SEALING_KEY,
    ADMIN_API_KEY: ADMIN,
    REDIS_URL: redisUrl(),
    REDIS_PREFIX: prefix,
    REDIS_TIMEOUT_MS: '2000',
  };
});

afterEach(async () => {
  await shop[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
  await removeKeys(prefix);
});

/** A replica as its callers see it. */
function replicaOf({ url }: { readonly url: string }) {
  const rest = restOf({ url }, ADMIN);
  return {
    rest,
    /** Reads the product: what the cache was to it, and its title for searches. */
    async read() {
      const { status, headers, json } = await rest.call('shopify_get_product', { id: PRODUCT });
      expect(status).toBe(200);
      return { cache: headers.get('x-cache'), text: JSON.stringify(json) };
    },
    async write(title: string) {
      expect((await rest.call('shopify_update_product_seo', { id: PRODUCT, title })).status).toBe(200);
    },
    async metric(series: string) {
      const { text } = await request(url, ADMIN, '/metrics');
      const line = text.split('\n').find((each) => each.startsWith(`mcp_platform_${series} `));
      return Number(line?.split(' ')[1] ?? 0);
    },
  };
}

const asked = () => shop.operations().filter((name) => name === 'GetProduct').length;

/** All that lies in Redis under the prefix, names and values. */
async function inRedis(): Promise<string> {
  const client = await createClient({ url: redisUrl() }).connect();
  const found: string[] = [];
  for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1_000 })) {
    for (const key of keys) {
      const isAnswer = (await client.type(key)) === 'hash';
      found.push(key, isAnswer ? JSON.stringify(await client.hGetAll(key)) : '');
    }
  }
  await client.close();
  return found.join('\n');
}

describe('two replicas that share Redis', () => {
  it('ask the vendor once between them, until one of them writes', async () => {
    await using first = await startPlatform({ settings });
    await using second = await startPlatform({ settings });
    const [one, other] = [replicaOf(first), replicaOf(second)];

    const fetched = await one.read();
    await vi.waitFor(async () => expect(await inRedis()).toContain('v1.'), WITHIN);
    const shared = await other.read();
    const own = await other.read();

    expect([fetched.cache, shared.cache, own.cache, asked()]).toEqual(['miss', 'hit', 'hit', 1]);
    expect(shared.text).toBe(fetched.text);
    expect(await other.metric('cache_lookups_total{level="shared",result="hit"}')).toBe(1);
    expect(await other.metric('cache_lookups_total{level="own",result="hit"}')).toBe(1);
    expect(await one.metric('cache_lookups_total{level="shared",result="miss"}')).toBe(1);

    await one.write('Told to everybody');

    expect((await one.read()).text).toContain('Told to everybody');
    await vi.waitFor(async () => expect((await other.read()).text).toContain('Told to everybody'), WITHIN);
    expect(asked()).toBe(2);
  });

  it('leave nothing in Redis that can be read', async () => {
    await using first = await startPlatform({ settings });
    const { text } = await replicaOf(first).read();
    await vi.waitFor(async () => expect(await inRedis()).toContain('v1.'), WITHIN);

    const left = await inRedis();

    expect(left).toContain('answers:{shopify/default}');
    expect(text).toContain(PRODUCT);
    for (const plain of [PRODUCT, 'title', 'get_product', 'variants']) expect(left).not.toContain(plain);
  });
});

describe('a replica whose Redis goes away', () => {
  it('reads and writes alone, and the others learn of its writes when Redis is back', async () => {
    await using proxy = await openFaultProxy(`http://127.0.0.1:${addressOf(redisUrl()).nodes[0]?.port}`);
    await using first = await startPlatform({
      settings: { ...settings, REDIS_URL: `redis://127.0.0.1:${proxy.port}` },
    });
    await using second = await startPlatform({ settings });
    const [cut, other] = [replicaOf(first), replicaOf(second)];
    await cut.read();
    await vi.waitFor(async () => expect(await inRedis()).toContain('v1.'), WITHIN);
    expect((await other.read()).cache).toBe('hit');

    await proxy.suffer({ down: true });
    await cut.write('Written meanwhile');
    expect((await cut.read()).text).toContain('Written meanwhile');
    expect((await other.read()).cache).toBe('hit');
    expect(await cut.metric('counted_alone_total{store="cache"}')).toBeGreaterThan(0);

    await proxy.suffer();
    await vi.waitFor(async () => expect((await other.read()).text).toContain('Written meanwhile'), WITHIN);
    expect((await cut.read()).text).toContain('Written meanwhile');
  });

  it('that is silent keeps no write waiting longer than one operation', async () => {
    await using proxy = await openFaultProxy(`http://127.0.0.1:${addressOf(redisUrl()).nodes[0]?.port}`);
    const quick = { ...settings, REDIS_URL: `redis://127.0.0.1:${proxy.port}`, REDIS_TIMEOUT_MS: '300' };
    await using first = await startPlatform({ settings: quick });
    const cut = replicaOf(first);
    await cut.read();

    await proxy.suffer({ silent: true });
    for (let n = 0; n < 3; n += 1) await cut.write(`Title ${n}`);

    expect((await cut.read()).text).toContain('Title 2');
    await proxy.suffer();
    await vi.waitFor(async () => expect(await cut.metric('redis_up')).toBe(1), WITHIN);
    expect((await cut.read()).text).toContain('Title 2');
  });
});
