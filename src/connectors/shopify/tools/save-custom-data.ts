import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { listMetafields, Metafield, setMetafields } from '../custom-data/metafields.ts';
import { Metaobject, SAVE_METAOBJECT_COST, saveMetaobject } from '../custom-data/metaobjects.ts';
import { htmlField } from '../input/html.ts';
import { ownerField } from '../input/metafield-owner.ts';
import { nameField } from '../input/name.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { metaobjectStateQuery } from '../read-backs/custom-data.ts';

/** What Shopify takes at once (https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldsSet). */
const FIELDS_MAX = 25;

/** How many metafields of a record are looked through. */
const METAFIELDS_MAX = 250;
const TOO_MANY =
  'The record has more metafields than are looked through. Setting them again leaves them as once does: settle it as not done, and have it done anew.';

/**
 * `shopify_save_custom_data`: metafields of one record, or one metaobject; all fields or none. Setting the same values
 * twice leaves them as once does, so an attempt of unknown fate may be repeated.
 */
export const saveCustomData = defineTool({
  name: 'shopify_save_custom_data',
  title: 'Set metafields or save a metaobject',
  description:
    'Sets metafields of the Shopify record ownerId, or creates or changes the metaobject of type and handle. All fields are set or none; others stay. Learn keys and types from shopify_list_custom_data.',
  effect: 'write',
  feature: 'shopify-advanced',
  permission: 'shopify.custom-data.write',
  scopes: ['write_products', 'write_content', 'read_metaobjects', 'write_metaobjects'],
  repeatable: true,
  input: z
    .object({
      ownerId: ownerField.optional(),
      type: nameField(255, 'Metaobject: its type.').optional(),
      handle: nameField(255, 'Metaobject: its name in the type.').optional(),
      fields: z
        .array(
          z
            .object({
              key: nameField(64, 'Key.'),
              value: htmlField(65_535, 'As text; JSON for lists and objects.'),
              namespace: nameField(255, 'Metafield: group of keys; custom when absent.').optional(),
              type: nameField(64, 'Metafield: type, for a new key.').optional(),
              compareDigest: nameField(200, 'Metafield: refuse if changed since.').optional(),
            })
            .strict(),
        )
        .min(1)
        .max(FIELDS_MAX)
        .describe('What to set.'),
    })
    .refine(({ ownerId, type, handle }) => (ownerId === undefined) === (type !== undefined && handle !== undefined), {
      error: 'Give ownerId, or type and handle.',
      path: ['ownerId'],
    })
    .refine(
      ({ ownerId, fields }) =>
        ownerId !== undefined ||
        fields.every(({ namespace, type, compareDigest }) => !(namespace || type || compareDigest)),
      { error: 'Fields of a metaobject have key and value alone.', path: ['fields'] },
    ),
  output: z.object({
    metafields: z.array(Metafield).optional().describe('The metafields as they are now.'),
    metaobject: Metaobject.optional().describe('The metaobject as it is now.'),
  }),
  cost: ({ ownerId }) => (ownerId === undefined ? SAVE_METAOBJECT_COST : 10),
  examples: [
    {
      title: 'A metafield of a product',
      input: {
        ownerId: 'gid://shopify/Product/8100000000010',
        fields: [{ key: 'brewing_minutes', value: '4', type: 'number_integer' }],
      },
    },
    {
      title: 'One field of a metaobject',
      input: { type: 'tea_garden', handle: 'makaibari', fields: [{ key: 'altitude_metres', value: '1450' }] },
    },
  ],

  async run({ ownerId, type = '', handle = '', fields }, upstream: ShopifyUpstream) {
    if (ownerId === undefined) {
      const values = fields.map(({ key, value }) => ({ key, value }));
      return { metaobject: await saveMetaobject({ type, handle }, values, upstream) };
    }
    const metafields = fields.map((field) => ({ ownerId, ...field, namespace: field.namespace ?? 'custom' }));
    return { metafields: await setMetafields(metafields, upstream) };
  },

  async readBack({ ownerId, type = '', handle = '', fields }, upstream: ShopifyUpstream, { write }) {
    if (ownerId === undefined) {
      const variables = { handle: { type, handle } };
      const { metaobjectByHandle: found } = (await upstream.query(metaobjectStateQuery, variables)).data;
      const holds = fields.every(({ key, value }) =>
        found?.fields.some((one) => one.key === key && one.value === value),
      );
      return stateFound({ what: 'The metaobject with its values', holds, changedAt: found?.updatedAt }, write);
    }
    const { metafields, nextCursor } = await listMetafields({ owner: ownerId, first: METAFIELDS_MAX }, upstream);
    const found = fields.map(({ namespace = 'custom', key, value }) => {
      const metafield = metafields.find((one) => one.namespace === namespace && one.key === key);
      return { holds: metafield?.value === value, updatedAt: metafield?.updatedAt };
    });
    const holds = found.every((one) => one.holds);
    if (!holds && nextCursor !== undefined) return { found: 'cannot_tell', because: TOO_MANY, final: true };
    const changedAt = found
      .flatMap(({ updatedAt }) => updatedAt ?? [])
      .toSorted()
      .at(-1);
    return stateFound({ what: 'The metafields with their values', holds, changedAt }, write);
  },
});
