import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import {
  CUSTOMER_RECORD,
  CUSTOMER_RECORD_COST,
  CustomerRecord,
  ShopifyCustomerRecord,
  toCustomerRecord,
} from '../shapes/customer-record.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

const SORTS = { created_at: 'CREATED_AT', updated_at: 'UPDATED_AT', name: 'NAME' } as const;

export const searchCustomersQuery = defineQuery(
  `query SearchCustomers(
    $first: Int!
    $after: String
    $query: String
    $sortKey: CustomerSortKeys!
    $reverse: Boolean!
  ) {
    customers(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
      nodes { ...CustomerRecord }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${CUSTOMER_RECORD}`,
  z.object({ customers: z.object({ nodes: z.array(ShopifyCustomerRecord), pageInfo: PageInfo }) }),
);

/** `shopify_search_customers`: a page of customers, filtered and sorted by Shopify. */
export const searchCustomers = defineTool({
  name: 'shopify_search_customers',
  title: 'Search customers',
  description: 'Finds customers of the Shopify shop, each with lifetime value and last order; all filters must match.',
  effect: 'read',
  permission: 'shopify.customers.read',
  core: true,
  scopes: ['read_customers', 'read_orders'],
  input: z.object({
    text: lineField(200, 'Words: a name, a city.').optional(),
    email: lineField(254, 'E-mail address.').optional(),
    tag: lineField(40, 'Tag.').optional(),
    minOrders: z
      .number()
      .int()
      .min(0)
      .refine((count) => count <= 1_000_000, 'Give at most 1000000.')
      .optional()
      .describe('Orders at least.'),
    minSpent: z
      .number()
      .min(0.01)
      .refine((sum) => sum <= 1_000_000_000, 'Give at most 1000000000.')
      .optional()
      .describe('Spent at least.'),
    sortBy: z.enum(['created_at', 'updated_at', 'name']).default('updated_at').describe('What to sort by.'),
    descending: z.boolean().default(true).describe('Newest first.'),
    limit: limitField('customers', 100, 25),
    cursor: cursorField('nextCursor'),
  }),
  output: z.object({
    customers: z.array(CustomerRecord).describe('The customers.'),
    nextCursor: nextCursorField('customers', 'cursor'),
    notices: Notices,
  }),
  list: 'customers',
  cost: ({ limit }) => 2 + limit * CUSTOMER_RECORD_COST,
  examples: [
    { title: 'By name', input: { text: 'Carlier' } },
    { title: 'Who buys often', input: { minOrders: 10, tag: 'vip', limit: 10 } },
  ],

  async run({ minOrders, minSpent, sortBy, descending, limit, cursor, ...texts }, upstream: ShopifyUpstream) {
    const { data, notices } = await upstream.query(searchCustomersQuery, {
      first: limit,
      after: cursor,
      query: toSearchString([
        { argument: 'text', value: texts.text },
        { argument: 'email', field: 'email', value: texts.email },
        { argument: 'tag', field: 'tag', value: texts.tag },
        { argument: 'minOrders', field: 'orders_count', comparator: '>=', value: minOrders?.toString() },
        { argument: 'minSpent', field: 'total_spent', comparator: '>=', value: minSpent?.toFixed(2) },
      ]),
      sortKey: SORTS[sortBy],
      reverse: descending,
    });
    return {
      customers: data.customers.nodes.map(toCustomerRecord),
      nextCursor: nextCursorOf(data.customers.pageInfo),
      notices: noticesOf(...notices),
    };
  },
});
