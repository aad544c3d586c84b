import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRedis } from '../../scripts/services/start-redis.ts';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import { request, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, runPlatform, startPlatform } from '../support/platform-process.ts';
import { createPostgresPlace, type PostgresPlace } from '../support/postgres.ts';
import { addressOf, redisUrl, removeKeys } from '../support/redis.ts';

const SEALING_KEY = 'q0Zk7cT5vXw2nR8mJ4hLs9bYdG1fPaEuVi3oKx6tBzQ';
const ADMIN = 'mcpk_Zr5Wc8Xq1Lm4Vt7Bn0Ky3Hj6Gf9Ds2Pa5Ou8Ie1Qw4';
const CONNECTION = { connection: 'shopify/default' };
const OPERATION = 'ListProducts';
/** Each test starts several platforms. */
const SLOW = { timeout: 90_000 };
/** Between two platforms a notice needs a moment; a machine that is busy, a longer one. */
const WITHIN = { timeout: 15_000, interval: 50 };

let opened: AsyncDisposableStack;
let place: PostgresPlace;
let shop: EmulatedShop;
let settings: Record<string, string>;

beforeEach(async () => {
  opened = new AsyncDisposableStack();
  place = opened.use(createPostgresPlace());
  shop = opened.use(await openEmulatedShop());
  const prefix = `t-${randomBytes(8).toString('hex')}:`;
  opened.defer(() => removeKeys(prefix));
  settings = {
    ...shop.settings,
    DATABASE_URL: place.url,
    OAUTH_ENCRYPTION_KEY: SEALING_KEY,
    ADMIN_API_KEY: ADMIN,
    REDIS_URL: redisUrl(),
    REDIS_PREFIX: prefix,
    REDIS_TIMEOUT_MS: '2000',
    RATE_CALLS_PER_MINUTE: '10000',
    RATE_BURST: '1000',
    RETRY_ATTEMPTS: '0',
    CACHE_TTL_MS: '0',
    CACHE_STALE_MS: '0',
    CACHE_REFUSAL_MS: '0',
  };
});

afterEach(() => opened.disposeAsync());

async function start(more: Record<string, string> = {}): Promise<PlatformProcess> {
  return opened.use(await startPlatform({ settings: { ...settings, ...more } }));
}

/** Asks for another list each time, so that no answer serves two; gives `ok` or the code of the error. */
let asked = 0;
async function call(platform: PlatformProcess): Promise<string> {
  asked += 1;
  const { status, json } = await restOf(platform, ADMIN).call('shopify_list_products', {
    limit: 1,
    tag: `tag ${asked}`,
  });
  return status === 200 ? 'ok' : (json.code ?? json.error?.code);
}

async function circuitOf(platform: PlatformProcess): Promise<Record<string, unknown>> {
  const { circuits } = await restOf(platform, ADMIN).act('circuits.list');
  return circuits.find(({ connection }: { connection: string }) => connection === CONNECTION.connection);
}

const reached = (platform: PlatformProcess, circuit: object) =>
  vi.waitFor(async () => expect(await circuitOf(platform)).toMatchObject(circuit), WITHIN);
const sent = () => shop.operations().filter((name) => name === OPERATION).length;
const metric = async ({ url }: PlatformProcess, line: RegExp) =>
  Number(line.exec((await request(url, ADMIN, '/metrics')).text)?.[1] ?? 0);
const stateMetric = (platform: PlatformProcess) =>
  metric(platform, /^mcp_platform_breaker_state\{connection="shopify\/default"\} (\d)/m);
const trips = (platform: PlatformProcess) =>
  metric(platform, /^mcp_platform_breaker_trips_total\{connection="shopify\/default"\} (\d+)/m);
const alone = (platform: PlatformProcess) =>
  metric(platform, /^mcp_platform_counted_alone_total\{store="circuits"\} (\d+)/m);
const vendorFails = () => shop.switchFaults(`status=500;times=100000;match=${OPERATION}`);

describe('a circuit of replicas that share Redis', SLOW, () => {
  it('B1, B10: opens at five failures of both together, and neither the other sends anything nor one that starts then', async () => {
    const [one, other] = [await start(), await start()];
    expect([await call(one), await call(other)]).toEqual(['ok', 'ok']);
    await vendorFails();
    const before = sent();

    for (let n = 0; n < 3; n += 1) expect(await call(one)).toBe('upstream_failed');
    await reached(other, { failuresInARow: 3 });
    for (let n = 0; n < 2; n += 1) expect(await call(other)).toBe('upstream_failed');
    await reached(one, { state: 'open' });
    const ends = await Promise.all(Array.from({ length: 40 }, (_, n) => call(n % 2 === 0 ? one : other)));

    expect(new Set(ends)).toEqual(new Set(['circuit_open']));
    const later = await start();
    expect([await call(later), sent() - before]).toEqual(['circuit_open', 5]);
    expect([await stateMetric(one), await stateMetric(other)]).toEqual([2, 2]);
    expect([await trips(one), await trips(other)]).toEqual([0, 1]);
    const moved = (platform: PlatformProcess) => platform.log().filter(({ event }) => event === 'circuit moved').length;
    await vi.waitFor(() => expect([moved(one), moved(other)]).toEqual([0, 1]), WITHIN);
  });

  it('B9: opens at half of the latest twenty being slow, of both together, where neither alone has enough', async () => {
    const quick = { ATTEMPT_TIMEOUT_MS: '4000' };
    const [one, other] = [await start(quick), await start(quick)];
    for (let n = 0; n < 10; n += 1) await call(one);
    // The vendor answers everything, but takes more than half of the time that it may.
    await shop.switchFaults(`delayMs=2400;times=100000;match=${OPERATION}`);
    const slowly = (platform: PlatformProcess) => Promise.all(Array.from({ length: 5 }, () => call(platform)));

    expect(await slowly(one)).toEqual(Array(5).fill('ok'));
    await reached(other, { state: 'closed', slow: 5 });
    expect(await slowly(other)).toEqual(Array(5).fill('ok'));

    await reached(one, { state: 'open', slow: 0 });
    const before = sent();
    expect([await call(one), await call(other), sent() - before]).toEqual(['circuit_open', 'circuit_open', 0]);
    expect([await trips(one), await trips(other)]).toEqual([0, 1]);
    await other.logged((line) => line.event === 'circuit moved' && line.cause === 'slow');
  });

  it('B6: lets one of fifty over both probe, and closes for both', async () => {
    const rest = { BREAKER_OPEN_MS: '3000' };
    const [one, other] = [await start(rest), await start(rest)];
    await vendorFails();
    for (let n = 0; n < 5; n += 1) await call(one);
    await reached(other, { state: 'open' });
    await shop.clearFaults();
    // The probe is long at the vendor, so that all the others come while it is under way.
    await shop.switchFaults(`delayMs=6000;times=1;match=${OPERATION}`);
    const before = sent();
    await reached(one, { state: 'half-open' });
    await reached(other, { state: 'half-open' });

    const ends = await Promise.all(Array.from({ length: 50 }, (_, n) => call(n % 2 === 0 ? one : other)));

    expect(ends.filter((end) => end === 'ok')).toHaveLength(1);
    expect(ends.filter((end) => end === 'circuit_open')).toHaveLength(49);
    expect(sent() - before).toBe(1);
    await reached(one, { state: 'closed' });
    await reached(other, { state: 'closed' });
    expect([await call(one), await call(other)]).toEqual(['ok', 'ok']);
  });

  it('is held and closed by hand in all replicas, one that starts later too, and the command line says so', async () => {
    const [one, other] = [await start(), await start()];
    const command = (name: string) =>
      runPlatform(['circuits', name, ...(name === 'list' ? [] : [CONNECTION.connection])], {
        settings: { ...settings, DATA_DIR: one.folder },
      });

    const held = await command('open');
    await reached(other, { state: 'open', held: true });
    const later = await start();

    expect(held.stdout).toContain('in all replicas');
    expect((await command('list')).stdout).toMatch(/by hand[\s\S]*in all replicas/);
    expect([await call(one), await call(other), await call(later)]).toEqual(Array(3).fill('circuit_open'));
    expect(await circuitOf(later)).toMatchObject({ state: 'open', held: true });
    expect(sent()).toBe(0);

    const closed = await restOf(later, ADMIN).act('circuits.close', CONNECTION);
    await reached(one, { state: 'closed', held: false });
    await reached(other, { state: 'closed', held: false });
    expect(closed).toMatchObject({ closed: true, replicas: 'all' });
    expect([await call(one), await call(other), await call(later)]).toEqual(Array(3).fill('ok'));
  });
});

describe('a circuit whose Redis goes away', SLOW, () => {
  it("is each replica's own meanwhile, says so, and agrees again by itself", async () => {
    const proxy = opened.use(await openFaultProxy(`http://127.0.0.1:${addressOf(redisUrl()).nodes[0]?.port}`));
    const through = { REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
    const [one, other] = [await start(through), await start()];
    await call(one);
    await proxy.suffer({ down: true });
    await vendorFails();

    for (let n = 0; n < 8; n += 1) await call(one);

    expect(await circuitOf(one)).toMatchObject({ state: 'open' });
    expect(await circuitOf(other)).toMatchObject({ state: 'closed' });
    expect(await alone(one)).toBeGreaterThanOrEqual(5);
    await one.logged(({ event }) => String(event).startsWith('Redis does not answer'));
    const held = await restOf(one, ADMIN).act('circuits.open', CONNECTION);
    expect(held).toMatchObject({ opened: true, replicas: 'this' });

    await proxy.suffer();

    await reached(other, { state: 'open', held: true });
    const closed = await restOf(other, ADMIN).act('circuits.close', CONNECTION);
    expect(closed).toMatchObject({ closed: true, replicas: 'all' });
    await reached(one, { state: 'closed', held: false });
  });

  it('is put back when Redis was killed and has lost everything', async ({ skip }) => {
    const redis = await startRedis();
    if (redis === undefined) return skip('there is no redis-server on the PATH');
    opened.use(redis);
    const own = { REDIS_URL: redis.url };
    const [one, other] = [await start(own), await start(own)];
    await restOf(one, ADMIN).act('circuits.open', CONNECTION);
    await reached(other, { held: true });

    await redis[Symbol.asyncDispose]();
    expect([await call(one), await call(other)]).toEqual(['circuit_open', 'circuit_open']);
    opened.use((await startRedis(Number(new URL(redis.url).port))) as AsyncDisposable);

    await vi.waitFor(
      async () => {
        const later = await startPlatform({ settings: { ...settings, ...own } });
        await using _ = later;
        expect(await circuitOf(later)).toMatchObject({ state: 'open', held: true });
      },
      { timeout: 25_000, interval: 1_000 },
    );
    const closed = await restOf(other, ADMIN).act('circuits.close', CONNECTION);
    expect(closed).toMatchObject({ closed: true, replicas: 'all' });
    await reached(one, { state: 'closed' });
  });
});
