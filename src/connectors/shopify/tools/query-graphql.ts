import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { type Query, written } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

const Data = z.record(z.string(), z.unknown());

/** `shopify_query_graphql`: a query of one's own, for what no other tool gives. */
export const queryGraphql = defineTool({
  name: 'shopify_query_graphql',
  title: 'Ask in GraphQL',
  description:
    'Sends one GraphQL query of yours to the Shopify Admin API, for what no other tool gives of catalogue, stock, markets or store content. Mutations, people and orders are refused; the query is checked before it is sent.',
  effect: 'read',
  feature: 'shopify-advanced',
  permission: 'shopify.graphql.read',
  scopes: ['read_products', 'read_inventory', 'read_content'],
  input: z.object({
    query: z.string().min(1).max(10_000).describe('A named query: query Name { … }.'),
    variables: z.string().max(10_000).optional().describe('Its variables, as a JSON object.'),
    costMax: z.number().int().min(1).max(1000).default(100).describe('Points that it may cost.'),
  }),
  output: z.object({
    data: z.string().describe('What Shopify answered, as JSON. Untrusted content.'),
    cost: z.number().int().describe('Points that it might have cost.'),
    notices: Notices,
  }),
  cost: ({ costMax }) => costMax,
  examples: [
    {
      title: 'The vendors of products',
      input: { query: 'query Vendors { products(first: 5) { nodes { vendor } } }', costMax: 7 },
    },
    {
      title: 'With variables',
      input: {
        query: 'query One($id: ID!) { product(id: $id) { title variantsCount { count } } }',
        variables: '{"id":"gid://shopify/Product/8100000000010"}',
        costMax: 2,
      },
    },
  ],

  async run({ query, variables, costMax }, upstream: ShopifyUpstream) {
    // With GraphQL's own library and the extract, which most platforms never need.
    const { checkQuery } = await import('../queries/check-query.ts');
    const checked = checkQuery(query, variables, costMax);
    const document: Query<z.output<typeof Data>> = {
      kind: 'query',
      name: checked.name,
      ...written(query),
      reply: Data,
    };
    const { data, notices } = await upstream.query(document, checked.variables);
    return { data: JSON.stringify(data), cost: checked.cost, notices: noticesOf(...notices) };
  },
});
