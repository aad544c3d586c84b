import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WireError, type WireReply } from '../../src/kernel/wire.ts';
import { LAUNCHER } from '../support/platform-process.ts';
import { sharedData } from '../support/shared-data.ts';
import { openTcpServer } from '../support/tls-server.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { callRest, leakIn, modernMessage, newKey, send, withEach } from './support/mcp-request.ts';
import { type WatchedVendor, watchVendor } from './support/watched-vendor.ts';

const MIB = 1024 * 1024;
const cost = { throttleStatus: { maximumAvailable: 1e6, currentlyAvailable: 1e6, restoreRate: 1e6 } };

let vendor: WatchedVendor;
let platform: AttackedPlatform;

beforeAll(async () => {
  vendor = await watchVendor();
  platform = await attackPlatform({
    settings: {
      ...vendor.settings,
      SHOPIFY_ACCESS_TOKEN: vendor.credentials.SHOPIFY_ACCESS_TOKEN as string,
      RETRY_ATTEMPTS: '0',
      BREAKER_FAILURES: '1000',
      CACHE_TTL_MS: '0',
    },
  });
  await callRest(platform.url, platform.key, 'shopify_list_products', { limit: 1 });
});
afterAll(async () => {
  expect(platform?.strayLines()).toEqual([]);
  await platform?.[Symbol.asyncDispose]();
  await vendor?.[Symbol.asyncDispose]();
});

const reply = (status: number, body: unknown, headers = {}): WireReply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const empty = () =>
  reply(200, { data: { products: { nodes: [], pageInfo: { hasNextPage: false } } }, extensions: { cost } });
const list = (input: object = {}, headers = {}) =>
  callRest(platform.url, platform.key, 'shopify_list_products', input, headers);

/** Everything that the vendor was asked, as method and URL. */
const targets = () => new Set(vendor.requests.map(({ method, url }) => `${method} ${url}`));
const only = () => new Set([`POST https://${vendor.credentials.SHOPIFY_SHOP}/admin/api/2026-10/graphql.json`]);

const addresses = sharedData('corpora', 'ssrf', 'patt-ip-py-generated-urls.txt');
const HOSTILE_IDS = [
  ...[
    '../../admin',
    '..%2f..%2fadmin',
    '%2e%2e%2f',
    '1?x=1',
    '1#x',
    '1/../2',
    '1\r\nhost: evil.test',
    '1 HTTP/1.1',
    '//evil.test',
  ],
  ...[
    'gid://evil.test/Product/1',
    'gid://shopify/Product/../Order/1',
    'gid://shopify/Product/1?x',
    'https://evil.test/1',
    '1;x',
    '1%00',
  ],
];

describe('arguments and addresses', () => {
  it('S1: none of the addresses of the corpus in an argument leads anywhere but to the vendor', async (context) => {
    if (addresses === undefined) return context.skip('the corpus is not beside the checkout');
    vendor.answerWith(async () => empty());
    const urls = readFileSync(addresses, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    expect(urls.length).toBeGreaterThan(1_400);
    const fields = ['text', 'vendor', 'sku', 'tag', 'cursor', 'connection'];
    const answers = await withEach(urls, 20, (url) => list({ [fields[url.length % fields.length] as string]: url }));
    vendor.answerWith(undefined);

    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(targets()).toEqual(only());
  });

  it('S1: a listener on this machine named in arguments and headers hears nothing', async () => {
    await using canary = await openTcpServer();
    const url = `http://127.0.0.1:${canary.port}/`;
    const headers = Object.fromEntries(
      [
        'x-shopify-url',
        'x-forwarded-host',
        'x-original-url',
        'x-upstream-url',
        'x-vendor-url',
        'forwarded',
        'referer',
        'x-callback-url',
      ].map((name) => [name, name === 'forwarded' ? `host=127.0.0.1:${canary.port}` : url]),
    );
    for (const field of ['text', 'sku', 'cursor', 'connection', 'url', 'callback'])
      await list({ [field]: url }, headers);
    await send(`${platform.url}/mcp`, platform.key, modernMessage('resources/read', { uri: url }));
    await send(`${platform.url}/mcp`, platform.key, modernMessage('resources/read', { uri: `mcp-platform://${url}` }));

    expect(canary.accepted()).toBe(0);
    expect(targets()).toEqual(only());
  });

  it.each(HOSTILE_IDS)('S8: the id %j is refused before anything is sent', async (id) => {
    const before = vendor.requests.length;
    for (const [tool, input] of [
      ['shopify_get_product', { id }],
      ['shopify_get_order', { id }],
      ['shopify_list_locations', { locationId: id }],
      ['shopify_list_locations', { productId: id }],
      ['shopify_update_product_seo', { id, title: 'Tea' }],
    ] as const) {
      expect((await callRest(platform.url, platform.key, tool, input)).status, tool).toBe(400);
    }
    expect(vendor.requests.length).toBe(before);
  });

  it('S8: handles, cursors and a caller’s headers change neither host nor path nor headers of what is sent', async () => {
    vendor.answerWith(async () => empty());
    const before = vendor.requests.length;
    for (const text of HOSTILE_IDS) {
      await callRest(platform.url, platform.key, 'shopify_get_product', { handle: text });
      await list({ cursor: text });
      await list(
        { text },
        { 'x-shopify-access-token': 'stolen', 'x-emulator-fault': 'status=500', cookie: 'a=b', 'x-injected': 'y' },
      );
    }
    vendor.answerWith(undefined);

    expect(targets()).toEqual(only());
    const names = new Set(vendor.requests.slice(before).flatMap(({ headers }) => Object.keys(headers)));
    for (const name of ['authorization', 'cookie', 'x-injected', 'x-emulator-fault', 'x-forwarded-for']) {
      expect(names).not.toContain(name);
    }
    expect(vendor.requests.some(({ headers }) => JSON.stringify(headers).includes(platform.key))).toBe(false);
    expect(vendor.requests.some(({ headers }) => headers['x-shopify-access-token'] === 'stolen')).toBe(false);
  });

  it.each([
    'evil.test',
    '127.0.0.1',
    'acme.myshopify.com.evil.test',
    'evil.test/.myshopify.com',
    'evil.test#.myshopify.com',
    'evil.test?.myshopify.com',
    'user@acme.myshopify.com',
    'acme.myshopify.com:8443',
    'https://acme.myshopify.com',
    'аcme.myshopify.com',
  ])('S1: the shop %j stops the start', (shop) => {
    const { PATH, HOME } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, 'start'], {
      env: { PATH, HOME, PORT: '0', DATA_DIR: join(platform.folder, 'unused'), SHOPIFY_SHOP: shop },
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect([status, stdout]).toEqual([78, '']);
    expect(stderr).toContain('SHOPIFY_SHOP');
  });
});

describe('a hostile vendor', () => {
  it('S10: callers that leave while a vendor takes its time leave nothing running', async () => {
    let asked = 0;
    let aborted = 0;
    vendor.answerWith(
      (_, signal) =>
        new Promise((resolve) => {
          asked += 1;
          const timer = setTimeout(() => resolve(empty()), 20_000);
          signal?.addEventListener('abort', () => {
            aborted += 1;
            clearTimeout(timer);
            resolve(empty());
          });
        }),
    );
    const key = await newKey(platform.url, platform.key, 'operator');
    const left = new AbortController();
    const leaving = Array.from({ length: 30 }, (_, at) => {
      const { headers, body } = modernMessage('tools/call', {
        name: 'shopify_list_products',
        arguments: { text: `leave ${at}` },
      });
      return fetch(`${platform.url}/mcp`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${key}` },
        body: body as string,
        signal: left.signal,
      }).catch(() => undefined);
    });
    await expect.poll(() => asked, { timeout: 15_000 }).toBe(30);
    left.abort();
    await Promise.all(leaving);
    await expect.poll(() => aborted, { timeout: 5_000 }).toBe(30);
    vendor.answerWith(undefined);

    expect((await list({ limit: 2 })).status).toBe(200);
    expect(platform.logText()).not.toContain('"code":"internal"');
  });

  it.each([301, 302, 303, 307, 308])('S2: a redirect with %i is not followed', async (status) => {
    await using canary = await openTcpServer();
    const before = vendor.requests.length;
    vendor.answerWith(async () => reply(status, '', { location: `http://127.0.0.1:${canary.port}/` }));
    const { status: answered, text } = await list({ text: `redirect ${status}` });
    vendor.answerWith(undefined);

    expect(answered).toBe(502);
    expect([canary.accepted(), vendor.requests.length - before]).toEqual([0, 1]);
    expect(text).not.toContain(String(canary.port));
  });

  it.each<[string, () => Promise<WireReply>]>([
    ['breaks the connection', async () => Promise.reject(new WireError('reset', 'unknown', 'reset'))],
    ['sends a web page', async () => reply(200, '<html>'.repeat(1_000))],
    ['sends nothing', async () => reply(200, '')],
    ['sends half of its JSON', async () => reply(200, '{"data":{"products":')],
    ['sends a list', async () => reply(200, '[]')],
    ['sends null', async () => reply(200, 'null')],
    ['sends another shape', async () => reply(200, '{"data":{"products":{"nodes":{"__proto__":1}}}}')],
    ['nests 100,000 levels', async () => reply(200, `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)],
    [
      'fails with 5,000 errors',
      async () => reply(200, { errors: Array.from({ length: 5_000 }, () => ({ message: 'no' })) }),
    ],
    ['fails with a stack', async () => reply(500, 'Error\n    at Object.<anonymous> (/var/www/app/server.js:10:5)')],
    [
      'refuses with a stack',
      async () => reply(422, { errors: 'Error at run (/var/www/app/server.js:10:5) 10.0.0.5:5432' }),
    ],
    ['names a strange status', async () => reply(299, '{}')],
    ['asks for a wait of a year', async () => reply(429, '{}', { 'retry-after': '31536000' })],
    ['asks for a negative wait', async () => reply(429, '{}', { 'retry-after': '-1' })],
    ['asks for a wait that is no number', async () => reply(429, '{}', { 'retry-after': 'NaN' })],
    [
      'tells of an endless quota',
      async () =>
        reply(
          200,
          '{"data":null,"errors":[{"message":"x","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":1e308,"throttleStatus":{"maximumAvailable":1000000,"currentlyAvailable":0,"restoreRate":1000000}}}}',
        ),
    ],
    // Last: Node's HTTP/2 server counts what was cut off against the connection, and takes no further streams on it.
    ['sends 40 MB', async () => reply(200, `{"data":"${'a'.repeat(40 * MIB)}"}`)],
  ])('S10: a vendor that %s is answered for in words of ours, and the process lives', async (_, answer) => {
    vendor.answerWith(answer);
    const { status, json, text } = await list({ text: `hostile ${Math.random()}` });
    vendor.answerWith(undefined);

    expect(status).toBeOneOf([422, 429, 502, 503, 504]);
    expect(json.error.code).toMatch(/^upstream_/);
    expect(text.length).toBeLessThan(10_000);
    expect(leakIn(text.replaceAll(/\(\/var\/www[^)]*\)/g, ''))).toBeUndefined();
    expect(platform.alive()).toBe(true);
  });
});

it('is up and well after all of this', async () => {
  expect(platform.alive()).toBe(true);
  expect((await callRest(platform.url, platform.key, 'test_simple_text', {})).status).toBe(200);
});
