import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFaultProxy } from '../support/fault-proxy.ts';
import { request, restOf } from '../support/platform-client.ts';
import { startPlatform } from '../support/platform-process.ts';
import { createPostgresPlace, type PostgresPlace } from '../support/postgres.ts';
import { addressOf, redisUrl, removeKeys } from '../support/redis.ts';

const SEALING_KEY = 'q0Zk7cT5vXw2nR8mJ4hLs9bYdG1fPaEuVi3oKx6tBzQ';
const ADMIN = 'mcpk_Zr5Wc8Xq1Lm4Vt7Bn0Ky3Hj6Gf9Ds2Pa5Ou8Ie1Qw4';
const BURST = 40;
/** So slow that nothing comes back while a test looks. */
const RATE = { RATE_CALLS_PER_MINUTE: '60', RATE_BURST: String(BURST) };
const WITHIN = { timeout: 10_000, interval: 100 };

let place: PostgresPlace;
let prefix: string;
let settings: Record<string, string>;

beforeEach(() => {
  place = createPostgresPlace();
  prefix = `t-${randomBytes(8).toString('hex')}:`;
  settings = {
    DATABASE_URL: place.url,
    OAUTH_ENCRYPTION_KEY: SEALING_KEY,
    ADMIN_API_KEY: ADMIN,
    REDIS_URL: redisUrl(),
    REDIS_PREFIX: prefix,
    REDIS_TIMEOUT_MS: '2000',
    ...RATE,
  };
});

afterEach(async () => {
  await place[Symbol.asyncDispose]();
  await removeKeys(prefix);
});

/** Asks until it is refused, each replica in turn, and gives how many were let through. */
async function drain(urls: readonly string[], key: string): Promise<number> {
  for (let calls = 0; calls < BURST * 3; calls += 1) {
    const { status } = await request(
      urls[calls % urls.length] as string,
      key,
      '/api/v1/tools/shopify_list_products/call',
      {
        body: { limit: 1 },
      },
    );
    if (status === 429) return calls;
    expect(status).toBe(200);
  }
  throw new Error('It was never refused.');
}

const redisUp = async (url: string) =>
  Number(/^mcp_platform_redis_up (\d)/m.exec((await request(url, ADMIN, '/metrics')).text)?.[1]);
const countedAlone = async (url: string) =>
  Number(
    /^mcp_platform_counted_alone_total\{store="rates"\} (\d+)/m.exec(
      (await request(url, ADMIN, '/metrics')).text,
    )?.[1] ?? 0,
  );

describe('replicas that share Redis', () => {
  it('L3: count a caller together, and a restart gives nothing back', async () => {
    await using first = await startPlatform({ settings });
    await using second = await startPlatform({ settings });
    const { key } = await restOf(first, ADMIN).newKey('operator');

    const startedAt = performance.now();
    const allowed = await drain([first.url, second.url], key);
    const restored = (performance.now() - startedAt) / 1_000;

    expect(allowed).toBeGreaterThanOrEqual(BURST);
    expect(allowed).toBeLessThanOrEqual(BURST + Math.ceil(restored));
    await using third = await startPlatform({ settings });
    const afterRestart = await drain([third.url], key);
    expect(afterRestart).toBeLessThan(BURST / 2);
  });
});

describe('a platform whose Redis goes away', () => {
  const through = (proxy: { port: number }) => `redis://127.0.0.1:${proxy.port}`;
  const openProxy = () => openFaultProxy(`http://127.0.0.1:${addressOf(redisUrl()).nodes[0]?.port}`);

  it('counts alone, says so, keeps nobody waiting, and shares again by itself', async () => {
    await using proxy = await openProxy();
    await using platform = await startPlatform({ settings: { ...settings, REDIS_URL: through(proxy) } });
    const { key } = await restOf(platform, ADMIN).newKey('operator');
    const call = () => restOf(platform, key).call('shopify_list_products', { limit: 1 });
    expect((await call()).status).toBe(200);
    expect(await redisUp(platform.url)).toBe(1);

    await proxy.suffer({ down: true });
    const answers = [];
    for (let calls = 0; calls < 5; calls += 1) answers.push((await call()).status);

    expect(answers).toEqual([200, 200, 200, 200, 200]);
    await platform.logged(({ event }) => String(event).startsWith('Redis does not answer'));
    expect(await redisUp(platform.url)).toBe(0);
    expect(await countedAlone(platform.url)).toBeGreaterThanOrEqual(4);
    expect((await request(platform.url, '', '/health/detailed')).status).toBe(200);

    await proxy.suffer();
    await vi.waitFor(async () => {
      await call();
      expect(await redisUp(platform.url)).toBe(1);
    }, WITHIN);
    await platform.logged(({ event }) => String(event).startsWith('Redis answers'));
  });

  it('that is silent costs one caller a wait, and the others none', async () => {
    await using proxy = await openProxy();
    const quick = { ...settings, REDIS_URL: through(proxy), REDIS_TIMEOUT_MS: '300' };
    await using platform = await startPlatform({ settings: quick });
    const { key } = await restOf(platform, ADMIN).newKey('operator');
    const call = () => restOf(platform, key).call('shopify_list_products', { limit: 1 });
    await call();

    await proxy.suffer({ silent: true });
    const first = await call();
    const alone = await countedAlone(platform.url);
    const others = await Promise.all(Array.from({ length: 10 }, call));

    expect([first.status, ...others.map(({ status }) => status)]).toEqual(Array(11).fill(200));
    expect(alone).toBeGreaterThanOrEqual(1);
    expect(await countedAlone(platform.url)).toBeGreaterThanOrEqual(alone + 1);
  });

  it('starts without it, and limits what it lets through all the same', async () => {
    await using proxy = await openProxy();
    await proxy.suffer({ down: true });
    await using platform = await startPlatform({ settings: { ...settings, REDIS_URL: through(proxy) } });
    const { key } = await restOf(platform, ADMIN).newKey('operator');

    expect(await drain([platform.url], key)).toBeLessThan(BURST * 2);
    await platform.logged(({ event }) => String(event).startsWith('Redis does not answer'));

    await proxy.suffer();
    await vi.waitFor(async () => {
      await restOf(platform, ADMIN).call('shopify_list_products', { limit: 1 });
      expect(await redisUp(platform.url)).toBe(1);
    }, WITHIN);
  });
});
