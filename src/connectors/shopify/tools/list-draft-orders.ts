import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { DRAFT_ORDER, DraftOrder, draftPartsCost, ShopifyDraftOrder, toDraftOrder } from '../shapes/draft-order.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

export const listDraftOrdersQuery = defineQuery(
  `query ListDraftOrders($first: Int!, $after: String, $query: String, $withLines: Boolean!, $linesAfter: String) {
    draftOrders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT, reverse: true) {
      nodes { ...DraftOrderRecord }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${DRAFT_ORDER}`,
  z.object({ draftOrders: z.object({ nodes: z.array(ShopifyDraftOrder), pageInfo: PageInfo }) }),
);

export const getDraftOrderQuery = defineQuery(
  `query GetDraftOrder($id: ID!, $withLines: Boolean!, $linesAfter: String) {
    draftOrder(id: $id) { ...DraftOrderRecord }
  }
  ${DRAFT_ORDER}`,
  z.object({ draftOrder: ShopifyDraftOrder.nullable() }),
);

/** `shopify_list_draft_orders`: draft orders, or one of them with its lines. */
export const listDraftOrders = defineTool({
  name: 'shopify_list_draft_orders',
  title: 'List draft orders',
  description:
    'Lists draft orders of the Shopify shop (prepared by staff, invoices not yet paid), last changed first; with an id, that ' +
    'one with lines, and a cursor for more of them.',
  effect: 'read',
  permission: 'shopify.draft-orders.read',
  feature: 'shopify-advanced',
  scopes: ['read_draft_orders', 'read_customers', 'read_orders', 'read_products'],
  input: z.object({
    id: idField('DraftOrder', 'Only this one, with its lines.').optional(),
    text: lineField(200, 'Words to look for.').optional(),
    status: z.enum(['open', 'invoice_sent', 'completed']).optional().describe('How it stands.'),
    limit: limitField('drafts', 50, 20),
    cursor: cursorField('nextCursor'),
  }),
  output: z.object({
    draftOrders: z.array(DraftOrder).describe('The draft orders.'),
    nextCursor: nextCursorField('drafts, with an id the next lines', 'cursor'),
    notices: Notices,
  }),
  list: 'draftOrders',
  cost: ({ id, limit }) => (id === undefined ? 2 + limit * (1 + draftPartsCost(false)) : 1 + draftPartsCost(true)),
  examples: [
    { title: 'Invoices not yet paid', input: { status: 'invoice_sent' } },
    { title: 'One with its lines', input: { id: '8100000000004' } },
  ],

  async run({ id, text, status, limit, cursor }, upstream: ShopifyUpstream) {
    if (id !== undefined) {
      const variables = { id: toGid('DraftOrder', id), withLines: true, linesAfter: cursor };
      const { data, notices } = await upstream.query(getDraftOrderQuery, variables);
      const draft = data.draftOrder;
      if (draft === null) throw noSuch('draft order');
      return {
        draftOrders: [toDraftOrder(draft)],
        nextCursor: draft.lineItems && nextCursorOf(draft.lineItems.pageInfo),
        notices: noticesOf(...notices),
      };
    }
    const { data, notices } = await upstream.query(listDraftOrdersQuery, {
      first: limit,
      after: cursor,
      query: toSearchString([
        { argument: 'text', value: text },
        { argument: 'status', field: 'status', value: status },
      ]),
      withLines: false,
    });
    return {
      draftOrders: data.draftOrders.nodes.map(toDraftOrder),
      nextCursor: nextCursorOf(data.draftOrders.pageInfo),
      notices: noticesOf(...notices),
    };
  },
});
