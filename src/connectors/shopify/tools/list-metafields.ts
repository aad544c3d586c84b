import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { ownerField } from '../input/metafield-owner.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { METAFIELD, Metafield, ShopifyMetafield } from '../shapes/metafield.ts';

const PAGE = `metafields(first: $first, after: $after, namespace: $namespace) {
  nodes { ${METAFIELD} }
  pageInfo { hasNextPage endCursor }
}`;

export const listMetafieldsQuery = defineQuery(
  `query ListMetafields($owner: ID!, $first: Int!, $after: String, $namespace: String) {
    node(id: $owner) {
      ... on Product { ${PAGE} }
      ... on ProductVariant { ${PAGE} }
      ... on Collection { ${PAGE} }
      ... on Page { ${PAGE} }
      ... on Article { ${PAGE} }
      ... on Blog { ${PAGE} }
    }
  }`,
  z.object({
    node: z.object({ metafields: z.object({ nodes: z.array(ShopifyMetafield), pageInfo: PageInfo }) }).nullable(),
  }),
);

/** `shopify_list_metafields`: the custom values of one record. */
export const listMetafields = defineTool({
  name: 'shopify_list_metafields',
  title: 'List metafields of a record',
  description:
    'Lists the metafields (custom values of merchant and apps) of a Shopify product, variant, collection, page, article or blog, with the digest that shopify_set_metafields can check.',
  effect: 'read',
  permission: 'shopify.metafields.read',
  scopes: ['read_products', 'read_content'],
  input: z.object({
    ownerId: ownerField,
    namespace: lineField(255, 'Only of this namespace.').optional(),
    limit: limitField('metafields', 100, 50),
    cursor: cursorField('metafields', 'nextCursor'),
  }),
  output: z.object({
    metafields: z.array(Metafield).describe('The metafields.'),
    nextCursor: nextCursorField('metafields', 'cursor'),
  }),
  list: 'metafields',
  cost: ({ limit }) => 1 + 2 + limit,
  examples: [
    { title: 'Of a product', input: { ownerId: 'gid://shopify/Product/8100000000010' } },
    { title: 'Of one namespace', input: { ownerId: 'gid://shopify/Page/8100000000001', namespace: 'custom' } },
  ],

  async run({ ownerId, namespace, limit, cursor }, upstream: ShopifyUpstream) {
    const variables = { owner: ownerId, first: limit, after: cursor, namespace };
    const { data } = await upstream.query(listMetafieldsQuery, variables);
    if (data.node === null) throw new PlatformError('not_found', 'The shop has no such record.', { sent: 'no' });
    const { nodes, pageInfo } = data.node.metafields;
    return { metafields: nodes, nextCursor: nextCursorOf(pageInfo) };
  },
});
