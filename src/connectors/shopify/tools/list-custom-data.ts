import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { listMetafields, Metafield, metafieldsCost } from '../custom-data/metafields.ts';
import {
  listMetaobjects,
  listMetaobjectTypes,
  Metaobject,
  MetaobjectType,
  metaobjectsCost,
  metaobjectTypesCost,
} from '../custom-data/metaobjects.ts';
import { ownerField } from '../input/metafield-owner.ts';
import { nameField } from '../input/name.ts';
import { cursorField, limitField, nextCursorField } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

/** `shopify_list_custom_data`: metafields of one record, metaobjects of one type, or the types that there are. */
export const listCustomData = defineTool({
  name: 'shopify_list_custom_data',
  title: 'List metafields or metaobjects',
  description:
    'Lists custom data of the Shopify shop: with ownerId the metafields of that record; with type the metaobjects (records of the merchant’s own types); with neither, those types and their fields.',
  effect: 'read',
  feature: 'shopify-advanced',
  permission: 'shopify.custom-data.read',
  scopes: ['read_products', 'read_content', 'read_metaobjects', 'read_metaobject_definitions'],
  input: z
    .object({
      ownerId: ownerField.optional(),
      namespace: nameField(255, 'Only metafields of this namespace.').optional(),
      type: nameField(255, 'Type of metaobjects, as in tea_garden.').optional(),
      text: lineField(200, 'Only metaobjects with these words in their name.').optional(),
      limit: limitField('rows', 100, 50),
      cursor: cursorField('nextCursor'),
    })
    .refine(({ ownerId, type }) => ownerId === undefined || type === undefined, {
      error: 'Give ownerId or type, not both.',
      path: ['type'],
    })
    .refine(({ ownerId, namespace }) => ownerId !== undefined || namespace === undefined, {
      error: 'A namespace is of metafields: give their ownerId.',
      path: ['namespace'],
    })
    .refine(({ type, text }) => type !== undefined || text === undefined, {
      error: 'Give the type of metaobjects to search in.',
      path: ['text'],
    }),
  output: z.object({
    metafields: z.array(Metafield).optional().describe('Metafields of the record.'),
    metaobjects: z.array(Metaobject).optional().describe('Records of the type.'),
    types: z.array(MetaobjectType).optional().describe('Types of metaobjects.'),
    nextCursor: nextCursorField('rows', 'cursor'),
  }),
  cost: ({ ownerId, type, limit }) => {
    if (ownerId !== undefined) return metafieldsCost(limit);
    return type === undefined ? metaobjectTypesCost(limit) : metaobjectsCost(limit);
  },
  examples: [
    { title: 'Metafields of a product', input: { ownerId: 'gid://shopify/Product/8100000000010' } },
    { title: 'The merchant’s own types', input: {} },
    { title: 'Records of one type', input: { type: 'tea_garden' } },
  ],

  async run({ ownerId, namespace, type, text, limit, cursor }, upstream: ShopifyUpstream) {
    const page = { first: limit, after: cursor };
    if (ownerId !== undefined) return await listMetafields({ owner: ownerId, namespace, ...page }, upstream);
    if (type === undefined) return await listMetaobjectTypes(page, upstream);
    const query = toSearchString([{ argument: 'text', field: 'display_name', value: text }]);
    return await listMetaobjects({ type, query, ...page }, upstream);
  },
});
