import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';
import { request, restOf } from '../support/platform-client.ts';
import { runPlatform, type Settings, startPlatform, temporaryFolder } from '../support/platform-process.ts';

const UNAVAILABLE = 69;
const CONFIG = 78;
const LIST = 'ListProducts';
const MUTATION = 'UpdateProductSeo';
const WRITE_TOOL = 'shopify_update_product_seo';
/** A product of the emulated shop. */
const WRITE = { id: '8100000000010' };

const goodKey = () => randomBytes(32).toString('base64url');
const production = (): Settings => ({ PLATFORM_ENV: 'production', OAUTH_ENCRYPTION_KEY: goodKey() });

describe('a start', () => {
  it('on a fresh folder shows a new admin key once, and how to connect', async () => {
    using folder = temporaryFolder();
    let key: string;
    {
      await using first = await startPlatform({ folder: folder.path });
      key = first.key;
      expect(key).toMatch(/^mcpk_[\w-]{43}$/);
      expect(first.banner).toContain(`${first.url}/docs`);
      expect(first.banner).toContain(`${first.url}/health`);
      expect(first.banner).toMatch(/claude mcp add .*\n.*Authorization: Bearer mcpk_/);
      expect(first.banner).toMatch(/shopify\/default\s+mock/);
    }

    await using second = await startPlatform({ folder: folder.path });

    expect(second.key).toBe('');
    expect(second.banner).not.toContain(key);
    expect((await request(second.url, key, '/api/v1/whoami')).json).toMatchObject({ role: 'admin' });
  });

  it('shows the first admin key also where commands came before it, and records that it was made', async () => {
    using folder = temporaryFolder();
    const settings = { DATA_DIR: folder.path, MCP_PLATFORM_API_KEY: 'mcpk_unknown' };
    const viewer = ['keys', 'create', '--name', 'early', '--role', 'viewer'];
    for (const command of [['tools', 'list'], ['stdio'], viewer]) await runPlatform(command, { settings });

    await using platform = await startPlatform({ folder: folder.path });

    const rest = restOf(platform, platform.key);
    const { id, role } = (await rest.send('/api/v1/whoami')).json;
    const names = (await rest.act('keys.list')).keys.map(({ name }: { name: string }) => name);
    expect([role, names.toSorted()]).toEqual(['admin', ['early', 'first admin']]);
    expect(await rest.audit({ subject: 'keys.create', limit: 1 })).toMatchObject([
      { kind: 'action', principalId: 'platform', detail: `${id} for first admin as admin` },
    ]);
  });

  it('keeps its folder, database and key from other users', async () => {
    await using platform = await startPlatform();

    const modeOf = (...path: string[]) => statSync(join(platform.folder, ...path)).mode & 0o777;
    expect(modeOf()).toBe(0o700);
    expect(modeOf('encryption-key')).toBe(0o600);
    expect(modeOf('platform.db')).toBe(0o600);
  });

  it('on a folder that another process owns is refused and says where that one is', async () => {
    await using platform = await startPlatform();

    const second = await runPlatform(['start'], { settings: { DATA_DIR: platform.folder, PORT: '0' } });

    expect(second.code).toBe(UNAVAILABLE);
    expect(second.stderr).toContain(`already running on this data folder at ${platform.url}`);
    expect(second.stdout).toBe('');
    expect((await request(platform.url, platform.key, '/health')).status).toBe(200);
  });

  it('on a port that is taken is refused, says what to set and leaves the folder free', async () => {
    await using platform = await startPlatform();
    using folder = temporaryFolder();
    const { port } = new URL(platform.url);

    const second = await runPlatform(['start'], { settings: { DATA_DIR: folder.path, PORT: port } });

    expect(second.code).toBe(UNAVAILABLE);
    expect(second.stderr).toContain(port);
    expect(second.stderr).toMatch(/set .*PORT/i);
    expect(existsSync(join(folder.path, 'owner.json'))).toBe(false);
  });

  it('with a certificate of emulators that is not there says which setting to correct', async () => {
    using folder = temporaryFolder();
    const settings = {
      DATA_DIR: folder.path,
      EMULATOR_ORIGINS: 'shopify=https://127.0.0.1:9443',
      EMULATOR_CA_FILE: join(folder.path, 'no-such.pem'),
      SHOPIFY_SHOP: 'acme.myshopify.com',
      SHOPIFY_ACCESS_TOKEN: 'shpat_0123456789abcdef',
    };

    const { code, stderr } = await runPlatform(['start'], { settings });

    expect(code).toBe(CONFIG);
    expect(stderr).toContain('EMULATOR_CA_FILE names a file that cannot be read (ENOENT)');
    expect(stderr).not.toMatch(/\n\s+at |"stack"/);
  });

  it('with wrong settings ends with all faults in one message and no secret', async () => {
    using folder = temporaryFolder();
    const settings = {
      DATA_DIR: folder.path,
      PORT: 'eighty',
      SHOPIFY_SHOP: 'https://shop.example.com',
      OAUTH_ENCRYPTION_KEY: 'too-short-to-be-one',
      ADMIN_API_KEY: 'abcabcabcabcabcabcabcabcabcabcabcabcabcabc',
    };

    const { code, stdout, stderr } = await runPlatform(['start'], { settings });

    expect(code).toBe(CONFIG);
    for (const name of ['PORT', 'SHOPIFY_SHOP', 'OAUTH_ENCRYPTION_KEY', 'ADMIN_API_KEY'])
      expect(stderr).toContain(name);
    expect(stdout + stderr).not.toContain(settings.OAUTH_ENCRYPTION_KEY);
    expect(stdout + stderr).not.toContain(settings.ADMIN_API_KEY);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('in production, a start', () => {
  it.each([
    ['without a key', { OAUTH_ENCRYPTION_KEY: '' }, ['OAUTH_ENCRYPTION_KEY']],
    [
      'with an emulator',
      { EMULATOR_ORIGINS: 'shopify=https://127.0.0.1:9443', EMULATOR_CA_FILE: '/nowhere.pem' },
      ['EMULATOR_ORIGINS', 'EMULATOR_CA_FILE'],
    ],
    ['without certificate checks', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, ['NODE_TLS_REJECT_UNAUTHORIZED']],
    ['on all interfaces without an address', { HOST: '0.0.0.0' }, ['PUBLIC_URL']],
  ])('%s is refused', async (_what, wrong, names) => {
    using folder = temporaryFolder();
    const settings = { DATA_DIR: folder.path, PORT: '0', ...production(), ...wrong };

    const { code, stderr } = await runPlatform(['start'], { settings: settings as Settings });

    expect(code).toBe(CONFIG);
    for (const name of names) expect(stderr).toContain(name);
  });

  it('with the fixtures of the conformance suite is refused', async () => {
    using folder = temporaryFolder();
    const settings = { DATA_DIR: folder.path, PORT: '0', ...production() };

    const { code, stderr } = await runPlatform(['start', '--conformance'], { settings });

    expect([code, stderr]).toEqual([CONFIG, expect.stringContaining('--conformance')]);
  });

  it('leaves a connector without credentials off and says what to set', async () => {
    await using platform = await startPlatform({ settings: production() });
    const rest = restOf(platform, platform.key);

    const answer = await rest.call('shopify_list_products');

    expect(platform.banner).toMatch(/shopify\/default\s+off \(.*SHOPIFY_SHOP/);
    expect(await rest.tools()).toEqual([]);
    expect(answer.status).toBe(503);
    expect(answer.json.error).toMatchObject({
      code: 'connection_off',
      message: expect.stringContaining('SHOPIFY_SHOP'),
    });
  });
});

describe('a stop', () => {
  let shop: EmulatedShop;

  beforeAll(async () => {
    shop = await openEmulatedShop();
  });

  afterAll(() => shop[Symbol.asyncDispose]());

  afterEach(() => shop.clearFaults());

  /** A platform with one read on its way to the shop. */
  async function busyPlatform(delayMs: number, settings: Settings = {}, folder?: string) {
    const platform = await startPlatform({ settings: { ...shop.settings, ...settings }, folder });
    await shop.switchFaults(`delayMs=${delayMs};match=${LIST}`);
    const before = shop.operations().filter((name) => name === LIST).length;
    const call = restOf(platform, platform.key).call('shopify_list_products');
    await shop.arrived(LIST, before + 1);
    return { platform, call };
  }

  it('finishes the calls under way, takes no new ones, and ends with 0', async () => {
    const { platform, call } = await busyPlatform(700);
    await using _ = platform;

    platform.signal('SIGTERM');
    await platform.logged(({ event }) => event === 'stopping');

    await vi.waitFor(() => expect(request(platform.url, '', '/health')).rejects.toThrow());
    expect((await call).status).toBe(200);
    expect(await platform.ended).toEqual({ code: 0, signal: null });
    expect(platform.log().at(-1)).toMatchObject({ event: 'stopped', whole: true });
    expect(existsSync(join(platform.folder, 'owner.json'))).toBe(false);
  });

  it('cuts what outlasts the drain time, says so, records it, and still ends with 0', async () => {
    using folder = temporaryFolder();
    const { platform, call } = await busyPlatform(30_000, { DRAIN_TIMEOUT_MS: '300' }, folder.path);
    await using _ = platform;

    platform.signal('SIGTERM');

    await expect(call).rejects.toThrow();
    expect(await platform.ended).toEqual({ code: 0, signal: null });
    expect(platform.log().at(-1)).toMatchObject({ level: 'warn', event: 'stopped', whole: false });
    await using next = await startPlatform({ folder: folder.path });
    const [row] = await restOf(next, platform.key).audit({ subject: 'shopify_list_products' });
    expect(row).toMatchObject({ kind: 'call', outcome: 'cancelled' });
  });

  it('finishes a write whose caller has left', async () => {
    using folder = temporaryFolder();
    const write = { ...WRITE, title: 'Finished by the stop', idempotencyKey: 'left' };
    let key: string;
    {
      await using platform = await startPlatform({ settings: shop.settings, folder: folder.path });
      key = platform.key;
      await shop.switchFaults(`delayMs=700;when=after;match=${MUTATION}`);
      const leaving = new AbortController();
      const left = restOf(platform, key).call(WRITE_TOOL, write, {}, leaving.signal);
      await shop.arrived(MUTATION);
      leaving.abort();
      await expect(left).rejects.toThrow();

      platform.signal('SIGTERM');

      expect(await platform.ended).toEqual({ code: 0, signal: null });
      expect(platform.log().at(-1)).toMatchObject({ event: 'stopped', whole: true });
    }
    await using next = await startPlatform({ settings: shop.settings, folder: folder.path });
    const again = await restOf(next, key).call(WRITE_TOOL, write);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  });

  it('is not held up by a write that waits to be sent again, which is unknown from then on', async () => {
    using folder = temporaryFolder();
    const settings = { ...shop.settings, DRAIN_TIMEOUT_MS: '300' };
    const write = { ...WRITE, title: 'Waits', idempotencyKey: 'waits' };
    await using platform = await startPlatform({ settings, folder: folder.path });
    await shop.switchFaults(`status=503;retryAfter=20;match=${MUTATION}`);
    const sent = shop.operations().filter((name) => name === MUTATION).length;
    const call = restOf(platform, platform.key).call(WRITE_TOOL, write);
    await shop.arrived(MUTATION, sent + 1);
    const startedAt = performance.now();

    platform.signal('SIGTERM');

    await expect(call).rejects.toThrow();
    expect(await platform.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    await using next = await startPlatform({ settings, folder: folder.path });
    const again = await restOf(next, platform.key).call(WRITE_TOOL, write);
    expect([again.status, again.json.error.code]).toEqual([502, 'outcome_unknown']);
  });

  it('ends at once when it is asked for a second time', async () => {
    const { platform, call } = await busyPlatform(30_000);
    await using _ = platform;
    const failed = call.catch((error: Error) => error);

    platform.signal('SIGTERM');
    await platform.logged(({ event }) => event === 'stopping');
    // A signal soon after the first is its echo, so it is sent until it counts.
    const again = setInterval(() => platform.signal('SIGTERM'), 200);

    expect(await platform.ended.finally(() => clearInterval(again))).toEqual({ code: 1, signal: null });
    expect(await failed).toBeInstanceOf(Error);
  });

  it('in production tells load balancers first that no calls are to be sent', async () => {
    await using platform = await startPlatform({ settings: production() });

    platform.signal('SIGTERM');
    await platform.logged(({ event }) => event === 'stopping');
    const readiness = await request(platform.url, '', '/health/detailed');
    const liveness = await request(platform.url, '', '/health');

    expect([readiness.status, readiness.json]).toEqual([503, { status: 'unavailable' }]);
    expect([liveness.status, liveness.json]).toEqual([200, { status: 'ok' }]);
    expect(await platform.ended).toEqual({ code: 0, signal: null });
  });
});
