import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteFile from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectClient, type Rest, request, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, runPlatform, startPlatform, temporaryFolder } from '../support/platform-process.ts';
import { openStdio } from '../support/stdio-session.ts';
import { USUAL_TOOLS, withoutOwn } from '../support/usual-tools.ts';

const TOOLS = USUAL_TOOLS;
const OF_PEOPLE = ['orders', 'customers', 'messages', 'draft-orders', 'fulfillments', 'checkouts'];
const READ = 'shopify_list_products';
const ORDERS = 'shopify_search_orders';
const WRITE = 'shopify_update_product_seo';
/** How soon a revocation is in force. */
const IN_FORCE_MS = 1_000;

let platform: PlatformProcess;
let rest: Rest;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always' } });
  rest = restOf(platform, platform.key);
});

afterAll(() => platform[Symbol.asyncDispose]());

/** Runs a command of the command line beside the running server and gives its JSON. */
async function command(...argv: string[]) {
  const { code, stdout, stderr } = await runPlatform([...argv, '--json'], { settings: { DATA_DIR: platform.folder } });
  return { code, stderr, json: stdout === '' ? undefined : JSON.parse(stdout) };
}

describe('keys, over the command line while the server runs', () => {
  it('are made, listed without the keys, used and revoked', async () => {
    const made = await command('keys', 'create', '--name', 'agent seven', '--role', 'analyst', '--expires', '30d');
    const { id, key } = made.json;
    const used = await restOf(platform, key).send('/api/v1/whoami');
    const listed = await command('keys', 'list');
    const revoked = await command('keys', 'revoke', id);
    const refused = await restOf(platform, key).send('/api/v1/whoami');
    const after = await command('keys', 'list');

    expect([made, listed, revoked, after].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(key).toMatch(/^mcpk_[\w-]{43}$/);
    expect(used.json).toMatchObject({ id, name: 'agent seven', role: 'analyst', showsPersonalData: false });
    const entryOf = ({ json }: typeof listed) => json.keys.find((entry: { id: string }) => entry.id === id);
    expect(entryOf(listed)).toMatchObject({ state: 'active', role: 'analyst', expiresAt: expect.any(String) });
    expect(entryOf(listed).lastUsedAt).toMatch(/^\d{4}-/);
    expect(JSON.stringify(listed.json)).not.toContain(key);
    expect(revoked.json).toEqual({ revoked: true });
    expect(refused.status).toBe(401);
    expect(entryOf(after)).toMatchObject({ state: 'revoked', revokedAt: expect.any(String) });
  });

  it('that do not exist cannot be revoked, and a wrong role is told with the right ones', async () => {
    const unknown = await command('keys', 'revoke', '01999999-0000-7000-8000-000000000000');
    const wrong = await command('keys', 'create', '--name', 'x', '--role', 'owner');

    expect([unknown.code, unknown.json.error.code]).toEqual([1, 'not_found']);
    expect([wrong.code, wrong.json.error.code]).toEqual([64, 'invalid_input']);
    expect(wrong.stderr).toContain('viewer');
  });

  it('are audited, whoever makes and revokes them, and the keys are nowhere in the trail', async () => {
    const { json } = await command('keys', 'create', '--name', 'audited', '--role', 'viewer');
    await command('keys', 'revoke', json.id);

    const rows = await rest.audit({ principalId: 'local' });

    expect(rows.filter(({ detail }) => String(detail).includes(json.id))).toMatchObject([
      { kind: 'action', subject: 'keys.revoke', outcome: 'ok', detail: json.id },
      { kind: 'action', subject: 'keys.create', outcome: 'ok', detail: `${json.id} for audited as viewer` },
    ]);
    expect(JSON.stringify(rows)).not.toContain(json.key);
  });
});

describe('a revocation', () => {
  it('is in force within a second over HTTP, for keys that were used just before', async () => {
    const { id, key } = await rest.newKey('viewer');
    await using client = await connectClient(platform, key);
    await client.listTools();

    await command('keys', 'revoke', id);
    const revokedAt = performance.now();

    await vi.waitFor(() => expect(client.callTool({ name: READ, arguments: {} })).rejects.toThrow(), {
      timeout: IN_FORCE_MS,
      interval: 20,
    });
    expect((await restOf(platform, key).call(READ)).status).toBe(401);
    expect(performance.now() - revokedAt).toBeLessThan(IN_FORCE_MS);
  });

  it('is in force within a second for a stdio session that a server relays', async () => {
    const { id, key } = await rest.newKey('viewer');
    await using session = openStdio({ DATA_DIR: platform.folder, MCP_PLATFORM_API_KEY: key });
    expect(await session.ask('tools/list')).toHaveProperty('result.tools');

    await command('keys', 'revoke', id);

    await expectRefusedSoon(session);
  });

  it('is in force within a second for a stdio session that owns the folder', async () => {
    using folder = temporaryFolder();
    const settings = { DATA_DIR: folder.path, MOCK_MODE: 'always' };
    const made = await runPlatform(['keys', 'create', '--name', 'own', '--role', 'viewer', '--json'], { settings });
    const { id, key } = JSON.parse(made.stdout);
    await using session = openStdio({ ...settings, MCP_PLATFORM_API_KEY: key });
    expect(await session.ask('tools/list')).toHaveProperty('result.tools');

    const revoked = await runPlatform(['keys', 'revoke', id], { settings });

    expect(revoked.code).toBe(0);
    await expectRefusedSoon(session);
  });
});

/** The next message is refused, or the session has ended because of it. */
async function expectRefusedSoon(session: ReturnType<typeof openStdio>): Promise<void> {
  const answer = await Promise.race([session.ask('tools/list'), session.ended, pause(IN_FORCE_MS, 'too late')]);
  expect(answer).not.toHaveProperty('result');
  expect(answer).not.toBe('too late');
}

describe('an expiry', () => {
  it('ends a key when its time has come', async () => {
    using folder = temporaryFolder();
    const settings = { DATA_DIR: folder.path };
    const create = ['keys', 'create', '--name', 'short', '--role', 'viewer', '--expires', '90m', '--json'];
    const { key, expiresAt } = JSON.parse((await runPlatform(create, { settings })).stdout);
    const statusNow = async () => {
      await using started = await startPlatform({ folder: folder.path });
      return (await restOf(started, key).send('/api/v1/whoami')).status;
    };
    const lifeMs = Date.parse(expiresAt) - Date.now();

    const before = await statusNow();
    // No clock of another process can be moved, so the end is moved to where the clock is.
    const database = new SqliteFile(join(folder.path, 'platform.db'));
    database.prepare('update api_keys set expires_at = ?').run(Date.now());
    database.close();
    const after = await statusNow();

    expect(lifeMs).toBeGreaterThan(89 * 60_000);
    expect(lifeMs).toBeLessThanOrEqual(90 * 60_000);
    expect([before, after]).toEqual([200, 401]);
  });
});

describe('roles', () => {
  // biome-ignore format: a table is read in columns
  it.each([
    ['viewer',   (permission: string) => permission.endsWith('.read') && !OF_PEOPLE.some((resource) => permission.includes(`.${resource}.`))],
    ['analyst',  (permission: string) => permission.endsWith('.read')],
    ['operator', () => true],
    ['admin',    () => true],
  ] as const)('%s sees and may call what its permissions reach, on every face', async (role, mayCall) => {
    const { key } = await rest.newKey(role);
    const own = restOf(platform, key);
    const expected = TOOLS.filter(({ permission }) => mayCall(permission)).map(({ name }) => name).sort();
    await using client = await connectClient(platform, key, '2026-07-28', undefined, '/mcp/all');

    const overMcp = (await client.listTools()).tools.map(({ name }) => name);
    const overCli = await command('tools', 'list', '--key', key);
    const paths = Object.keys((await own.send('/openapi.json')).json.paths);

    expect(withoutOwn(overMcp)).toEqual(expected);
    expect(await own.tools()).toEqual(expected);
    expect(withoutOwn(overCli.json.tools.map(({ name }: { name: string }) => name))).toEqual(expected);
    for (const { name } of TOOLS) {
      expect(paths.some((path) => path.includes(name))).toBe(expected.includes(name));
      if (!expected.includes(name)) expect((await own.call(name)).status).toBe(403);
    }
  });

  it.each(['viewer', 'analyst', 'operator'])('%s may do nothing of an operator of the platform', async (role) => {
    const own = restOf(platform, (await rest.newKey(role)).key);

    const answers = [
      await own.send('/api/v1/admin/keys.create', { body: { name: 'mine', role: 'admin' } }),
      await own.send('/api/v1/admin/keys.list', { body: {} }),
      await own.send('/api/v1/admin/audit.list', { body: {} }),
      await own.send('/metrics'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await own.send('/health/detailed')).json).toHaveProperty('status');
    expect('connections' in (await own.send('/health/detailed')).json).toBe(role === 'operator');
  });

  it('show or mask who a person is, and say which, from the same cached answer', async () => {
    const analyst = restOf(platform, (await rest.newKey('analyst')).key);

    const shown = (await rest.call(ORDERS, { limit: 10 })).json;
    const masked = (await analyst.call(ORDERS, { limit: 10 })).json;

    expect([shown.source.personalData, masked.source.personalData]).toEqual(['shown', 'masked']);
    expect(masked.orders).toHaveLength(shown.orders.length);
    const emails = JSON.stringify(shown).match(/[\w.+-]+@[\w.-]+/g) ?? [];
    expect(emails.length).toBeGreaterThan(0);
    for (const email of emails) expect(JSON.stringify(masked)).not.toContain(email);
    expect(masked.orders.map(({ id }: { id: string }) => id)).toEqual(shown.orders.map(({ id }: { id: string }) => id));
  });
});

describe('a key with limits', () => {
  it('reaches the tools that its patterns name and no others', async () => {
    const own = restOf(platform, (await rest.newKey('operator', { tools: ['shopify_get_p*', READ] })).key);

    const refused = await own.call(ORDERS);

    expect(await own.tools()).toEqual(['shopify_get_product', READ]);
    expect([refused.status, refused.json.error.code]).toEqual([403, 'forbidden']);
    expect(refused.json.error.message).toContain('limited to other tools');
  });

  it('reaches the connections that it names and no others', async () => {
    const elsewhere = restOf(platform, (await rest.newKey('admin', { connections: ['another-system/*'] })).key);

    const refused = await elsewhere.call(READ);

    expect(await elsewhere.tools()).toEqual([]);
    expect([refused.status, refused.json.error.code]).toEqual([403, 'forbidden']);
    expect((await elsewhere.send('/api/v1/connectors')).json.connections).toEqual([]);
    expect((await elsewhere.send('/health/detailed')).json.connections).toEqual([]);
  });
});

describe('ADMIN_API_KEY', () => {
  it('becomes the first admin key, is never shown, and no other is made', async () => {
    const key = randomBytes(32).toString('base64url');
    await using configured = await startPlatform({ settings: { ADMIN_API_KEY: key } });

    const { json } = await request(configured.url, key, '/api/v1/whoami');

    expect(json).toMatchObject({ role: 'admin', kind: 'api-key' });
    expect(configured.key).toBe('');
    expect(configured.banner + configured.logText()).not.toContain(key);
    const rest = restOf(configured, key);
    expect((await rest.act('keys.list')).keys).toHaveLength(1);
    const made = { kind: 'action', outcome: 'ok', detail: `${json.id} for admin of ADMIN_API_KEY as admin` };
    expect(await rest.audit({ subject: 'keys.create' })).toMatchObject([
      { principalId: 'platform', face: 'start', ...made },
    ]);
  });
});

describe('a failed sign-in', () => {
  it('is in the audit trail with its address and fault, without what was sent', async () => {
    const secret = 'mcpk_a-key-that-never-was';

    const invalid = await request(platform.url, secret, '/mcp', { body: {} });
    const inUrl = await request(platform.url, '', `/api/v1/tools?key=${secret}`);
    const missing = await request(platform.url, '', '/api/v1/tools');

    expect([invalid.status, inUrl.status, missing.status]).toEqual([401, 401, 401]);
    expect(missing.headers.get('www-authenticate')).toBe('Bearer');
    const rows = (await rest.audit()).filter(({ kind }) => kind === 'sign-in').slice(0, 2);
    expect(rows).toMatchObject([
      { principalId: 'address 127.0.0.1', face: 'rest', outcome: 'unauthenticated', detail: 'in-url' },
      { principalId: 'address 127.0.0.1', face: 'mcp', outcome: 'unauthenticated', detail: 'invalid' },
    ]);
    expect(JSON.stringify(rows) + platform.logText()).not.toContain(secret);
  });

  it('too often slows its address and never a valid key of it', async () => {
    await using strict = await startPlatform({ settings: { SIGN_IN_FAILURES_PER_MINUTE: '3' } });

    const statuses = [];
    for (let n = 0; n < 6; n += 1)
      statuses.push((await request(strict.url, `mcpk_wrong-${n}`, '/api/v1/whoami')).status);
    const valid = await request(strict.url, strict.key, '/api/v1/whoami');

    expect(statuses.slice(0, 3)).toEqual([401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
    expect(valid.status).toBe(200);
  });
});

it('leaves no write to those who may only read', async () => {
  const viewer = restOf(platform, (await rest.newKey('viewer')).key);
  const before = (await rest.audit({ subject: WRITE })).length;

  const refused = await viewer.call(WRITE, { id: '8100000000010', title: 'Mine' });

  expect([refused.status, refused.json.error.code]).toEqual([403, 'forbidden']);
  const rows = await rest.audit({ subject: WRITE });
  expect(rows).toHaveLength(before + 1);
  expect(rows[0]).toMatchObject({ kind: 'call', outcome: 'forbidden' });
});
