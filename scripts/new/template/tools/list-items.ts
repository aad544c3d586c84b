import { z } from 'zod';
import { defineTool } from '../../../../src/connectors/define.ts';
import type { SampleUpstream } from '../protocol/upstream.ts';
import { Item, SampleItem, toItem } from '../shapes/item.ts';

const SampleItems = z.object({ items: z.array(SampleItem), next: z.string().nullable() });

/** `sample_list_items`: the items of the account, a page at a time. */
export const listItems = defineTool({
  name: 'sample_list_items',
  title: 'List items',
  description: 'Lists the items of the Sample account with id and name, by id. Say here when to use it and when not.',
  effect: 'read',
  core: true,
  permission: 'sample.items.read',
  scopes: ['items:read'],
  input: z.object({
    limit: z.int().min(1).max(100).default(50).describe('How many items at most.'),
    cursor: z.string().min(1).max(200).optional().describe('From nextCursor.'),
  }),
  output: z.object({
    items: z.array(Item).describe('The items.'),
    nextCursor: z.string().optional().describe('Give it as cursor for more; absent: no more.'),
  }),
  list: 'items',
  examples: [
    { title: 'The first two', input: { limit: 2 } },
    { title: 'All', input: {} },
  ],

  async run({ limit, cursor }, upstream: SampleUpstream) {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { after: cursor }) });
    const { items, next } = await upstream.read(`/v1/items?${query}`, SampleItems);
    return { items: items.map(toItem), nextCursor: next ?? undefined };
  },
});
