import { ProtocolError } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolsetOf } from '../../src/gateway/catalog.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import {
  type CallResult,
  examplesOf,
  expectGoodAnswer,
  expectToObey,
  type PublishedTool,
} from '../support/answer-checks.ts';
import { connectClient, REVISIONS, type Revision, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';
import { OWN_NAMES, USUAL_CONNECTORS, USUAL_TOOLS } from '../support/usual-tools.ts';

// One read and one write of each connector; `every-tool.test.ts` calls them all.
const oneOf = (matches: (tool: Tool) => boolean) =>
  USUAL_CONNECTORS.flatMap(({ tools }) => examplesOf(tools.filter(matches).slice(0, 1)).slice(0, 1));
const READS = oneOf(({ effect }) => effect === 'read');
const WRITES = oneOf(({ effect }) => effect === 'write');
const TOOLS = USUAL_TOOLS;
const OWN = OWN_NAMES;
const NAMES = [...TOOLS.map(({ name }) => name), ...OWN].sort();

let platform: PlatformProcess;
let viewerKey: string;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always' } });
  viewerKey = (await restOf(platform, platform.key).newKey('viewer')).key;
});

afterAll(() => platform[Symbol.asyncDispose]());

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Structured = any;

describe.each(REVISIONS)('the official client at %s', (revision) => {
  it('is told who answers, in the revision it asked for', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getServerVersion()).toMatchObject({ name: 'mcp-enterprise-platform' });
    expect(client.getInstructions()?.length).toBeLessThan(2_000);
  });

  it('sees every tool at /mcp/all, in order of its name', async () => {
    expect(await namesAt(revision, '/mcp/all')).toEqual(NAMES);
  });

  it('sees at /mcp what is for every day, with the platform’s own tools', async () => {
    const core = TOOLS.flatMap((tool) => (tool.core ? tool.name : []));
    expect(await namesAt(revision, '/mcp')).toEqual(expect.arrayContaining([...core, ...OWN]));
  });

  it.each(USUAL_CONNECTORS.map(toolsetOf))(
    'sees the toolset %s whole at its address, and no other',
    async (toolset) => {
      const names = TOOLS.flatMap(({ name }) => (name.startsWith(`${toolset}_`) ? name : []));
      expect(await namesAt(revision, `/mcp/${toolset}`)).toEqual([...names, ...OWN].sort());
    },
  );

  it('is told what toolsets there are, by HTTP 404, where it names another', async () => {
    const answers: string[] = [];
    const watched = async (url: string | URL, init?: RequestInit) => {
      const answer = await fetch(url, init);
      answers.push(`${answer.status} ${await answer.clone().text()}`);
      return answer;
    };

    await expect(connectClient(platform, platform.key, revision, watched, '/mcp/nothing')).rejects.toThrow();

    expect(answers[0]).toMatch(/^404 .*all, shopify/);
  });

  it('finds a tool, reads its schema and calls it, without having it listed', async () => {
    await using client = await connectClient(platform, platform.key, revision);
    const call = async (name: string, input: Record<string, unknown>) =>
      ((await client.callTool({ name, arguments: input })) as CallResult).structuredContent as Structured;

    const { tools } = await call('search_tools', { query: 'list products of the shop' });
    const [{ name }] = tools;
    const described = await call('describe_tool', { name });
    const answer = await call('call_read_tool', { name, arguments: described.examples[0].input });

    expect(name).toBe('shopify_list_products');
    expectToObey(described.outputSchema, answer);
    const [row] = await restOf(platform, platform.key).audit({ limit: 1 });
    expect(row).toMatchObject({ subject: name, outcome: 'ok', face: 'mcp' });
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

  it('finds the templates of resources and no prompts', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
      { uriTemplate: 'mcp-platform://results/{id}/pages/{page}' },
      { uriTemplate: 'mcp-platform://results/{id}/file' },
      { uriTemplate: 'mcp-platform://events/{connector}/{connection}' },
    ]);
    expect((await client.listPrompts()).prompts).toEqual([]);
  });
});

// After all reads: a write makes the cached answers old, and the shop's points would not do for all reads three times.
describe.each(REVISIONS)('the official client at %s', (revision) => {
  it.each(WRITES)('gets a governed answer of $name: $title', ({ name, input }) => expectAnswer(revision, name, input));
});

async function expectAnswer(revision: Revision, name: string, input: Record<string, unknown>): Promise<void> {
  await using client = await connectClient(platform, platform.key, revision, undefined, '/mcp/all');
  const { tools } = await client.listTools();

  const result = (await client.callTool({ name, arguments: input })) as CallResult;

  expectGoodAnswer(tools.find((tool) => tool.name === name) as PublishedTool, 'mock', result);
  expect(result._meta?.['mcp-platform/callId']).toMatch(/^[0-9a-f-]{36}$/);
}

async function namesAt(revision: Revision, path: string): Promise<string[]> {
  await using client = await connectClient(platform, platform.key, revision, undefined, path);
  return (await client.listTools()).tools.map(({ name }) => name);
}

function textOf({ content }: CallResult): string {
  return (content as { text: string }[]).map(({ text }) => text).join('\n');
}
