import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { latestBulkQueriesQuery } from '../read-backs/bulk.ts';
import { isSince } from '../read-backs/same.ts';
import { toWord } from '../shapes/words.ts';

export const startBulkQueryMutation = defineMutation(
  `mutation StartBulkQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation { id status }
      userErrors { field message code }
    }
  }`,
  z.object({
    bulkOperationRunQuery: z.object({
      bulkOperation: z.object({ id: z.string(), status: z.string() }).nullable(),
      userErrors: UserErrors,
    }),
  }),
);

/** `shopify_start_bulk_query`: has Shopify gather all rows of a query in the background. */
export const startBulkQuery = defineTool({
  name: 'shopify_start_bulk_query',
  title: 'Start a bulk query',
  description:
    'Has Shopify gather all rows of a GraphQL query over catalogue, stock or store content in the background, for whole exports. Takes minutes; fetch it with shopify_get_bulk_query. People and orders are refused.',
  effect: 'write',
  feature: 'shopify-advanced',
  permission: 'shopify.graphql.export',
  scopes: ['read_products', 'read_inventory', 'read_content'],
  input: z.object({
    query: z.string().min(1).max(10_000).describe('Like { products { edges { node { id title } } } }.'),
  }),
  output: z.object({
    id: z.string().describe('Global id, for shopify_get_bulk_query.'),
    status: z.string().describe('created or running.'),
  }),
  cost: () => 10,
  examples: [
    {
      title: 'All products',
      input: { query: 'query All { products { edges { node { id title handle status } } } }' },
    },
    {
      title: 'All variants with their products',
      input: { query: '{ products { edges { node { id variants { edges { node { id sku price } } } } } } }' },
    },
  ],

  async run({ query }, upstream: ShopifyUpstream) {
    const { checkBulkQuery } = await import('../queries/check-bulk-query.ts');
    checkBulkQuery(query);
    const { data } = await upstream.mutate(startBulkQueryMutation, { query });
    const { bulkOperation, userErrors } = data.bulkOperationRunQuery;
    refuseUserErrors(userErrors);
    if (bulkOperation === null) throw unconfirmed();
    return { id: bulkOperation.id, status: toWord(bulkOperation.status) };
  },

  async readBack({ query }, upstream: ShopifyUpstream, { write }) {
    const { nodes } = (await upstream.query(latestBulkQueriesQuery)).data.bulkOperations;
    const found = nodes.find((one) => one.query === query && isSince(one.createdAt, write.earliestAt));
    const output = found && { id: found.id, status: toWord(found.status) };
    return stateFound({ what: 'The bulk query among the latest', holds: found !== undefined, output }, write);
  },
});
