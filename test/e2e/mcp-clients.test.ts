import { ProtocolError } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { type CallResult, examplesOf, expectGoodAnswer, type PublishedTool } from '../support/answer-checks.ts';
import { connectClient, REVISIONS, type Revision, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';

const TOOLS = CONNECTORS.flatMap(({ tools }) => tools);
const READS = examplesOf(TOOLS.filter(({ effect }) => effect === 'read'));
const WRITES = examplesOf(TOOLS.filter(({ effect }) => effect !== 'read'));
const NAMES = TOOLS.map(({ name }) => name).sort();

let platform: PlatformProcess;
let viewerKey: string;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always' } });
  viewerKey = (await restOf(platform, platform.key).newKey('viewer')).key;
});

afterAll(() => platform[Symbol.asyncDispose]());

describe.each(REVISIONS)('the official client at %s', (revision) => {
  it('is told who answers, in the revision it asked for', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getServerVersion()).toMatchObject({ name: 'mcp-enterprise-platform' });
    expect(client.getInstructions()?.length).toBeLessThan(2_000);
  });

  it('sees every tool, in order of its name', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    const { tools } = await client.listTools();

    expect(tools.map(({ name }) => name)).toEqual(NAMES);
  });

  it.each(READS)('gets a governed answer of $name: $title', ({ name, input }) => expectAnswer(revision, name, input));

  it('gets an unknown tool as an error of the protocol that names the likely one', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    const error = await client.callTool({ name: 'shopify_list_product', arguments: {} }).catch((thrown) => thrown);

    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining('shopify_list_products') });
  });

  it('gets wrong arguments as a result that tells the model each of them', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    const result = (await client.callTool({
      name: 'shopify_list_products',
      arguments: { limit: 'many', statuss: 'active' },
    })) as CallResult;

    expect(result.isError).toBe(true);
    expect(result.structuredContent).toBeUndefined();
    expect(result._meta?.['mcp-platform/error']).toMatchObject({
      code: 'invalid_input',
      status: 400,
      issues: expect.arrayContaining([
        expect.objectContaining({ path: 'limit' }),
        expect.objectContaining({ path: 'statuss', message: expect.stringContaining('status') }),
      ]),
    });
    expect(textOf(result)).toContain('limit');
  });

  it('neither sees nor may call a tool beyond its key', async () => {
    await using client = await connectClient(platform, viewerKey, revision);

    const { tools } = await client.listTools();
    const result = (await client.callTool({ name: 'shopify_search_orders', arguments: {} })) as CallResult;

    expect(tools.map(({ name }) => name)).not.toContain('shopify_search_orders');
    expect(result.isError).toBe(true);
    expect(result._meta?.['mcp-platform/error']).toMatchObject({ code: 'forbidden', status: 403, retry: 'never' });
    expect(textOf(result)).toContain('shopify.orders.read');
  });

  it('is refused with HTTP 401 and told how to sign in when its key is unknown', async () => {
    const statuses: (number | string | null)[] = [];
    const watched = async (url: string | URL, init?: RequestInit) => {
      const answer = await fetch(url, init);
      statuses.push(answer.status, answer.headers.get('www-authenticate'));
      return answer;
    };

    const refused = connectClient(platform, 'mcpk_nobody', revision, watched);

    await expect(refused).rejects.toThrow();
    expect(statuses.slice(0, 2)).toEqual([401, 'Bearer error="invalid_token"']);
  });

  it('finds the one template of resources and no prompts', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
      { uriTemplate: 'mcp-platform://results/{id}/pages/{page}' },
    ]);
    expect((await client.listPrompts()).prompts).toEqual([]);
  });
});

// After all reads: a write makes the cached answers old, and the shop's points would not do for all reads three times.
describe.each(REVISIONS)('the official client at %s', (revision) => {
  it.each(WRITES)('gets a governed answer of $name: $title', ({ name, input }) => expectAnswer(revision, name, input));
});

async function expectAnswer(revision: Revision, name: string, input: Record<string, unknown>): Promise<void> {
  await using client = await connectClient(platform, platform.key, revision);
  const { tools } = await client.listTools();

  const result = (await client.callTool({ name, arguments: input })) as CallResult;

  expectGoodAnswer(tools.find((tool) => tool.name === name) as PublishedTool, 'mock', result);
  expect(result._meta?.['mcp-platform/callId']).toMatch(/^[0-9a-f-]{36}$/);
}

function textOf({ content }: CallResult): string {
  return (content as { text: string }[]).map(({ text }) => text).join('\n');
}
