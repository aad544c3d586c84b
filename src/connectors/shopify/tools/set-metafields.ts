import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { htmlField } from '../input/html.ts';
import { ownerField } from '../input/metafield-owner.ts';
import { nameField } from '../input/name.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { METAFIELD, Metafield, ShopifyMetafield } from '../shapes/metafield.ts';

/** What Shopify takes at once (https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldsSet). */
const METAFIELDS_MAX = 25;

export const setMetafieldsMutation = defineMutation(
  `mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) { metafields { ${METAFIELD} } userErrors { field message code } }
  }`,
  z.object({
    metafieldsSet: z.object({ metafields: z.array(ShopifyMetafield).nullish(), userErrors: UserErrors }),
  }),
);

/** `shopify_set_metafields`: custom values of one record; all or none. */
export const setMetafields = defineTool({
  name: 'shopify_set_metafields',
  title: 'Set metafields of a record',
  description:
    'Sets metafields (custom values) of a Shopify product, variant, collection, page, article or blog; all or none. Other metafields stay. A new key without a definition needs a type.',
  effect: 'write',
  permission: 'shopify.metafields.write',
  scopes: ['write_products', 'write_content'],
  repeatable: true,
  input: z.object({
    ownerId: ownerField,
    metafields: z
      .array(
        z
          .object({
            namespace: nameField(255, 'Group of keys.').default('custom'),
            key: nameField(64, 'Name in its namespace.'),
            value: htmlField(65_535, 'As text; JSON for lists and objects.').min(1),
            type: nameField(64, 'Type, as in number_integer.').optional(),
            compareDigest: nameField(200, 'Refuse everything if the value has changed since.').optional(),
          })
          .strict(),
      )
      .min(1)
      .max(METAFIELDS_MAX)
      .describe('What to set.'),
  }),
  output: z.object({ metafields: z.array(Metafield).describe('The metafields as they are now.') }),
  list: 'metafields',
  cost: () => 10,
  examples: [
    {
      title: 'A known key',
      input: {
        ownerId: 'gid://shopify/Product/8100000000010',
        metafields: [{ key: 'brewing_minutes', value: '4', type: 'number_integer' }],
      },
    },
    {
      title: 'Two keys of a collection',
      input: {
        ownerId: 'gid://shopify/Collection/8100000000006',
        metafields: [
          { key: 'badge', value: 'Staff', type: 'single_line_text_field' },
          { key: 'rank', value: '2', type: 'number_integer' },
        ],
      },
    },
  ],

  async run({ ownerId, metafields }, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(setMetafieldsMutation, {
      metafields: metafields.map((metafield) => ({ ownerId, ...metafield })),
    });
    refuseUserErrors(data.metafieldsSet.userErrors);
    if (!data.metafieldsSet.metafields) throw unconfirmed();
    return { metafields: data.metafieldsSet.metafields };
  },
});
