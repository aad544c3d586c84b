import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WireError, type WireReply } from '../../src/kernel/wire.ts';
import { LAUNCHER } from '../support/platform-process.ts';
import { sharedData } from '../support/shared-data.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { act, auditRows, callMcp, callRest, modernMessage, newKey, send, withEach } from './support/mcp-request.ts';
import { filesOf, readLeakPatterns, type Secret, secretsIn } from './support/planted-secrets.ts';
import { type WatchedVendor, watchVendor } from './support/watched-vendor.ts';

const random = () => randomBytes(32).toString('base64url');
const JSON_TYPE = { 'content-type': 'application/json' };

const secretOf = {
  encryptionKey: random(),
  adminKey: random(),
  clientSecret: `plain-${random()}`,
  staticToken: `odd.${random()}`,
  commandLineKey: random(),
  minted: `minted~${random()}`,
};

let vendor: WatchedVendor;
let platform: AttackedPlatform;
let secrets: Secret[];

beforeAll(async () => {
  vendor = await watchVendor();
  platform = await attackPlatform({
    settings: {
      ...vendor.settings,
      OAUTH_ENCRYPTION_KEY: secretOf.encryptionKey,
      ADMIN_API_KEY: secretOf.adminKey,
      MCP_PLATFORM_API_KEY: secretOf.commandLineKey,
      SHOPIFY_CLIENT_ID: 'client-of-the-attack',
      SHOPIFY_CLIENT_SECRET: secretOf.clientSecret,
      SHOPIFY_ACCESS_TOKEN: secretOf.staticToken,
      RETRY_ATTEMPTS: '0',
      BREAKER_FAILURES: '1000',
      LOG_LEVEL: 'debug',
    },
  });
  secrets = Object.entries(secretOf).map(([name, value]) => ({ name, value }));
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

/** What makes the platform believe in a quota that no attack uses up. */
const cost = {
  requestedQueryCost: 1,
  actualQueryCost: 1,
  throttleStatus: { maximumAvailable: 1_000_000, currentlyAvailable: 1_000_000, restoreRate: 1_000_000 },
};

/** Ways in which a vendor tells back what it was sent, or breaks. */
function tellingReplies(told: string): (() => WireReply)[] {
  return [
    () =>
      reply(200, {
        data: { products: { nodes: [], pageInfo: { hasNextPage: true, endCursor: told } } },
        extensions: { cost },
      }),
    () => reply(200, { errors: [{ message: `Bad token ${told}`, extensions: { code: 'BAD_REQUEST' } }] }),
    () => reply(200, { errors: [{ message: told, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: told } }] }),
    () => reply(200, { errors: [{ message: `needs \`${told}\``, extensions: { code: 'ACCESS_DENIED' } }] }),
    () => reply(403, { errors: `No access with ${told}` }),
    () => reply(422, { errors: `Cannot use ${told}` }),
    () => reply(500, `<html>${told}</html>`),
    () => reply(200, `<html>${told}</html>`),
    () => reply(200, { data: { products: { nodes: [{ title: told }] } } }),
    () => reply(200, { data: null, extensions: { cost, search: [{ warnings: [{ field: told, message: told }] }] } }),
    () =>
      reply(
        200,
        { data: { products: { nodes: [], pageInfo: { hasNextPage: false } } } },
        {
          'x-shopify-api-version': told,
          'x-shopify-api-deprecated-reason': told,
        },
      ),
    () => {
      throw new WireError('reset', 'unknown', told);
    },
  ];
}

/** Everything that an operator or a thief can look at. */
async function everythingKept(): Promise<{ readonly name: string; readonly text: string }[]> {
  const metrics = await send(`${platform.url}/metrics`, secretOf.adminKey, { method: 'GET' });
  const health = await send(`${platform.url}/health/detailed`, secretOf.adminKey, { method: 'GET' });
  const audit = JSON.stringify(await auditRows(platform.url, secretOf.adminKey));
  return [
    { name: 'log', text: platform.logText() },
    { name: 'banner', text: platform.banner },
    { name: 'metrics', text: metrics.text },
    { name: 'health', text: health.text },
    { name: 'audit', text: audit },
    ...filesOf(platform.folder),
  ];
}

describe('planted secrets', () => {
  it('K1: none of 20 is in an answer, a log, a metric, an audit row or a file after 500 calls with faults', async () => {
    for (let at = 0; at < 12; at++) {
      secrets.push({ name: `key ${at}`, value: await newKey(platform.url, secretOf.adminKey, 'admin') });
    }
    secrets.push(...['a', 'b'].map((name) => ({ name: `wrong key ${name}`, value: `mcpk_${random()}` })));
    expect(secrets).toHaveLength(20);
    const telling = secrets
      .filter(({ name }) => ['clientSecret', 'minted', 'staticToken', 'key 0'].includes(name))
      .flatMap(({ value }) => tellingReplies(value));
    let turn = 0;
    vendor.answerWith(async ({ url }) =>
      url.endsWith('/oauth/access_token')
        ? reply(200, { access_token: secretOf.minted, expires_in: 3600 })
        : (telling[turn++ % telling.length] as () => WireReply)(),
    );
    const keys = secrets.filter(({ name }) => name.includes('key ')).map(({ value }) => value);
    const told = await withEach(
      Array.from({ length: 500 }, (_, at) => at),
      10,
      async (at) => {
        const key = keys[at % keys.length] as string;
        const input = { limit: 1 + (at % 90), text: `tea ${at}` };
        const answer =
          at % 2 === 0
            ? await callRest(platform.url, key, 'shopify_list_products', input)
            : await callMcp(platform.url, key, 'shopify_list_products', input);
        return secretsIn(answer.text, secrets);
      },
    );
    vendor.answerWith(undefined);

    expect(turn).toBeGreaterThan(300);
    expect(told.flat()).toEqual([]);
    for (const { name, text } of await everythingKept()) {
      const lines = text.split('\n').filter((line) => secretsIn(line, secrets).length > 0);
      expect([name, secretsIn(text, secrets), lines[0]?.slice(0, 2_000)]).toEqual([name, [], undefined]);
    }
  });

  it('K1: the token of this start is in the owner’s file alone, which only its owner reads', async () => {
    const { token } = JSON.parse(readFileSync(join(platform.folder, 'owner.json'), 'utf8'));
    await callRest(platform.url, token, 'test_simple_text', {});
    const holders = (await everythingKept()).filter(({ text }) => text.includes(token)).map(({ name }) => name);
    expect(holders).toEqual(['owner.json']);
  });
});

const patterns = sharedData('corpora', 'secrets', 'gitleaks.toml');

/** Secrets of the world, made here so that no scanner finds them in this file. */
function canaries(): string[] {
  const hex = (size: number) => randomBytes(size).toString('hex');
  const letters = (length: number) =>
    randomBytes(length * 2)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, length);
  return [
    `ghp_${letters(36)}`,
    `glpat-${letters(20)}`,
    `AKIA${'ABCDEFGH234567QR'}`,
    `xoxb-${'1'.repeat(12)}-${'2'.repeat(12)}-${letters(24)}`,
    `sk_live_${letters(24)}`,
    `AIza${letters(35)}`,
    `npm_${letters(36)}`,
    `SG.${letters(22)}.${letters(43)}`,
    `shpat_${hex(16)}`,
    `shpss_${hex(16)}`,
    `dop_v1_${hex(32)}`,
    `ya29.${letters(60)}`,
    `1000.${hex(16)}.${hex(16)}`,
    `eyJ${letters(30)}.eyJ${letters(60)}.${letters(43)}`,
    `mcpk_${letters(43)}`,
    hex(20),
  ];
}

describe('canaries', () => {
  it('K6: secrets pasted into any part of 3,000 requests or told by a vendor are in no log, metric or audit row', async () => {
    const planted = canaries();
    const key = await newKey(platform.url, secretOf.adminKey, 'operator');
    vendor.answerWith(async (request) => {
      if (request.url.endsWith('/oauth/access_token'))
        return reply(200, { access_token: secretOf.minted, expires_in: 3600 });
      const { variables } = JSON.parse(Buffer.from(request.body as Uint8Array).toString('utf8'));
      const telling = tellingReplies(String(variables.query));
      return (telling[Math.floor(Math.random() * telling.length)] as () => WireReply)();
    });
    const places = canaryPlaces(key);
    const requests = Array.from({ length: 3_000 }, (_, at) => ({
      canary: planted[at % planted.length] as string,
      place: places[Math.floor(at / planted.length) % places.length] as (canary: string) => Promise<unknown>,
    }));
    await withEach(requests, 20, ({ canary, place }) => place(canary));
    vendor.answerWith(undefined);

    const watched = (await everythingKept()).filter(({ name }) => ['log', 'metrics', 'audit', 'health'].includes(name));
    const named = planted.map((value) => ({ name: value, value }));
    for (const { name, text } of watched) expect([name, secretsIn(text, named)]).toEqual([name, []]);
    if (patterns === undefined) return;
    // The generic rule takes any long id after the word key for a secret, and ours name keys by their ids.
    const rules = readLeakPatterns(patterns).filter(({ id }) => id !== 'generic-api-key');
    expect(rules.length).toBeGreaterThan(200);
    for (const { name, text } of watched) {
      const found = text
        .split('\n')
        .flatMap((line) =>
          rules.filter(({ pattern }) => pattern.test(line)).map(({ id }) => `${id}: ${line.slice(0, 300)}`),
        );
      expect([name, found.slice(0, 3)]).toEqual([name, []]);
    }
  }, 40_000);

  it.each([
    ['line ends', 'tea\r\n{"level":"error","event":"forged"}\r\n'],
    ['signs of a terminal', '\u001b[2J\u001b[31mtea\u0007\u009b2J'],
    ['pieces of JSON', '","outcome":"ok","event":"forged'],
    ['line separators', 'tea\u2028{"event":"forged"}\u2029'],
    ['signs that turn the direction', '\u202eaet\u2066'],
    ['a NUL', 'tea\u0000forged'],
  ])('K7: a call with %s everywhere is one line of the log and one row of the audit trail', async (_, text) => {
    const key = await newKey(platform.url, secretOf.adminKey, 'operator');
    const rowsBefore = (await auditRows(platform.url, secretOf.adminKey)).length;
    const trace = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` };
    await callRest(platform.url, key, `test_simple_text${text}`, { [text]: text }, headers);
    const linesOfCall = () =>
      platform
        .logText()
        .split('\n')
        .filter((line) => line.includes(trace));
    await expect.poll(linesOfCall).toHaveLength(1);

    const added = platform.logText().split('\n').slice(-10, -1);
    for (const line of added) {
      expect(JSON.parse(line)).toHaveProperty('event');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    }
    expect(added.filter((line) => JSON.parse(line).event === 'forged')).toEqual([]);
    // The row of the call, and the one of the look at the trail before.
    expect((await auditRows(platform.url, secretOf.adminKey)).length - rowsBefore).toBe(2);
  });
});

describe('weak keys', () => {
  const known = sharedData('corpora', 'jwt-secrets', 'jwt.secrets.list');
  const long =
    known === undefined
      ? []
      : readFileSync(known, 'utf8')
          .split('\n')
          .filter((line) => line.trim().length >= 32 && !/[#=\s"'$\\]/.test(line));
  const weak: [string, string][] = [
    ['31 bytes', random().slice(0, 31)],
    ['one letter', 'a'.repeat(64)],
    ['one pattern', 'abc123'.repeat(12)],
    ['a few letters', 'aabbaabaabbbaabbaababbaabbaababababbabab'],
    ['a word filled up', `secret${'0'.repeat(40)}`],
    ...long.slice(0, 2).map((line): [string, string] => ['a publicly known secret', line]),
  ];

  it.each(weak.flatMap(([what, key]) => ['OAUTH_ENCRYPTION_KEY', 'ADMIN_API_KEY'].map((name) => [name, what, key])))(
    'K4: a start with %s of %s ends with 78, writes nothing and does not show it',
    (name, _, key) => {
      const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-weak-'));
      const { PATH, HOME } = process.env;
      const ended = spawnSync(process.execPath, [LAUNCHER, 'start'], {
        env: { PATH, HOME, PORT: '0', DATA_DIR: folder, [name as string]: key },
        encoding: 'utf8',
        timeout: 10_000,
      });
      const written = readdirSync(folder);
      rmSync(folder, { recursive: true });

      expect([ended.status, written]).toEqual([78, []]);
      expect(ended.stdout + ended.stderr).toContain(name);
      expect(ended.stdout + ended.stderr).not.toContain(key);
    },
  );
});

/** The parts of requests into which people paste what does not belong there. */
function canaryPlaces(key: string): ((canary: string) => Promise<unknown>)[] {
  const call = (input: unknown, headers = {}) => callRest(platform.url, key, 'shopify_list_products', input, headers);
  const get = (path: string, headers = {}) => send(platform.url + path, key, { method: 'GET', headers });
  const mcp = (body: unknown, headers = {}) =>
    send(`${platform.url}/mcp`, key, { headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
  return [
    (canary) => call({ text: canary, limit: 1 + Math.floor(Math.random() * 90) }),
    (canary) => call({ [canary]: 1 }),
    (canary) => call({ connection: canary }),
    (canary) => call({ idempotencyKey: canary }),
    (canary) => call({}, { 'user-agent': canary, referer: `https://x/?token=${canary}`, 'x-anything': canary }),
    (canary) => call({}, { traceparent: canary, tracestate: `a=${canary}`, baggage: `token=${canary}` }),
    (canary) => call({}, { cookie: `session=${canary}` }),
    (canary) => call({}, { origin: `https://${canary}` }),
    (canary) => call({}, { 'idempotency-key': `${canary} x` }),
    (canary) => callRest(platform.url, key, canary, {}),
    (canary) => callMcp(platform.url, key, canary, {}),
    (canary) => callMcp(platform.url, key, 'shopify_search_orders', { email: canary, tag: canary, text: canary }),
    (canary) => callRest(platform.url, canary, 'test_simple_text', {}),
    (canary) => get(`/api/v1/tools?token=${canary}`),
    (canary) => get(`/api/v1/whoami?x=${canary}#${canary}`),
    (canary) => get(`/${canary}`),
    (canary) => get(`/api/v1/results/${canary}/pages/1`),
    (canary) => mcp({ jsonrpc: '2.0', id: canary, method: canary }),
    (canary) => mcp({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: { canary } } }),
    (canary) => mcp({ jsonrpc: '2.0', id: 1, method: 'ping', params: { _meta: { traceparent: canary } } }),
    (canary) =>
      mcp({ jsonrpc: '2.0', id: 1, method: 'ping' }, { 'mcp-protocol-version': canary, 'mcp-session-id': canary }),
    (canary) => send(`${platform.url}/mcp`, key, modernMessage('resources/read', { uri: `mcp-platform://${canary}` })),
    (canary) => send(`${platform.url}/mcp`, key, { headers: JSON_TYPE, body: `{"secret":"${canary}"` }),
    (canary) => act(platform.url, secretOf.adminKey, 'audit.list', { subject: canary }).catch(() => undefined),
    (canary) => act(platform.url, secretOf.adminKey, 'keys.revoke', { id: canary }).catch(() => undefined),
    (canary) => act(platform.url, secretOf.adminKey, canary).catch(() => undefined),
  ];
}
