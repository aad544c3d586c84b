import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { markdownTable } from '../../scripts/reference/markdown-table.ts';
import { metricsReference } from '../../scripts/reference/metrics.ts';
import { rolesReference } from '../../scripts/reference/roles.ts';
import { fieldRows, typeText } from '../../scripts/reference/schema-rows.ts';
import { toolsIndex, toolsPage } from '../../scripts/reference/tools.ts';
import { defineTool, personal } from '../../src/connectors/define.ts';
import type { Connector } from '../../src/kernel/connector.ts';

const tool = defineTool({
  name: 'acme_list_people',
  title: 'List people',
  description: 'Lists people.',
  effect: 'read',
  permission: 'acme.customers.read',
  scopes: ['read_people'],
  cacheTtlMs: 5000,
  input: z.object({ id: z.string().describe('Whose.'), limit: z.int().min(1).max(9).default(3).describe('How many.') }),
  output: z.object({ people: z.array(z.object({ name: personal(z.string()).describe('Their name.') })) }),
  list: 'people',
  examples: [{ title: 'One', input: { id: '7' } }],
  run: async () => ({ people: [] }),
});
const acme = { id: 'acme', title: 'Acme', description: 'People.', toolPrefix: 'acme_', tools: [tool] };
const connectors = [acme as unknown as Connector];

describe('the reference', () => {
  it('tells a tool’s arguments, fields, and which of them are personal', () => {
    const page = toolsPage(connectors[0]!);

    expect(page).toContain('| read | `acme.customers.read` | `read_people` | 5 s |');
    expect(page).toContain('| `id` | text | **required** | Whose. |');
    expect(page).toContain('| `limit` | integer, 1 to 9 | `3` | How many. |');
    expect(page).toContain('| `people[].name` | text | always | Their name. *Personal.* |');
    expect(page).toContain('"id": "7"');
  });

  it('leads to the tools of each connector, and tells what every answer has', () => {
    const page = toolsIndex(connectors);

    expect(page).toContain('| [Acme](tools/acme.md) | `acme` | 1 | 0 | People. |');
    expect(page).toContain('| `source.connection` |');
  });

  it('tells who may call a tool, as grants decide it', () => {
    expect(rolesReference(connectors, [])).toContain(
      '| `acme_list_people` | `acme.customers.read` |  | yes | yes | yes |',
    );
  });

  it('tells every metric with its labels', async () => {
    const page = await metricsReference();

    expect(page).toContain('| `mcp_platform_calls_total` | counter | `connector`, `tool`, `face`, `outcome` |');
    expect(page).toContain('| `mcp_platform_call_duration_seconds` | histogram | `connector`, `tool` |');
    expect(page).not.toContain('nodejs_eventloop');
  });

  it('goes into lists and objects, and keeps money whole', () => {
    const money = { type: 'object', properties: { amount: { type: 'string' }, currency: { type: 'string' } } };
    const line = { type: 'object', properties: { price: money, words: { type: 'array', items: { type: 'string' } } } };
    const rows = fieldRows({ properties: { lines: { type: 'array', items: line } } });

    expect(rows.map(({ path, schema }) => `${path}: ${typeText(schema)}`)).toEqual([
      'lines: list of object',
      'lines[].price: money',
      'lines[].words: list of text',
    ]);
  });

  it('keeps a table whole where a cell holds a bar', () => {
    expect(markdownTable(['a'], [['x|y']])).toBe('| a |\n|---|\n| x\\|y |');
  });
});
