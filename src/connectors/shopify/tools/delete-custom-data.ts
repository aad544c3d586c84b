import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { deleteMetafields, deleteMetaobject } from '../custom-data/deletions.ts';
import { exactlyOne } from '../input/exactly-one.ts';
import { idField, toGid } from '../input/gid.ts';
import { ownerField } from '../input/metafield-owner.ts';
import { nameField } from '../input/name.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

const FIELDS_MAX = 25;

const FieldName = z.object({
  namespace: z.string().describe('Group of keys.'),
  key: z.string().describe('Name in its namespace.'),
});

/** `shopify_delete_custom_data`: takes metafields of one record, or one metaobject, away for ever. */
export const deleteCustomData = defineTool({
  name: 'shopify_delete_custom_data',
  title: 'Delete metafields or a metaobject',
  description:
    'Deletes metafields of the Shopify record ownerId, or one metaobject, for ever; fields that refer to the metaobject ' +
    'are left empty. Look with shopify_list_custom_data first. Fields that do not exist are told apart.',
  effect: 'destroy',
  feature: 'shopify-advanced',
  permission: 'shopify.custom-data.delete',
  scopes: ['write_products', 'write_content', 'write_metaobjects'],
  input: z
    .object({
      ownerId: ownerField.optional(),
      fields: z
        .array(
          z.strictObject({
            key: nameField(64, 'Key.'),
            namespace: nameField(255, 'Group of keys; custom when absent.').optional(),
          }),
        )
        .min(1)
        .max(FIELDS_MAX)
        .optional()
        .describe('Of ownerId.'),
      metaobjectId: idField('Metaobject', 'Or: a metaobject.').optional(),
    })
    .refine(...exactlyOne('ownerId', 'metaobjectId'))
    .refine(({ ownerId, fields }) => (ownerId === undefined) === (fields === undefined), {
      error: 'Give the fields of ownerId, and of nothing else.',
      path: ['fields'],
    }),
  output: z.object({
    deleted: z.array(FieldName).optional().describe('Metafields that are gone.'),
    missing: z.array(FieldName).optional().describe('Metafields that there were none of.'),
    deletedId: z.string().optional().describe('Global id of the metaobject that is gone.'),
  }),
  cost: () => 10,
  examples: [
    {
      title: 'A metafield of a product',
      input: { ownerId: 'gid://shopify/Product/8100000000010', fields: [{ key: 'tasting_note' }] },
    },
    { title: 'A metaobject', input: { metaobjectId: '8100000000004' } },
  ],

  async run({ ownerId, fields = [], metaobjectId = '' }, upstream: ShopifyUpstream) {
    if (ownerId === undefined)
      return { deletedId: await deleteMetaobject(toGid('Metaobject', metaobjectId), upstream) };
    const wanted = fields.map(({ key, namespace = 'custom' }) => ({ namespace, key }));
    return await deleteMetafields(ownerId, wanted, upstream);
  },
});
