import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { featuresOf } from '../../src/process/features.ts';
import { startPlatform, temporaryFolder } from '../support/platform-process.ts';
import { USUAL_TOOLS } from '../support/usual-tools.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { auditRows, callMcp, callRest, modernMessage, newKey, send } from './support/mcp-request.ts';

const HIDDEN = CONNECTORS.flatMap(({ tools }) => tools.filter(({ feature }) => feature !== undefined));

describe('tools of features that are off', () => {
  let platform: AttackedPlatform;
  beforeAll(async () => {
    platform = await attackPlatform();
  });
  afterAll(() => platform?.[Symbol.asyncDispose]());

  it('Z2: there are some of each feature', () => {
    expect(featuresOf(CONNECTORS)).toEqual(['bing-advanced', 'ga4-alpha', 'ga4-audiences', 'shopify-advanced']);
    expect(HIDDEN.length).toBeGreaterThan(10);
  });

  it.each(['/mcp', '/mcp/all', '/mcp/shopify,bing,ga4'])('Z2: are in no list of an admin at %s', async (path) => {
    const { json } = await send(platform.url + path, platform.key, modernMessage('tools/list'));
    const names = new Set(json.result.tools.map(({ name }: { name: string }) => name));
    expect(names.size).toBeGreaterThan(3);
    expect(HIDDEN.filter(({ name }) => names.has(name))).toEqual([]);
  });

  it('Z2: are in no list and no document over REST', async () => {
    for (const path of ['/api/v1/tools', '/openapi.json']) {
      const { text } = await send(platform.url + path, platform.key, { method: 'GET' });
      expect(HIDDEN.filter(({ name }) => text.includes(`"${name}"`) || text.includes(`/${name}/`))).toEqual([]);
    }
  });

  it.each(HIDDEN)(
    'Z2: $name is unknown under its name, to every face and tool of the platform',
    async ({ name, examples }) => {
      const input = examples[0]?.input ?? {};
      const before = (await auditRows(platform.url, platform.key, { subject: name, limit: 10 })).length;
      expect(before).toBe(0);
      expect((await callRest(platform.url, platform.key, name, input)).json.error.code).toBe('unknown_tool');
      expect((await callMcp(platform.url, platform.key, name, input)).json.error.code).toBe(-32602);
      for (const [tool, args] of [
        ['describe_tool', { name }],
        ['call_read_tool', { name, arguments: input }],
      ] as const) {
        const { json } = await callMcp(platform.url, platform.key, tool, args);
        expect([tool, json.error !== undefined || json.result.isError]).toEqual([tool, true]);
      }
      const found = await callMcp(platform.url, platform.key, 'search_tools', { query: name.replaceAll('_', ' ') });
      expect(found.json.result.structuredContent.tools.map((each: { name: string }) => each.name)).not.toContain(name);
    },
  );
});

it('Z2: every refusal of a role is in the audit trail when the platform has stopped, one by one or counted', async () => {
  using folder = temporaryFolder();
  const settings = { MOCK_MODE: 'always', RATE_CALLS_PER_MINUTE: '100000', RATE_BURST: '10000' };
  await using platform = await startPlatform({ folder: folder.path, settings });
  const key = await newKey(platform.url, platform.key, 'viewer');
  const { json } = await send(`${platform.url}/api/v1/tools`, key, { method: 'GET' });
  const listed = new Set(json.tools.map(({ name }: { name: string }) => name));
  const refused = USUAL_TOOLS.filter(({ name }) => !listed.has(name));
  expect(refused.length).toBeGreaterThan(20);
  for (const { name, examples } of refused) {
    expect((await callRest(platform.url, key, name, examples[0]?.input ?? {})).status).toBe(403);
    expect((await callMcp(platform.url, key, name, examples[0]?.input ?? {})).json.result.isError).toBe(true);
  }
  platform.signal('SIGTERM');
  expect((await platform.ended).code).toBe(0);

  const database = new SqliteFile(join(folder.path, 'platform.db'), { readonly: true });
  const rows = database
    .prepare("select subject, count from audit_entries where principal_name = 'a viewer' and outcome = 'forbidden'")
    .all() as { subject: string; count: number }[];
  database.close();
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(refused.length * 2);
});
