import { z } from 'zod';
import { defineTool } from '../../../../src/connectors/define.ts';
import { stateFound } from '../../../../src/kernel/read-back.ts';
import type { SampleUpstream } from '../protocol/upstream.ts';
import { Item, itemField, SampleItem, toItem } from '../shapes/item.ts';

const ItemAnswer = z.object({ item: SampleItem });

/** `sample_rename_item`: gives an item another name. */
export const renameItem = defineTool({
  name: 'sample_rename_item',
  title: 'Rename an item',
  description:
    'Gives an item of the Sample account another name. Say here what follows from it, and when not to use it.',
  effect: 'write',
  // Sent twice it leaves the item as once does; a write that adds something must not say so.
  repeatable: true,
  permission: 'sample.items.write',
  scopes: ['items:write'],
  input: z.object({ id: itemField, name: z.string().min(1).max(80).describe('The new name.') }),
  output: z.object({ item: Item.describe('The item as it is now.') }),
  examples: [
    { title: 'A tea', input: { id: 'item-1', name: 'Earl Grey Cream' } },
    { title: 'Another tea', input: { id: 'item-2', name: 'Lapsang' } },
  ],

  async run({ id, name }, upstream: SampleUpstream) {
    const { item } = await upstream.change('PUT', pathOf(id), { name }, ItemAnswer);
    return { item: toItem(item) };
  },

  async readBack({ id, name }, upstream: SampleUpstream, { write }) {
    const { item } = await upstream.read(pathOf(id), ItemAnswer);
    const seen = { what: 'The name of the item', holds: item.name === name, changedAt: item.updated_at };
    return stateFound({ ...seen, output: { item: toItem(item) } }, write);
  },
});

function pathOf(id: string): string {
  return `/v1/items/${encodeURIComponent(id)}`;
}
