import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { shopify } from '../../src/connectors/shopify/connector.ts';
import {
  type CallResult,
  examplesOf,
  expectGoodAnswer,
  expectToObey,
  type PublishedTool,
} from '../support/answer-checks.ts';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';
import { connectClient, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, type Settings, startPlatform } from '../support/platform-process.ts';

/** One example of each read that always exists; `every-tool.test.ts` calls them all. */
const EXAMPLES = shopify.tools
  .filter(({ effect, feature }) => effect === 'read' && feature === undefined)
  .flatMap((tool) => examplesOf([tool]).slice(0, 1));
/** A product of the emulated shop. */
const PRODUCT = '8100000000010';
const TOKEN_PATH = '/admin/oauth/access_token';
/** Every call reaches the shop, and what failed is soon sent again. */
const QUICK: Settings = { CACHE_TTL_MS: '0', RETRY_BASE_MS: '1', BREAKER_FAILURES: '50' };
/** One attempt a call, so that faults can be counted. */
const ONCE: Settings = { ...QUICK, RETRY_ATTEMPTS: '0' };

let shop: EmulatedShop;

beforeAll(async () => {
  shop = await openEmulatedShop();
});

afterAll(() => shop[Symbol.asyncDispose]());

describe('a connection with client credentials', () => {
  let platform: PlatformProcess;

  beforeAll(async () => {
    platform = await startPlatform({ settings: { ...QUICK, ...shop.settings } });
  });

  afterAll(() => platform[Symbol.asyncDispose]());

  it.each(EXAMPLES)('answers $name from the emulated shop and says so: $title', async ({ name, input }) => {
    await using client = await connectClient(platform, platform.key, '2026-07-28', undefined, '/mcp/shopify');
    const { tools } = await client.listTools();

    const result = (await client.callTool({ name, arguments: input })) as CallResult;

    expectGoodAnswer(tools.find((tool) => tool.name === name) as PublishedTool, 'emulated', result);
  });

  it('gets one token for all its calls', () => {
    expect(shop.operations().filter((name) => name === TOKEN_PATH)).toHaveLength(1);
  });

  // biome-ignore format: a table is read in columns
  it.each([
    ['503 twice',          'status=503;times=2',      3, 0],
    ['429 and a wait',     'status=429;retryAfter=1', 2, 1_000],
    ['no points left',     'throttle',                2, 50],
    ['half an answer',     'truncate',                2, 0],
    ['a broken connection','reset',                   2, 0],
    ['a web page with 200','html',                    2, 0],
  ] as const)('repeats a read that met %s, after the wait that the shop asks for', async (_what, faults, attempts, waitMs) => {
    const rest = restOf(platform, platform.key);
    await shop.switchFaults(`${faults};match=ListProducts`);
    const startedAt = performance.now();

    const answer = await rest.call('shopify_list_products', { limit: 20 });

    expect([answer.status, answer.json.mode]).toEqual([200, 'emulated']);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(waitMs);
    const [row] = await rest.audit({ subject: 'shopify_list_products', limit: 1 });
    expect(row).toMatchObject({ outcome: 'ok', attempts, callId: answer.headers.get('x-call-id') });
  });

  it('repeats a write of unknown fate that leaves the shop as once does, and ends well', async () => {
    const rest = restOf(platform, platform.key);
    const before = shop.operations().filter((name) => name === 'UpdateProductSeo').length;
    await shop.switchFaults('reset;when=after;match=UpdateProductSeo');

    const answer = await rest.call('shopify_update_product_seo', { id: PRODUCT, title: 'Once more' });

    expect(answer.status).toBe(200);
    expect(answer.json.after.title).toBe('Once more');
    expect(shop.operations().filter((name) => name === 'UpdateProductSeo')).toHaveLength(before + 2);
  });
});

describe('a connection with the static token of an older app', () => {
  it('answers without asking for a token', async () => {
    await using older = await openEmulatedShop();
    await using platform = await startPlatform({ settings: older.tokenSettings });
    const rest = restOf(platform, platform.key);
    const { tools } = (await rest.send('/api/v1/tools')).json;

    const answer = await rest.call('shopify_list_products', { limit: 3 });

    expect([answer.status, answer.json.mode]).toEqual([200, 'emulated']);
    const tool = tools.find(({ name }: PublishedTool) => name === 'shopify_list_products');
    expectToObey(tool.outputSchema, answer.json);
    expect(older.operations()).toEqual(['ListProducts']);
  });
});

describe('a connection that the shop refuses', () => {
  it.each([
    ['client secret', () => ({ ...shop.settings, SHOPIFY_CLIENT_SECRET: 'another-secret-than-the-shop-knows' })],
    ['access token', () => ({ ...shop.tokenSettings, SHOPIFY_ACCESS_TOKEN: 'shpat_another-than-the-shop-knows' })],
  ])('for a wrong %s says whom to ask, sends nothing again and tells no secret', async (_what, settings) => {
    await using platform = await startPlatform({ settings: { ...QUICK, ...settings() } });
    const before = shop.operations().length;

    const answer = await restOf(platform, platform.key).call('shopify_list_products');

    expect(answer.status).toBe(502);
    expect(answer.json.error.code).toBe('upstream_authentication');
    expect(shop.operations()).toHaveLength(before + 1);
    expect(answer.text + platform.logText()).not.toMatch(/than-the-shop-knows/);
  });

  it('for a scope that it lacks names the scope, and a write is free to be sent again', async () => {
    await using narrow = await openEmulatedShop({ scopes: ['read_products'] });
    await using platform = await startPlatform({ settings: { ...QUICK, ...narrow.settings } });
    const rest = restOf(platform, platform.key);

    const read = await rest.call('shopify_search_orders');
    const write = { id: PRODUCT, title: 'New', idempotencyKey: 'the-same' };
    const first = await rest.call('shopify_update_product_seo', write);
    const second = await rest.call('shopify_update_product_seo', write);

    expect(read.status).toBe(502);
    expect(read.json.error).toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('read_orders'),
    });
    expect([first, second].map(({ json }) => json.error.code)).toEqual(['upstream_permission', 'upstream_permission']);
    expect(second.headers.get('idempotent-replayed')).toBeNull();
  });

  it('with a certificate of another authority than the one named is never spoken to', async () => {
    await using other = await openEmulatedShop();
    await using platform = await startPlatform({
      settings: { ...ONCE, ...shop.settings, EMULATOR_CA_FILE: other.caFile },
    });
    const before = shop.operations().length;

    const answer = await restOf(platform, platform.key).call('shopify_list_products');

    expect(answer.status).toBe(502);
    expect(answer.json.error.code).toBe('upstream_failed');
    expect(answer.text).not.toMatch(/127\.0\.0\.1|certificate|myshopify/);
    expect(shop.operations()).toHaveLength(before);
  });
});

describe('a shop that fails and goes on failing', () => {
  it.each(['status=503', 'reset', 'truncate', 'html'])(
    'with %s ends the call with 502 and no detail of ours',
    async (fault) => {
      await using platform = await startPlatform({ settings: { ...ONCE, ...shop.settings } });
      await shop.switchFaults(`${fault};match=ListProducts`);

      const answer = await restOf(platform, platform.key).call('shopify_list_products');

      expect(answer.status).toBe(502);
      expect(answer.json.error.code).toBe('upstream_failed');
      expect(answer.text).not.toMatch(/127\.0\.0\.1|myshopify\.com|node:|\.ts\b/);
    },
  );

  it('rests its connection after five failures, says so, and comes back by itself', async () => {
    await using platform = await startPlatform({
      settings: { ...ONCE, ...shop.settings, BREAKER_FAILURES: '5', BREAKER_OPEN_MS: '500' },
    });
    const rest = restOf(platform, platform.key);
    const call = (limit: number) => rest.call('shopify_list_products', { limit });
    await shop.switchFaults('status=503;times=5;match=ListProducts');

    const failures = [];
    for (const limit of [1, 2, 3, 4, 5]) failures.push((await call(limit)).json.error.code);
    const asked = shop.operations().length;
    const refused = await call(6);
    const health = (await rest.send('/health/detailed')).json;
    const metrics = (await rest.send('/metrics')).text;

    expect(failures).toEqual(Array(5).fill('upstream_failed'));
    expect([refused.status, refused.json.error.code]).toEqual([503, 'circuit_open']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(shop.operations()).toHaveLength(asked);
    expect(health).toMatchObject({
      status: 'degraded',
      ready: true,
      connections: expect.arrayContaining([
        expect.objectContaining({ id: 'shopify/default', breaker: 'open', lastError: 'upstream_failed' }),
      ]),
    });
    expect(metrics).toContain('mcp_platform_breaker_state{connection="shopify/default"} 2');
    expect(metrics).toContain('mcp_platform_breaker_trips_total{connection="shopify/default"} 1');
    expect(metrics).toContain('mcp_platform_connection_up{connection="shopify/default",mode="emulated"} 0');
    await vi.waitFor(async () => expect((await call(6)).status).toBe(200), { timeout: 5_000, interval: 100 });
    expect((await rest.send('/health/detailed')).json).toMatchObject({
      status: 'ok',
      connections: expect.arrayContaining([expect.objectContaining({ id: 'shopify/default', breaker: 'closed' })]),
    });
  });
});
