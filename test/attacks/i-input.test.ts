import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { parseSearch, type SearchNode } from '../../src/connectors/shopify/emulator/search/parse-search.ts';
import type { WireRequest } from '../../src/kernel/wire.ts';
import { exchangeRaw } from '../support/raw-http.ts';
import { sharedData } from '../support/shared-data.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { act, auditRows, callMcp, callRest, leakIn, newKey, send, withEach } from './support/mcp-request.ts';
import { type WatchedVendor, watchVendor } from './support/watched-vendor.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

let vendor: WatchedVendor;
let platform: AttackedPlatform;

beforeAll(async () => {
  vendor = await watchVendor();
  platform = await attackPlatform({
    settings: { ...vendor.settings, SHOPIFY_ACCESS_TOKEN: vendor.credentials.SHOPIFY_ACCESS_TOKEN as string },
  });
});
afterAll(async () => {
  expect(platform?.strayLines()).toEqual([]);
  await platform?.[Symbol.asyncDispose]();
  await vendor?.[Symbol.asyncDispose]();
});

const postMcp = (body: string | Uint8Array) => send(`${platform.url}/mcp`, platform.key, { headers: JSON_TYPE, body });
const postRest = (body: string | Uint8Array, tool = 'test_simple_text') =>
  send(`${platform.url}/api/v1/tools/${tool}/call`, platform.key, { headers: JSON_TYPE, body });

const parsingTests = sharedData('corpora', 'JSONTestSuite', 'test_parsing');

describe.skipIf(!parsingTests)('JSONTestSuite (skipped where it is not beside the checkout)', () => {
  const files = parsingTests === undefined ? [] : readdirSync(parsingTests).filter((name) => name.endsWith('.json'));
  const read = (name: string) => readFileSync(join(parsingTests as string, name));

  it('I1: has its 318 files', () => {
    expect(files).toHaveLength(318);
  });

  it('I1: what is JSON is read on both faces', async () => {
    for (const name of files.filter((file) => file.startsWith('y_'))) {
      const [mcp, rest] = [await postMcp(read(name)), await postRest(read(name))];
      expect(mcp.status, name).toBe(400);
      expect([-32600, -32602], name).toContain(mcp.json.error.code);
      expect(rest.json.error?.code ?? 'ok', name).toMatch(/^(ok|invalid_input)$/);
    }
  });

  it('I1: what is no JSON is refused on both faces', async () => {
    for (const name of files.filter((file) => file.startsWith('n_'))) {
      const [mcp, rest] = [await postMcp(read(name)), await postRest(read(name))];
      const tooDeep = mcp.status === 413;
      expect([mcp.status, mcp.json.error.code], name).toEqual(tooDeep ? [413, -32600] : [400, -32700]);
      // REST takes no bytes at all for no arguments.
      if (read(name).length > 0) expect(rest.json.error.code, name).toMatch(/^(invalid_request|too_large)$/);
    }
  });

  it('I1: what may be either is never a fault of the platform', async () => {
    for (const name of files.filter((file) => file.startsWith('i_'))) {
      const answers = [await postMcp(read(name)), await postRest(read(name))];
      for (const { status, text } of answers) {
        expect(status, name).toBeLessThan(500);
        expect(leakIn(text), name).toBeUndefined();
      }
    }
  });
});

describe('odd members', () => {
  it.each([
    '{"__proto__":{"limit":1}}',
    '{"\\u005f\\u005fproto\\u005f\\u005f":{"limit":1}}',
    '{"limit":1,"__proto__":null}',
    '{"constructor":{"prototype":{"limit":1}}}',
    '{"prototype":{"limit":1}}',
    '{"toString":"x"}',
    '{"hasOwnProperty":1}',
    '{"limit":{"__proto__":{"valueOf":1}}}',
    '{"text":{"toString":"x"}}',
  ])('I2: the arguments %s are refused on both faces and reach no vendor', async (input) => {
    const before = vendor.requests.length;
    const rest = await postRest(input, 'shopify_list_products');
    const mcp = await postMcp(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"shopify_list_products","arguments":${input}}}`,
    );

    expect([rest.status, rest.json.error.code]).toEqual([400, 'invalid_input']);
    expect(mcp.json.error?.code ?? mcp.json.result._meta['mcp-platform/error'].code).toBeOneOf([
      -32602,
      'invalid_input',
    ]);
    expect(vendor.requests.length).toBe(before);
  });

  it('I2: a member given twice has one meaning for validation, vendor and audit', async () => {
    const before = vendor.requests.length;
    const twice = await postRest('{"limit":1,"limit":2}', 'shopify_list_products');
    const once = await postRest('{"limit":2}', 'shopify_list_products');

    expect([twice.status, once.status]).toEqual([200, 200]);
    const asked = vendor.requests.slice(before).map((request) => variablesOf(request).first);
    expect(asked).toEqual([2]);
    const [a, b] = await auditRows(platform.url, platform.key, { subject: 'shopify_list_products', limit: 2 });
    expect(a?.inputDigest).toBe(b?.inputDigest);
  });

  it('I2: a member given twice cannot name one tool to policy and run another', async () => {
    const viewer = await newKey(platform.url, platform.key, 'viewer');
    const { json } = await send(`${platform.url}/mcp`, viewer, {
      headers: JSON_TYPE,
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"shopify_list_products","name":"shopify_search_orders"}}',
    });
    expect(json.result._meta['mcp-platform/error'].code).toBe('forbidden');
  });

  it.each([
    ['an unknown argument', '{"unknown":1}'],
    ['1 MB of text', `{"text":"${'a'.repeat(1_000_000)}"}`],
    ['1 MB of unknown arguments', `{${Array.from({ length: 50_000 }, (_, at) => `"argument${at}":1`).join(',')}}`],
    ['a number for text', '{"text":1}'],
    ['text for a number', '{"limit":"1"}'],
    ['a list for text', '{"text":["tea"]}'],
    ['an object for text', '{"text":{"$ne":null}}'],
    ['null', '{"limit":null}'],
    ['an endless number', '{"limit":1e400}'],
    ['a number beyond exactness', '{"limit":9007199254740993}'],
    ['a fraction', '{"limit":1.5}'],
    ['a negative number', '{"limit":-1}'],
    ['nothing at all', '{"limit":0}'],
    ['another case', '{"Limit":1}'],
    ['a word outside its list', '{"sortBy":"constructor"}'],
    ['half a character', '{"text":"\\ud800"}'],
    ['a list of arguments', '[]'],
    ['text for arguments', '"limit"'],
    ['an unknown connection', '{"connection":"../default"}'],
    ['a connection that is no text', '{"connection":{"name":"default"}}'],
    ['a key for a read', '{"idempotencyKey":"a"}'],
  ])('I3: %s is refused, says what to change in few words, and reaches no vendor', async (_, input) => {
    const before = vendor.requests.length;
    const { status, json, text } = await postRest(input, 'shopify_list_products');

    expect([status, json.error.code]).toEqual([400, 'invalid_input']);
    expect(text.length).toBeLessThan(10_000);
    expect(leakIn(text)).toBeUndefined();
    expect(vendor.requests.length).toBe(before);
  });

  it.each([
    ['50,000 unknown members', Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`member${at}`, 1]))],
    ['a role that is none', { name: 'x', role: 'owner' }],
    ['a name of 1 MB', { name: 'x'.repeat(1_000_000), role: 'viewer' }],
    ['a name with a line in it', { name: 'x\ny', role: 'viewer' }],
    ['a name of invisible signs', { name: '\u200b\u200b', role: 'viewer' }],
    ['100,000 patterns', { name: 'x', role: 'viewer', tools: Array.from({ length: 100_000 }, () => '*') }],
    ['an empty limit', { name: 'x', role: 'viewer', tools: [] }],
  ])('I3: an action with %s is refused in few words', async (_, input) => {
    const answer = await send(`${platform.url}/api/v1/admin/keys.create`, platform.key, {
      headers: JSON_TYPE,
      body: JSON.stringify(input),
    });
    expect([answer.status, answer.json.error.code]).toEqual([400, 'invalid_input']);
    expect(answer.text.length).toBeLessThan(10_000);
  });
});

const naughty = sharedData('corpora', 'blns', 'blns.json');
const HOSTILE = [
  "' OR 1=1--",
  '"; DROP TABLE products;--',
  '") { __schema { types { name } } } #',
  'tag:secret OR vendor:*',
  'a" OR status:draft OR tag:"b',
  "a' OR status:draft OR tag:'b",
  'a" \'b',
  '\\" OR id:>0',
  '*',
  'a*',
  '-tea',
  'NOT tea',
  '(tea OR coffee)',
  '>2026-01-01',
  '$(id)',
  '`id`',
  '; cat /etc/passwd',
  '--help',
  '-rf',
  '{{7*7}}',
  '$'.concat('{7*7}'),
  'a\r\nX-Injected: 1',
  'a\u0000b',
  '\u001b[2J',
  '\u202eabc',
  '\u{e0041}\u{e0042}',
  '<script>alert(1)</script>',
];

describe.skipIf(!naughty)('naughty strings (skipped where they are not beside the checkout)', () => {
  const strings: string[] = naughty === undefined ? [] : JSON.parse(readFileSync(naughty, 'utf8'));
  const fields = textFields();

  it('I4: there are 515 of them, and more than 20 fields to put them in', () => {
    expect(strings).toHaveLength(515);
    expect(fields.length).toBeGreaterThan(20);
  });

  it('I4: none in any text is a fault of the platform, and each arrives at the vendor as text', async () => {
    vendor.answerWith(async (request) => quickReply(request));
    const first = vendor.requests.length;
    const calls = fields.flatMap((field) => [...strings, ...HOSTILE].map((text) => ({ ...field, text })));
    const wrong: string[] = [];
    await withEach(calls, 40, async ({ tool, field, base, text }) => {
      const { status, text: answer } = await callRest(platform.url, platform.key, tool, { ...base, [field]: text });
      if (status >= 500 || leakIn(answer)) wrong.push(`${tool} ${field} ${JSON.stringify(text)}: ${status} ${answer}`);
    });
    vendor.answerWith(undefined);

    expect(wrong.slice(0, 5)).toEqual([]);
    const sent = vendor.requests.slice(first);
    expect(sent.length).toBeGreaterThan(5_000);
    // What callers write travels in variables alone: there are no more documents than the tools have.
    expect(new Set(sent.map(documentOf)).size).toBeLessThan(16);
    const strange = sent.filter((request) => !searchesOnlyWhatWasGiven(request));
    expect(strange.slice(0, 3).map((request) => variablesOf(request).query)).toEqual([]);
  }, 60_000);

  it('I4: a text that is written arrives byte for byte', async () => {
    vendor.answerWith(async (request) => quickReply(request));
    const first = vendor.requests.length;
    const accepted = await withEach(strings, 20, async (title) => {
      const { status } = await callRest(platform.url, platform.key, 'shopify_update_product_seo', { id: '1', title });
      return status === 400 ? undefined : title.trim();
    });
    vendor.answerWith(undefined);

    const arrived = vendor.requests.slice(first).filter((request) => documentOf(request).startsWith('mutation'));
    const titles = new Set(arrived.map((request) => variablesOf(request).product.seo.title));
    expect(titles).toEqual(new Set(accepted.filter((title) => title !== undefined)));
    expect(titles.size).toBeGreaterThan(400);
  }, 30_000);
});

describe('paths and look-alikes', () => {
  it.each(traversals())('I6: the resource %s is not found', async (uri) => {
    const { json, status } = await postMcp(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri } }),
    );
    expect([status, json.error.code]).toEqual([200, -32602]);
    expect(leakIn(json.error.message)).toBeUndefined();
  });

  it.each(traversals())('I6: the path of a result page that says %s is refused', async (part) => {
    const parts = [part, encodeURIComponent(part)];
    for (const path of parts.flatMap((id) => [`/api/v1/results/${id}/pages/1`, `/api/v1/results/${id}/file`])) {
      const { status, text } = await sendRaw(path);
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
      expect(leakIn(text), path).toBeUndefined();
    }
  });

  it.each(['%2e%2e%2f', '..%2f', '%2e%2e/', '../', '..\\', '%5c..', '....//', '%252e%252e%252f', '%c0%ae%c0%ae/'])(
    'I6: no path with %s reaches a file of the machine',
    async (step) => {
      for (const prefix of ['/docs/', '/', '/api/v1/', '/docs/swagger-ui.css/']) {
        const { status, text } = await sendRaw(`${prefix}${step.repeat(8)}etc/passwd`);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(text).not.toContain('root:');
      }
    },
  );

  it.each([
    'shopify_list_product\u0455',
    'shopify_list_products\u200b',
    '\ufeffshopify_list_products',
    'shopify_list_products\u202e',
    'shopify_list_products\u{e0061}',
    'SHOPIFY_LIST_PRODUCTS',
    'shopify_list_products ',
    'shopify_list_products\u0000',
    'ｓhopify_list_products',
    'shopify_list_products\n',
  ])('I10: a tool name that only looks right (%j) is unknown', async (name) => {
    expect((await callMcp(platform.url, platform.key, name, {})).json.error.code).toBe(-32602);
    expect((await callRest(platform.url, platform.key, name, {})).status).toBe(404);
  });

  it.each(['ali\u0441e\u200b', '\u202eadmin', 'a\u{e0041}', 'a\u0000', 'a\u001b[31m', '-', ' ', '\ufeff', 'a\u2028b'])(
    'I10: a key’s name with signs that nobody sees (%j) is refused',
    async (name) => {
      await expect(act(platform.url, platform.key, 'keys.create', { name, role: 'viewer' })).rejects.toThrow(
        'invalid_input',
      );
    },
  );
});

it('is up and well after all of this', async () => {
  expect(platform.alive()).toBe(true);
  expect((await callRest(platform.url, platform.key, 'test_simple_text', {})).status).toBe(200);
  expect(platform.logText()).not.toContain('"level":"error"');
});

/** Tools whose texts get every string of the corpora, over HTTP; `i-every-tool.test.ts` attacks all tools with fewer. */
const ATTACKED = new Set([
  'shopify_list_products',
  'shopify_get_product',
  'shopify_update_product_seo',
  'shopify_search_orders',
  'shopify_get_order',
  'shopify_list_locations',
]);

/** Every argument of those tools that takes text, with the other arguments that make a good call. */
function textFields() {
  return CONNECTORS.flatMap(({ tools }) =>
    tools
      .filter(({ name }) => ATTACKED.has(name))
      .flatMap((tool) =>
        Object.entries(tool.input.toJSONSchema({ io: 'input' }).properties ?? {})
          .filter(([, schema]) => typeof schema === 'object' && schema.type === 'string' && schema.enum === undefined)
          .map(([field]) => ({ tool: tool.name, field, base: baseOf(tool.name, field) })),
      ),
  );
}

function baseOf(tool: string, field: string): object {
  const needsId = tool === 'shopify_get_order' || tool === 'shopify_get_product';
  if (tool === 'shopify_update_product_seo') return field === 'id' ? { title: 'Tea' } : { id: '1' };
  if (needsId && !['id', 'name', 'handle'].includes(field)) return { id: '1' };
  return field === 'stockCursor' ? { locationId: '1' } : {};
}

/** The SEO tool is answered, so that it comes to write; everything else is refused as quickly as can be. */
async function quickReply(request: WireRequest) {
  const headers = { 'content-type': 'application/json' };
  const product = {
    id: 'gid://shopify/Product/1',
    title: 'Tea',
    handle: 'tea',
    seo: { title: null, description: null },
  };
  const document = documentOf(request);
  if (document.startsWith('query ProductSeo')) {
    return { status: 200, headers, body: JSON.stringify({ data: { product } }) };
  }
  if (document.startsWith('mutation')) {
    return { status: 200, headers, body: JSON.stringify({ data: { productUpdate: { product, userErrors: [] } } }) };
  }
  const error = { message: 'Not now', extensions: { code: 'BAD_REQUEST' } };
  return { status: 200, headers, body: JSON.stringify({ errors: [error] }) };
}

function bodyOf({ body }: WireRequest) {
  return JSON.parse(typeof body === 'string' ? body : Buffer.from(body as Uint8Array).toString('utf8'));
}

function documentOf(request: WireRequest): string {
  return bodyOf(request).query;
}

function variablesOf(request: WireRequest) {
  return bodyOf(request).variables;
}

/** Whether the search is made of quoted texts only, each of at most one field, that must all match. */
function searchesOnlyWhatWasGiven(request: WireRequest): boolean {
  const { query } = variablesOf(request);
  if (typeof query !== 'string') return true;
  const root = parseSearch(query) as SearchNode;
  const terms = root.kind === 'and' ? root.nodes : [root];
  const fields = new Set(terms.map((node) => (node.kind === 'term' ? node.term.field : undefined)));
  return terms.every((node) => node.kind === 'term' && node.term.isPhrase) && fields.size === 1;
}

function traversals(): string[] {
  const id = '00000000-0000-7000-8000-000000000000';
  return [
    'file:///etc/passwd',
    '/etc/passwd',
    '../../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    'http://127.0.0.1:1/',
    'http://169.254.169.254/latest/meta-data/',
    'mcp-platform://results/../../etc/passwd',
    `mcp-platform://results/${id}/pages/../../../etc/passwd`,
    `mcp-platform://results/${id}/pages/1/../2`,
    `mcp-platform://results/${id}/pages/-1`,
    `mcp-platform://results/${id}/pages/1e9`,
    `mcp-platform://results/${id}/pages/99999999999999999999`,
    `mcp-platform://results/${id}%2f..%2f/pages/1`,
    "mcp-platform://results/' OR 1=1--                      /pages/1",
    `mcp-platform://results/${'-'.repeat(36)}/pages/1`,
    `mcp-platform://results/${id}/pages/1\n`,
    `MCP-PLATFORM://results/${id}/pages/1`,
    `mcp-platform://evil@results/${id}/pages/1`,
    `mcp-platform://results/${'a'.repeat(10_000)}`,
  ];
}

/** Paths as they are: a client would tidy them. */
function sendRaw(path: string) {
  const target = path.replace(/[ \n]/g, (sign) => encodeURIComponent(sign));
  return exchangeRaw(
    platform.port,
    `GET ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${platform.key}\r\nconnection: close\r\n\r\n`,
  );
}
