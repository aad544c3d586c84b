import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE_NAMES } from '../../src/access/roles.ts';
import type { WireRequest } from '../../src/kernel/wire.ts';
import { USUAL_TOOLS } from '../support/usual-tools.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { act, auditRows, callMcp, callRest, modernMessage, newKey, send } from './support/mcp-request.ts';
import { type WatchedVendor, watchVendor } from './support/watched-vendor.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const TOOLS = USUAL_TOOLS;
/** Open to everybody, and to nobody more than status. */
const OPEN = ['/health', '/health/startup', '/health/detailed', '/openapi.json'];

let vendor: WatchedVendor;
let platform: AttackedPlatform;
let keys: Record<string, string>;
let products: string[];

beforeAll(async () => {
  vendor = await watchVendor();
  platform = await attackPlatform({
    settings: { ...vendor.settings, SHOPIFY_ACCESS_TOKEN: vendor.credentials.SHOPIFY_ACCESS_TOKEN as string },
  });
  keys = {};
  for (const role of ROLE_NAMES) keys[role] = await newKey(platform.url, platform.key, role);
  const { json } = await callRest(platform.url, platform.key, 'shopify_list_products', { limit: 10 });
  products = json.products.map(({ id }: { id: string }) => id);
});
afterAll(async () => {
  expect(platform?.strayLines()).toEqual([]);
  await platform?.[Symbol.asyncDispose]();
  await vendor?.[Symbol.asyncDispose]();
});

const rest = (key: string, tool: string, input: unknown = {}, headers = {}) =>
  callRest(platform.url, key, tool, input, headers);
const get = (path: string, key: string, headers = {}) => send(platform.url + path, key, { method: 'GET', headers });
const inputOf = (name: string) => TOOLS.find((tool) => tool.name === name)?.examples[0]?.input ?? {};
const mutations = () => vendor.requests.filter((request) => documentOf(request).startsWith('mutation')).length;

describe('what belongs to somebody else', () => {
  it('Z1: a result of one key is read by no other, on any face, whatever its role', async () => {
    const { json } = await callMcp(platform.url, keys.operator as string, 'test_large_result', { rows: 1_000 });
    const uri = json.result.content.find(({ type }: { type: string }) => type === 'resource_link').uri as string;
    const path = uri.replace('mcp-platform://', '/api/v1/');
    const read = (key: string) => send(`${platform.url}/mcp`, key, modernMessage('resources/read', { uri }));

    expect((await get(path, keys.operator as string)).status).toBe(200);
    expect((await read(keys.operator as string)).json.result.contents).toHaveLength(1);
    for (const role of ['viewer', 'analyst', 'admin']) {
      const [overRest, overMcp] = [await get(path, keys[role] as string), await read(keys[role] as string)];
      expect(overRest.status).toBe(404);
      expect(overMcp.json.error.code).toBe(-32602);
      const listed = await send(`${platform.url}/mcp`, keys[role] as string, modernMessage('resources/list'));
      expect(listed.text).not.toContain(uri.slice(0, -1));
    }
    expect((await get(path, '')).status).toBe(401);
  });

  it('Z1: a stranger’s result and one that never was are answered alike', async () => {
    const { json } = await callMcp(platform.url, keys.operator as string, 'test_large_result', { rows: 1_000 });
    const uri = json.result.content.find(({ type }: { type: string }) => type === 'resource_link').uri as string;
    const path = uri.replace('mcp-platform://', '/api/v1/');
    const [theirs, none] = [
      await get(path, keys.viewer as string),
      await get(path.replace(/[0-9a-f]{12}/, '0'.repeat(12)), keys.viewer as string),
    ];
    expect([theirs.status, theirs.json.error.message]).toEqual([none.status, none.json.error.message]);
  });

  it.each(['viewer', 'analyst', 'operator'])(
    'Z1: a %s neither manages keys nor reads the audit trail',
    async (role) => {
      for (const action of ['keys.create', 'keys.list', 'keys.revoke', 'audit.list']) {
        const answer = await send(`${platform.url}/api/v1/admin/${action}`, keys[role] as string, {
          headers: JSON_TYPE,
          body: '{}',
        });
        expect([action, answer.status]).toEqual([action, 403]);
        const [row] = await auditRows(platform.url, platform.key, { subject: action, limit: 1 });
        expect(row).toMatchObject({ outcome: 'forbidden', principalName: `a ${role}` });
      }
    },
  );
});

describe('roles', () => {
  it.each(ROLE_NAMES)(
    'Z2: a %s sees and calls exactly what its role allows, and nothing refused reaches the vendor',
    async (role) => {
      const key = keys[role] as string;
      const { json } = await get('/api/v1/tools', key);
      const listed = new Set(json.tools.map(({ name }: { name: string }) => name));
      const overMcp = await send(`${platform.url}/mcp/all`, key, modernMessage('tools/list'));
      expect(new Set(overMcp.json.result.tools.map(({ name }: { name: string }) => name))).toEqual(listed);

      let refused = 0;
      for (const { name } of TOOLS) {
        const before = vendor.requests.length;
        // What may be called is told that this argument is none of its own: nothing needs to be carried out to see it.
        const input = listed.has(name) ? { 'no argument of any tool': 1 } : inputOf(name);
        const answer = await rest(key, name, input);
        const mcp = await callMcp(platform.url, key, name, input);
        const allowed = listed.has(name);
        expect([name, answer.status === 403], answer.text).toEqual([name, !allowed]);
        expect(mcp.json.result._meta['mcp-platform/error']?.code === 'forbidden').toBe(!allowed);
        if (allowed) continue;
        expect(vendor.requests.length).toBe(before);
        refused += 1;
        // Beyond ten a minute refusals of one cause are counted in one row.
        if (refused > 5) continue;
        const [row] = await auditRows(platform.url, platform.key, { subject: name, limit: 1 });
        expect(row).toMatchObject({ outcome: 'forbidden', principalName: `a ${role}` });
      }
    },
  );

  it('Z2: the viewer sees no orders, and only operators and admins write', async () => {
    const namesOf = async (role: string) =>
      (await get('/api/v1/tools', keys[role] as string)).json.tools.map(({ name }: { name: string }) => name);
    expect(await namesOf('viewer')).not.toContain('shopify_get_order');
    expect(await namesOf('analyst')).not.toContain('shopify_update_product_seo');
    expect(await namesOf('operator')).toContain('shopify_update_product_seo');
  });

  it.each([
    ['tools', { tools: ['shopify_get_*'] }, 'shopify_list_products', 'shopify_get_product'],
    ['connections', { connections: ['conformance-fixtures/*'] }, 'shopify_list_products', 'test_simple_text'],
    ['one tool', { tools: ['shopify_get_product'] }, 'shopify_list_products', 'shopify_get_product'],
  ])('Z2: a key limited to other %s is refused by name and by argument', async (_, limits, refused, allowed) => {
    const key = await newKey(platform.url, platform.key, 'admin', limits);
    const before = vendor.requests.length;
    for (const input of [{}, { connection: 'default' }]) {
      expect((await rest(key, refused, input)).status).toBe(403);
    }
    expect(vendor.requests.length).toBe(before);
    expect((await rest(key, allowed, inputOf(allowed))).status).toBe(200);
  });

  it.each([
    { role: 'viewer', isAdmin: true },
    { role: 'viewer', tenantId: 'other' },
    { role: 'viewer', permissions: ['*.*'] },
    { role: ['admin'] },
    { role: 'ADMIN' },
    { role: '__proto__' },
    { role: 'constructor' },
    { role: 'viewer', id: 'local' },
    { role: 'viewer', key: 'mcpk_known' },
    { role: 'viewer', tools: [] },
    { role: 'viewer', tools: ['shopify'] },
    { role: 'viewer', connections: [] },
  ])('Z3: a key asked for with %j is refused', async (body) => {
    await expect(act(platform.url, platform.key, 'keys.create', { name: 'x', ...body })).rejects.toThrow('400');
  });

  it.each([{ role: 'admin' }, { isAdmin: true }, { principal: 'local' }, { approved: true }, { mode: 'live' }])(
    'Z3: the argument %j of a call is refused',
    async (extra) => {
      const before = vendor.requests.length;
      const { status } = await rest(keys.viewer as string, 'shopify_list_products', extra);
      expect(status).toBe(400);
      expect(vendor.requests.length).toBe(before);
    },
  );
});

describe('without a key', () => {
  it.each([
    ['nothing', {}],
    ['the agent of a probe', { 'user-agent': 'kube-probe/1.31' }],
    ['a forwarded loopback address', { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' }],
    ['another original URL', { 'x-original-url': '/health', 'x-rewrite-url': '/health' }],
    ['another method', { 'x-http-method-override': 'GET', 'x-method-override': 'OPTIONS' }],
    ['a cookie', { cookie: 'session=admin' }],
    ['a user', { 'x-user': 'admin', 'x-remote-user': 'admin', 'x-forwarded-user': 'admin' }],
    ['basic authentication', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['the digest of a key', { authorization: `Bearer ${'A'.repeat(43)}` }],
  ])('Z4: with %s every route but the named few answers 401', async (_, headers) => {
    const { json } = await get('/openapi.json', platform.key);
    const routes = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path: path.replace(/\{\w+\}/g, 'x'), method: method.toUpperCase() })),
    );
    expect(routes.length).toBeGreaterThan(12);
    for (const { path, method } of [...routes, { path: '/mcp', method: 'POST' }, { path: '/mcp', method: 'GET' }]) {
      const body = method === 'POST' ? '{}' : undefined;
      const answer = await send(platform.url + path, '', { method, headers: { ...JSON_TYPE, ...headers }, body });
      const presented = 'authorization' in headers;
      const open = OPEN.includes(path) && !(presented && ['/health/detailed', '/openapi.json'].includes(path));
      expect([method, path, answer.status]).toEqual([method, path, open ? 200 : 401]);
      if (!open) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('Z7: health tells strangers and viewers a status and nothing else; metrics tell them nothing', async () => {
    for (const key of ['', keys.viewer as string, keys.analyst as string]) {
      expect(Object.keys((await get('/health/detailed', key)).json)).toEqual(['status']);
      expect((await get('/metrics', key)).status).toBe(key === '' ? 401 : 403);
    }
    expect(Object.keys((await get('/health', '')).json)).toEqual(['status']);
    expect((await get('/openapi.json', '')).text).not.toContain('shopify_list_products');
    expect((await get('/openapi.json', '')).text).not.toContain('keys.create');
  });
});

describe('what others have made', () => {
  it('Z5: a cached answer is given to nobody who could not have fetched it', async () => {
    const input = { name: '#1900' };
    const shown = await rest(keys.operator as string, 'shopify_get_order', input);
    const masked = await rest(keys.analyst as string, 'shopify_get_order', input);
    const elsewhere = await newKey(platform.url, platform.key, 'operator', { connections: ['other/*'] });

    expect([shown.status, masked.status]).toEqual([200, 200]);
    expect(masked.headers.get('x-cache')).toBe('hit');
    expect(shown.json.source.personalData).toBe('shown');
    expect(masked.json.source.personalData).toBe('masked');
    const email = JSON.stringify(shown.json).match(/[\w.+-]+@[\w.-]+/)?.[0] as string;
    expect(email).toBeDefined();
    expect(masked.text).not.toContain(email);
    expect((await rest(keys.viewer as string, 'shopify_get_order', input)).status).toBe(403);
    expect((await rest(elsewhere, 'shopify_get_order', input)).status).toBe(403);
  });

  it('Z5: an idempotency key of one principal means nothing to another', async () => {
    const input = { id: products[3], title: 'Written once each' };
    const headers = { 'idempotency-key': 'z5-shared' };
    const before = mutations();
    const first = await rest(keys.operator as string, 'shopify_update_product_seo', input, headers);
    const again = await rest(keys.operator as string, 'shopify_update_product_seo', input, headers);
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 200, 'true']);
    expect(mutations() - before).toBe(1);

    const other = await rest(keys.admin as string, 'shopify_update_product_seo', input, headers);
    expect([other.status, other.headers.get('idempotent-replayed')]).toEqual([200, null]);
    expect(other.headers.get('x-possible-duplicate-of')).toBeNull();
    expect(mutations() - before).toBe(2);
    for (const role of ['viewer', 'analyst']) {
      expect((await rest(keys[role] as string, 'shopify_update_product_seo', input, headers)).status).toBe(403);
    }
    expect(mutations() - before).toBe(2);
  });

  it('Z5: a write that reached nobody frees its idempotency key', async () => {
    const input = { id: products[4], title: 'Sent when it can be' };
    const headers = { 'idempotency-key': 'z5-unsent' };
    vendor.answerWith(async () => ({ status: 401, headers: {}, body: '{"errors":"no"}' }));
    const refused = await rest(keys.operator as string, 'shopify_update_product_seo', input, headers);
    vendor.answerWith(undefined);
    const repeated = await rest(keys.operator as string, 'shopify_update_product_seo', input, headers);

    expect(refused.json.error.code).toBe('upstream_authentication');
    expect([repeated.status, repeated.headers.get('idempotent-replayed')], repeated.text).toEqual([200, null]);
  });

  it('Z5: a revoked key gets neither cached answers nor replays nor its results, at once', async () => {
    const { id, key } = await act(platform.url, platform.key, 'keys.create', { name: 'to go', role: 'operator' });
    const headers = { 'idempotency-key': 'z5-revoked' };
    const write = () => rest(key, 'shopify_update_product_seo', { id: products[5], title: 'Tea' }, headers);
    expect((await write()).status).toBe(200);
    await act(platform.url, platform.key, 'keys.revoke', { id });

    expect((await write()).status).toBe(401);
    expect((await rest(key, 'shopify_list_products', {})).status).toBe(401);
    expect((await get('/api/v1/whoami', key)).status).toBe(401);
  });

  it('Z6: of 50 equal writes at once one is carried out', async () => {
    const before = mutations();
    const headers = { 'idempotency-key': 'z6-at-once' };
    const write = () =>
      rest(keys.operator as string, 'shopify_update_product_seo', { id: products[6], title: 'Once' }, headers);
    const answers = await Promise.all(Array.from({ length: 50 }, write));

    expect(mutations() - before).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
  });
});

function documentOf({ body }: WireRequest): string {
  const text = typeof body === 'string' ? body : Buffer.from(body as Uint8Array).toString('utf8');
  return text.startsWith('{') ? (JSON.parse(text).query ?? '') : '';
}
