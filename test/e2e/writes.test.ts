import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallResult } from '../support/answer-checks.ts';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';
import { connectClient, type Rest, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform, temporaryFolder } from '../support/platform-process.ts';

const WRITE = 'shopify_update_product_seo';
const MUTATION = 'UpdateProductSeo';
/** A product of the emulated shop. */
const PRODUCT = '8100000000010';
const META_KEY = 'mcp-platform/idempotencyKey';
/** Longer than any test: the caller, or the platform, is gone before. */
const HELD = `delayMs=30000;when=after;match=${MUTATION}`;

let shop: EmulatedShop;
let platform: PlatformProcess;
let rest: Rest;

beforeAll(async () => {
  shop = await openEmulatedShop();
  platform = await startPlatform({ settings: shop.settings });
  rest = restOf(platform, platform.key);
});

afterEach(() => shop.clearFaults());

afterAll(async () => {
  await platform[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

const mutations = () => shop.operations().filter((name) => name === MUTATION).length;
const titled = (title: string) => ({ id: PRODUCT, title });

async function titleInShop(): Promise<string> {
  const query = `{ product(id: "gid://shopify/Product/${PRODUCT}") { seo { title } } }`;
  return (await shop.ask<{ product: { seo: { title: string } } }>(query)).product.seo.title;
}

describe('a write with an idempotency key', () => {
  it('is carried out once and answered again, byte for byte, over REST', async () => {
    const before = mutations();
    const headers = { 'idempotency-key': randomUUID() };

    const first = await rest.call(WRITE, titled('Over REST'), headers);
    const second = await rest.call(WRITE, titled('Over REST'), headers);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(mutations()).toBe(before + 1);
  });

  it.each(['2026-07-28', '2025-11-25'] as const)('in _meta of an MCP call of %s is one write', async (revision) => {
    await using client = await connectClient(platform, platform.key, revision);
    const before = mutations();
    const call = { name: WRITE, arguments: titled(`Over MCP ${revision}`), _meta: { [META_KEY]: randomUUID() } };

    const first = (await client.callTool(call)) as CallResult;
    const second = (await client.callTool(call)) as CallResult;

    expect(second.structuredContent).toEqual(first.structuredContent);
    expect(second.content).toEqual(first.content);
    expect([first, second].map(({ _meta }) => _meta?.['mcp-platform/replayed'])).toEqual([false, true]);
    expect(mutations()).toBe(before + 1);
  });

  it('as an argument, is the same key on every face', async () => {
    await using client = await connectClient(platform, platform.key);
    const before = mutations();
    const input = { ...titled('As an argument'), idempotencyKey: randomUUID() };

    const overMcp = (await client.callTool({ name: WRITE, arguments: input })) as CallResult;
    const overRest = await rest.call(WRITE, titled('As an argument'), { 'idempotency-key': input.idempotencyKey });

    expect(overRest.headers.get('idempotent-replayed')).toBe('true');
    expect(overRest.json).toEqual(overMcp.structuredContent);
    expect(mutations()).toBe(before + 1);
  });

  it('is refused for another input, and nothing is written', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await rest.call(WRITE, titled('The first'), headers);
    const before = mutations();

    const other = await rest.call(WRITE, titled('Another'), headers);

    expect([other.status, other.json.error.code]).toEqual([422, 'idempotency_mismatch']);
    expect(mutations()).toBe(before);
  });

  it('is another write when another principal sends it', async () => {
    const operator = restOf(platform, (await rest.newKey('operator')).key);
    const headers = { 'idempotency-key': randomUUID() };
    const before = mutations();

    await rest.call(WRITE, titled('Of both'), headers);
    const answer = await operator.call(WRITE, titled('Of both'), headers);

    expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, null]);
    expect(mutations()).toBe(before + 2);
  });

  it('that is no key is refused before anything is written', async () => {
    const before = mutations();

    const answers = [
      await rest.call(WRITE, titled('Never'), { 'idempotency-key': 'two words' }),
      await rest.call(WRITE, { ...titled('Never'), idempotencyKey: '' }),
      await rest.call(WRITE, { ...titled('Never'), idempotencyKey: 'a' }, { 'idempotency-key': 'b' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(mutations()).toBe(before);
  });

  it('waits for nobody while the first is under way: 409, with when to come back', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const before = mutations();
    await shop.switchFaults(`delayMs=1000;when=after;match=${MUTATION}`);

    const running = rest.call(WRITE, titled('Slowly'), headers);
    await shop.arrived(MUTATION, before + 1);
    const meanwhile = await rest.call(WRITE, titled('Slowly'), headers);

    expect([meanwhile.status, meanwhile.json.error.code]).toEqual([409, 'conflict']);
    expect(Number(meanwhile.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await running).status).toBe(200);
    expect((await rest.call(WRITE, titled('Slowly'), headers)).headers.get('idempotent-replayed')).toBe('true');
    expect(mutations()).toBe(before + 1);
  });

  it('is finished when its caller leaves, and its end is there for who asks again', async () => {
    const key = randomUUID();
    const before = mutations();
    await shop.switchFaults(`delayMs=500;when=after;match=${MUTATION}`);
    const leaving = new AbortController();

    const left = rest.call(WRITE, titled('Left alone'), { 'idempotency-key': key }, leaving.signal);
    await shop.arrived(MUTATION, before + 1);
    leaving.abort();

    await expect(left).rejects.toThrow();
    const answer = await vi.waitFor(
      async () => {
        const asked = await rest.call(WRITE, titled('Left alone'), { 'idempotency-key': key });
        expect(asked.status).toBe(200);
        return asked;
      },
      { timeout: 5_000, interval: 100 },
    );
    expect(answer.headers.get('idempotent-replayed')).toBe('true');
    expect(mutations()).toBe(before + 1);
  });
});

describe('a write without an idempotency key', () => {
  it('is given one that replays it, and a twin is named', async () => {
    const title = `Without a key ${randomUUID()}`;
    const before = mutations();

    const first = await rest.call(WRITE, titled(title));
    const replayed = await rest.call(WRITE, titled(title), {
      'idempotency-key': first.headers.get('idempotency-key') as string,
    });
    const twin = await rest.call(WRITE, titled(title));

    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(twin.headers.get('idempotent-replayed')).toBeNull();
    expect(twin.headers.get('x-possible-duplicate-of')).toMatch(/^[0-9a-f-]{36}$/);
    expect(mutations()).toBe(before + 2);
  });
});

describe('a write', () => {
  it('leaves its intent and its outcome in the audit trail, and nothing of what it wrote', async () => {
    const answer = await rest.call(WRITE, titled('For the auditors'));

    const callId = answer.headers.get('x-call-id');
    const rows = (await rest.audit({ subject: WRITE })).filter((row) => row.callId === callId);
    expect(rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['call', 'ok'],
      ['intent', 'intent'],
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({ effect: 'write', connection: 'shopify/default', mode: 'emulated', face: 'rest' });
      expect(row.inputDigest).toMatch(/^[\w-]{43}$/);
    }
    expect(rows[0]?.inputDigest).toBe(rows[1]?.inputDigest);
    expect(JSON.stringify(rows)).not.toContain('auditors');
  });

  it('that a kill cut off is unknown after the start, said so, and never sent a second time in silence', async () => {
    using folder = temporaryFolder();
    const settings = shop.settings;
    const headers = { 'idempotency-key': randomUUID() };
    const input = titled(`Cut off ${headers['idempotency-key']}`);
    const before = mutations();
    let key: string;
    {
      await using first = await startPlatform({ settings, folder: folder.path });
      key = first.key;
      await shop.switchFaults(HELD);
      const cut = restOf(first, key).call(WRITE, input, headers);
      await shop.arrived(MUTATION, before + 1);
      await vi.waitFor(async () => expect(await titleInShop()).toBe(input.title));
      first.signal('SIGKILL');
      await expect(cut).rejects.toThrow();
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
    }

    await using second = await startPlatform({ settings, folder: folder.path });
    const again = restOf(second, key);
    const answers = [await again.call(WRITE, input, headers), await again.call(WRITE, input, headers)];

    expect(second.banner.replace(/\s+/g, ' ')).toContain(
      'A write was under way when the platform last ended, and its outcome is unknown: see mcp-platform dead-letters list.',
    );
    for (const { status, json } of answers) {
      expect(status).toBe(502);
      expect(json.error).toMatchObject({
        code: 'outcome_unknown',
        record: expect.stringMatching(/^[0-9a-f-]{36}$/),
        message: expect.stringContaining('not known'),
      });
    }
    expect(mutations()).toBe(before + 1);
    const rows = await again.audit({ subject: WRITE });
    expect(rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['call', 'outcome_unknown'],
      ['call', 'outcome_unknown'],
      ['intent', 'intent'],
    ]);

    const { letters } = await again.act('dead-letters.list');
    const id = answers[0]?.json.error.record;
    expect(letters).toMatchObject([{ id, state: 'unknown', tool: WRITE }]);
    expect((await again.act('dead-letters.show', { id })).input).toEqual({ ...input, connection: 'default' });
    expect(await again.act('dead-letters.check', { id })).toMatchObject({ checked: [{ id, outcome: 'done' }] });
    const settled = await again.call(WRITE, input, headers);
    expect([settled.status, settled.json.error.code, mutations()]).toEqual([409, 'settled', before + 1]);
  });
});
