import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { htmlField } from '../input/html.ts';
import { nameField } from '../input/name.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { METAOBJECT, Metaobject, ShopifyMetaobject, toMetaobject } from '../shapes/metaobject.ts';

export const saveMetaobjectMutation = defineMutation(
  `mutation SaveMetaobject($handle: MetaobjectHandleInput!, $metaobject: MetaobjectUpsertInput!) {
    metaobjectUpsert(handle: $handle, metaobject: $metaobject) {
      metaobject { ${METAOBJECT} }
      userErrors { field message code }
    }
  }`,
  z.object({
    metaobjectUpsert: z.object({ metaobject: ShopifyMetaobject.nullable(), userErrors: UserErrors }),
  }),
);

/** `shopify_save_metaobject`: one record of a merchant's own type, made or changed. */
export const saveMetaobject = defineTool({
  name: 'shopify_save_metaobject',
  title: 'Create or change a metaobject',
  description:
    'Creates the metaobject (record of a merchant’s own type) with this handle in the Shopify shop, or changes the fields that are given. Learn types and fields from shopify_list_metaobjects.',
  effect: 'write',
  permission: 'shopify.metaobjects.write',
  scopes: ['read_metaobjects', 'write_metaobjects'],
  repeatable: true,
  input: z.object({
    type: nameField(255, 'Type, as in tea_garden.'),
    handle: nameField(255, 'Name for programs, unique in its type.'),
    fields: z
      .array(z.object({ key: nameField(64, 'Key.'), value: htmlField(65_535, 'As text; JSON for lists.') }).strict())
      .min(1)
      .max(40)
      .describe('What to set.'),
  }),
  output: z.object({ metaobject: Metaobject.describe('The record as it is now.') }),
  cost: () => 10 + 1,
  examples: [
    {
      title: 'A new one',
      input: {
        type: 'tea_garden',
        handle: 'nuwara-eliya',
        fields: [
          { key: 'name', value: 'Nuwara Eliya' },
          { key: 'country', value: 'Sri Lanka' },
        ],
      },
    },
    {
      title: 'One field of an old one',
      input: { type: 'tea_garden', handle: 'makaibari', fields: [{ key: 'altitude_metres', value: '1450' }] },
    },
  ],

  async run({ type, handle, fields }, upstream: ShopifyUpstream) {
    const variables = { handle: { type, handle }, metaobject: { fields } };
    const { metaobject, userErrors } = (await upstream.mutate(saveMetaobjectMutation, variables)).data.metaobjectUpsert;
    refuseUserErrors(userErrors);
    if (metaobject === null) throw unconfirmed();
    return { metaobject: toMetaobject(metaobject) };
  },
});
