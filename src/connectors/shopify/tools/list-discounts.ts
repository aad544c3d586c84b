import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { DISCOUNT_PARTS_COST, Discount, discountSelection, ShopifyDiscount, toDiscount } from '../shapes/discount.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

export const listDiscountsQuery = defineQuery(
  `query ListDiscounts($first: Int!, $after: String, $query: String) {
    discountNodes(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
      nodes { id discount ${discountSelection()} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({
    discountNodes: z.object({
      nodes: z.array(z.object({ id: z.string(), discount: ShopifyDiscount })),
      pageInfo: PageInfo,
    }),
  }),
);

/** `shopify_list_discounts`: discounts by code and automatic ones. */
export const listDiscounts = defineTool({
  name: 'shopify_list_discounts',
  title: 'List discounts',
  description:
    'Lists discounts of the Shopify shop, by code and automatic, newest first: what they give, how they stand, how often ' +
    'they were used.',
  effect: 'read',
  permission: 'shopify.discounts.read',
  scopes: ['read_discounts'],
  input: z.object({
    code: lineField(255, 'Only this code.').optional(),
    text: lineField(200, 'Words of the title.').optional(),
    status: z.enum(['active', 'scheduled', 'expired']).optional().describe('How it stands.'),
    method: z.enum(['code', 'automatic']).optional().describe('How it is given.'),
    limit: limitField('discounts', 100, 25),
    cursor: cursorField('nextCursor'),
  }),
  output: z.object({
    discounts: z.array(Discount).describe('The discounts.'),
    nextCursor: nextCursorField('discounts', 'cursor'),
    notices: Notices,
  }),
  list: 'discounts',
  cost: ({ limit }) => 2 + limit * (1 + 1 + DISCOUNT_PARTS_COST),
  examples: [
    { title: 'What is active', input: { status: 'active' } },
    { title: 'By code', input: { code: 'WELCOME10' } },
  ],

  async run({ code, text, status, method, limit, cursor }, upstream: ShopifyUpstream) {
    const { data, notices } = await upstream.query(listDiscountsQuery, {
      first: limit,
      after: cursor,
      query: toSearchString([
        { argument: 'code', field: 'code', value: code },
        { argument: 'text', field: 'title', value: text },
        { argument: 'status', field: 'status', value: status },
        { argument: 'method', field: 'method', value: method },
      ]),
    });
    return {
      discounts: data.discountNodes.nodes.map(({ id, discount }) => toDiscount(id, discount)),
      nextCursor: nextCursorOf(data.discountNodes.pageInfo),
      notices: noticesOf(...notices),
    };
  },
});
