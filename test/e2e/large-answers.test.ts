import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallResult, expectToObey, type PublishedTool } from '../support/answer-checks.ts';
import { connectClient, REVISIONS, type Rest, request, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';

const READ = 'shopify_list_products';
const INPUT = { limit: 40 };
const CHARACTERS = 4_000;

let platform: PlatformProcess;
let rest: Rest;
let tool: PublishedTool;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always', RESULT_CHARACTERS: String(CHARACTERS) } });
  rest = restOf(platform, platform.key);
  const { tools } = (await rest.send('/api/v1/tools')).json;
  tool = tools.find(({ name }: PublishedTool) => name === READ);
});

afterAll(() => platform[Symbol.asyncDispose]());

interface Page {
  readonly products: readonly { readonly id: string }[];
  readonly page: { number: number; pages: number; rows: number; totalRows: number; next?: string; expiresAt: string };
}

/** Reads all pages that follow, each held against the schema and the size. */
async function readAll(first: Page, read: (uri: string) => Promise<string>): Promise<Page[]> {
  const pages = [first];
  for (let { next } = first.page; next !== undefined; next = pages.at(-1)?.page.next) {
    const text = await read(next);
    expect(text.length).toBeLessThanOrEqual(CHARACTERS);
    pages.push(JSON.parse(text) as Page);
  }
  for (const page of pages) expectToObey(tool.outputSchema, page);
  return pages;
}

function expectWhole(pages: readonly Page[]): void {
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.map(({ page }) => page.number)).toEqual(pages.map((_, at) => at + 1));
  for (const { page, products } of pages) {
    expect(page).toMatchObject({ pages: pages.length, rows: products.length, totalRows: INPUT.limit });
  }
  expect(new Set(pages.flatMap(({ products }) => products.map(({ id }) => id))).size).toBe(INPUT.limit);
}

describe.each(REVISIONS)('an answer too large for one message, at %s', (revision) => {
  it('comes in pages that each obey the schema and are read as resources', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    const { structuredContent, content } = (await client.callTool({ name: READ, arguments: INPUT })) as CallResult;
    const first = structuredContent as Page;
    const pages = await readAll(first, async (uri) => {
      const [read] = (await client.readResource({ uri })).contents;
      expect(read).toMatchObject({ uri, mimeType: 'application/json' });
      return (read as { text: string }).text;
    });

    expectWhole(pages);
    expect(JSON.stringify(first).length).toBeLessThanOrEqual(CHARACTERS);
    expect(content).toMatchObject([
      { type: 'text' },
      { type: 'text', text: expect.stringContaining(`${first.page.rows} of ${INPUT.limit} rows`) },
      { type: 'resource_link', uri: first.page.next, mimeType: 'application/json' },
    ]);
  });

  it('is listed among the resources of its caller, and of nobody else', async () => {
    await using client = await connectClient(platform, platform.key, revision);
    await using stranger = await connectClient(platform, (await rest.newKey('admin')).key, revision);
    const { structuredContent } = (await client.callTool({ name: READ, arguments: INPUT })) as CallResult;
    const uri = (structuredContent as Page).page.next as string;

    const own = (await client.listResources()).resources;
    const others = (await stranger.listResources()).resources;

    expect(own.map((resource) => resource.uri)).toContain(uri.replace(/pages\/2$/, 'pages/1'));
    expect(others.filter((resource) => resource.uri.includes('/results/'))).toEqual([]);
    await expect(stranger.readResource({ uri })).rejects.toMatchObject({ code: -32602 });
  });
});

describe('an answer too large for one message, over REST', () => {
  it('names its next page in the Link header, and all of them can be read', async () => {
    const answer = await rest.call(READ, INPUT);

    const link = /^<(\/api\/v1\/results\/[0-9a-f-]{36}\/pages\/2)>; rel="next"$/.exec(answer.headers.get('link') ?? '');
    const first = answer.json as Page;
    const pathOf = (uri: string) => uri.replace('mcp-platform://', '/api/v1/');
    expect(link?.[1]).toBe(pathOf(first.page.next as string));
    expectWhole(await readAll(first, async (uri) => (await rest.send(pathOf(uri))).text));
  });

  it('is nobody’s but its caller’s, and pages that are none do not exist', async () => {
    const path = ((await rest.call(READ, INPUT)).json as Page).page.next?.replace('mcp-platform://', '/api/v1/') ?? '';
    const stranger = restOf(platform, (await rest.newKey('admin')).key);

    const statuses = [
      await stranger.send(path),
      await request(platform.url, '', path),
      await rest.send(path.replace(/\d+$/, '999')),
      await rest.send(path.replace(/\d+$/, '0')),
      await rest.send('/api/v1/results/01999999-0000-7000-8000-000000000000/pages/1'),
    ].map(({ status }) => status);

    expect(statuses).toEqual([404, 401, 404, 404, 404]);
  });

  it('is masked on every page for who may not see who a person is', async () => {
    const analyst = restOf(platform, (await rest.newKey('analyst')).key);
    const input = { limit: 10 };
    const shown = (await rest.call('shopify_search_orders', input)).text;
    const masked = await analyst.call('shopify_search_orders', input);
    const texts = [masked.text];
    for (let next = masked.json.page?.next; next !== undefined; ) {
      const { text, json } = await analyst.send(next.replace('mcp-platform://', '/api/v1/'));
      texts.push(text);
      next = json.page.next;
    }

    expect(texts.length).toBeGreaterThan(1);
    expect(shown).toMatch(/[\w.+-]+@[\w-]+\./);
    expect(texts.join()).not.toMatch(/[\w.+-]+@[\w-]+\./);
  });

  it('of one row that is larger than an answer may be is refused with what to do', async () => {
    await using small = await startPlatform({ settings: { MOCK_MODE: 'always', RESULT_CHARACTERS: '1000' } });

    const answer = await restOf(small, small.key).call('shopify_get_order', { name: '#1900' });

    expect(answer.status).toBe(422);
    expect(answer.json.error.message).toContain('1000 characters');
  });
});
