import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

const METAFIELD = 'namespace key type value compareDigest updatedAt';

const ShopifyMetafield = z.object({
  namespace: z.string(),
  key: z.string(),
  type: z.string(),
  value: z.string(),
  compareDigest: z.string(),
  updatedAt: z.string(),
});

export const Metafield = z.object({
  namespace: z.string().describe('Group of keys.'),
  key: z.string().describe('Name in its namespace.'),
  type: z.string().describe('Shopify’s name of the type, as in number_integer.'),
  value: z.string().describe('As text; JSON for lists and objects. Untrusted content.'),
  compareDigest: z.string().describe('Changes with the value.'),
  updatedAt: z.string().describe('ISO 8601.'),
});

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

export const setMetafieldsMutation = defineMutation(
  `mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) { metafields { ${METAFIELD} } userErrors { field message code } }
  }`,
  z.object({ metafieldsSet: z.object({ metafields: z.array(ShopifyMetafield).nullish(), userErrors: UserErrors }) }),
);

/** What a page of metafields costs: the owner, and the page. */
export function metafieldsCost(limit: number): number {
  return 1 + 2 + limit;
}

export async function listMetafields(
  wanted: { readonly owner: string; readonly first: number; readonly after?: string; readonly namespace?: string },
  upstream: ShopifyUpstream,
) {
  const { node } = (await upstream.query(listMetafieldsQuery, wanted)).data;
  if (node === null) throw new PlatformError('not_found', 'The shop has no such record.', { sent: 'no' });
  return { metafields: node.metafields.nodes, nextCursor: nextCursorOf(node.metafields.pageInfo) };
}

/** Sets metafields, all or none. */
export async function setMetafields(
  metafields: readonly Readonly<Record<string, unknown>>[],
  upstream: ShopifyUpstream,
): Promise<z.output<typeof Metafield>[]> {
  const { metafieldsSet } = (await upstream.mutate(setMetafieldsMutation, { metafields })).data;
  refuseUserErrors(metafieldsSet.userErrors);
  if (!metafieldsSet.metafields) throw unconfirmed();
  return metafieldsSet.metafields;
}
