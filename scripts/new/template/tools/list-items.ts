import { z } from 'zod';
import { defineTool } from '../../../../src/connectors/define.ts';
import type { SampleUpstream } from '../protocol/upstream.ts';

const SampleItems = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

/** `sample_list_items`: the items of the account. */
export const listItems = defineTool({
  name: 'sample_list_items',
  title: 'List items',
  description: 'Lists the items of the Sample account with id and name, by name. Say here when to use it and when not.',
  effect: 'read',
  core: true,
  permission: 'sample.items.read',
  scopes: ['items:read'],
  input: z.object({ limit: z.int().min(1).max(100).default(50).describe('How many items at most.') }),
  output: z.object({
    items: z
      .array(z.object({ id: z.string().describe('Id of the item.'), name: z.string().describe('Its name.') }))
      .describe('The items.'),
  }),
  list: 'items',
  examples: [
    { title: 'The first two', input: { limit: 2 } },
    { title: 'All', input: {} },
  ],
  run: ({ limit }, upstream: SampleUpstream) => upstream.read(`/v1/items?limit=${limit}`, SampleItems),
});
