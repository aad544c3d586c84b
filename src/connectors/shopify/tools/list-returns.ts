import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import {
  cutReturn,
  LineNames,
  RETURN_BRIEF,
  RETURN_BRIEF_COST,
  RETURN_LINES,
  RETURN_LINES_COST,
  Return,
  ShopifyLineNames,
  ShopifyReturn,
  ShopifyReturnBrief,
  toLineNames,
  toReturn,
  toReturnBrief,
} from '../shapes/return.ts';

/** How many returns of each order are shown in the list of all; of more a notice tells. */
const OF_AN_ORDER_MAX = 5;
/** How many parcels, lines of each, and reasons for each are looked through for what can come back. */
const PARCELS_MAX = 5;
const PARCEL_LINES_MAX = 10;
const REASONS_MAX = 3;
const RETURNABLE_COST = 2 + PARCELS_MAX * (1 + 2 + PARCEL_LINES_MAX * (3 + 2 + REASONS_MAX));

export const getReturnQuery = defineQuery(
  `query GetReturn($id: ID!) { return(id: $id) { ${RETURN_BRIEF} ${RETURN_LINES} } }`,
  z.object({ return: ShopifyReturn.nullable() }),
);

export const returnsOfOrderQuery = defineQuery(
  `query ReturnsOfOrder($id: ID!, $first: Int!, $after: String) {
    order(id: $id) { returns(first: $first, after: $after) { nodes { ${RETURN_BRIEF} } pageInfo { hasNextPage endCursor } } }
    returnableFulfillments(orderId: $id, first: ${PARCELS_MAX}) {
      nodes {
        returnableFulfillmentLineItems(first: ${PARCEL_LINES_MAX}) {
          nodes {
            quantity
            fulfillmentLineItem {
              id
              lineItem {
                id
                title
                variantTitle
                sku
                suggestedReturnReasonDefinitions(first: ${REASONS_MAX}) { nodes { handle name } }
              }
            }
          }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage }
    }
  }`,
  z.object({
    order: z.object({ returns: z.object({ nodes: z.array(ShopifyReturnBrief), pageInfo: PageInfo }) }).nullable(),
    returnableFulfillments: z.object({
      nodes: z.array(
        z.object({
          returnableFulfillmentLineItems: z.object({
            nodes: z.array(
              z.object({
                quantity: z.number().int(),
                fulfillmentLineItem: z.object({
                  id: z.string(),
                  lineItem: ShopifyLineNames.extend({
                    suggestedReturnReasonDefinitions: z
                      .object({ nodes: z.array(z.object({ handle: z.string(), name: z.string() })) })
                      .nullish(),
                  }),
                }),
              }),
            ),
            pageInfo: z.object({ hasNextPage: z.boolean() }),
          }),
        }),
      ),
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    }),
  }),
);

export const listReturnsQuery = defineQuery(
  `query ListReturns($first: Int!, $after: String, $query: String!) {
    orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT, reverse: true) {
      nodes { returns(first: ${OF_AN_ORDER_MAX}) { nodes { ${RETURN_BRIEF} } pageInfo { hasNextPage } } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({
    orders: z.object({
      nodes: z.array(
        z.object({
          returns: z.object({ nodes: z.array(ShopifyReturnBrief), pageInfo: z.object({ hasNextPage: z.boolean() }) }),
        }),
      ),
      pageInfo: PageInfo,
    }),
  }),
);

/** By what a caller asks for: what Shopify calls the returns of an order as a whole. */
const STATUSES = { requested: 'return_requested', in_progress: 'in_progress', returned: 'returned' } as const;

const ListReturnsInput = z.object({
  id: idField('Return', 'One return, with its lines.').optional(),
  orderId: idField('Order', 'Of this order, with what can still come back.').optional(),
  status: z
    .enum(['requested', 'in_progress', 'returned'])
    .default('requested')
    .describe('Without ids: how returns stand; requested waits for a decision.'),
  limit: limitField('orders', 50, 20),
  cursor: cursorField('nextCursor'),
});

type Input = z.output<typeof ListReturnsInput>;

/** `shopify_list_returns`: what customers send back, or may. */
export const listReturns = defineTool({
  name: 'shopify_list_returns',
  title: 'List returns, or what can be returned',
  description:
    'Lists returns of the Shopify shop, last changed orders first; with id one return with lines and reasons; with orderId ' +
    'those of one order and the sent pieces that can still come back, as shopify_save_return takes them.',
  effect: 'read',
  permission: 'shopify.orders.read',
  scopes: ['read_orders', 'read_returns'],
  input: ListReturnsInput.refine(({ id, orderId }) => id === undefined || orderId === undefined, {
    error: 'Give id or orderId, not both.',
    path: ['orderId'],
  }),
  output: z.object({
    returns: z.array(Return).describe('The returns.'),
    returnable: z
      .array(
        z.object({
          fulfillmentLineItemId: z.string().describe('Global id, as shopify_save_return takes it.'),
          ...LineNames,
          quantity: z.number().int().describe('Pieces that can come back.'),
          reasons: z
            .array(
              z.object({
                handle: z.string().describe('As shopify_save_return takes it.'),
                name: z.string().describe('As people read it.'),
              }),
            )
            .describe('Reasons that Shopify suggests for it; there are others.'),
        }),
      )
      .optional()
      .describe('What of the order can come back; given with orderId.'),
    nextCursor: nextCursorField('returns', 'cursor'),
    notices: Notices,
  }),
  list: 'returns',
  cost: ({ id, orderId, limit }) => {
    if (id !== undefined) return RETURN_BRIEF_COST + RETURN_LINES_COST;
    if (orderId !== undefined) return 1 + 2 + limit * RETURN_BRIEF_COST + RETURNABLE_COST;
    return 2 + limit * (1 + 2 + OF_AN_ORDER_MAX * RETURN_BRIEF_COST);
  },
  examples: [
    { title: 'What waits for a decision', input: {} },
    { title: 'What of an order can come back', input: { orderId: '8100000001018' } },
    { title: 'One return', input: { id: '8100000010160' } },
  ],

  async run(input, upstream: ShopifyUpstream) {
    if (input.id !== undefined) return await getOne(toGid('Return', input.id), upstream);
    if (input.orderId !== undefined) return await listOfOrder(toGid('Order', input.orderId), input, upstream);
    return await listAll(input, upstream);
  },
});

async function getOne(id: string, upstream: ShopifyUpstream) {
  const { data, notices } = await upstream.query(getReturnQuery, { id });
  if (data.return === null) throw noSuch('return');
  return { returns: [toReturn(data.return)], notices: noticesOf(...notices, cutReturn(data.return)) };
}

async function listOfOrder(id: string, { limit, cursor }: Input, upstream: ShopifyUpstream) {
  const { data, notices } = await upstream.query(returnsOfOrderQuery, { id, first: limit, after: cursor });
  if (data.order === null) throw noSuch('order');
  const { nodes, pageInfo } = data.returnableFulfillments;
  const parcels = nodes.map(({ returnableFulfillmentLineItems }) => returnableFulfillmentLineItems);
  const isCut = pageInfo.hasNextPage || parcels.some((parcel) => parcel.pageInfo.hasNextPage);
  return {
    returns: data.order.returns.nodes.map(toReturnBrief),
    returnable: parcels.flatMap((parcel) =>
      parcel.nodes.map(({ quantity, fulfillmentLineItem: { id: lineId, lineItem } }) => ({
        fulfillmentLineItemId: lineId,
        ...toLineNames(lineItem),
        quantity,
        reasons: lineItem.suggestedReturnReasonDefinitions?.nodes ?? [],
      })),
    ),
    nextCursor: nextCursorOf(data.order.returns.pageInfo),
    notices: noticesOf(
      ...notices,
      isCut ? `More can come back: ${PARCELS_MAX} parcels and ${PARCEL_LINES_MAX} lines of each are shown.` : undefined,
    ),
  };
}

async function listAll({ status, limit, cursor }: Input, upstream: ShopifyUpstream) {
  const query = toSearchString([{ argument: 'status', field: 'return_status', value: STATUSES[status] }]);
  const { data, notices } = await upstream.query(listReturnsQuery, { first: limit, after: cursor, query });
  const orders = data.orders.nodes.map(({ returns }) => returns);
  const isCut = orders.some(({ pageInfo }) => pageInfo.hasNextPage);
  return {
    returns: orders.flatMap(({ nodes }) => nodes.map(toReturnBrief)),
    nextCursor: nextCursorOf(data.orders.pageInfo),
    notices: noticesOf(
      ...notices,
      isCut
        ? `Of an order with more than ${OF_AN_ORDER_MAX} returns only those are shown; ask with orderId.`
        : undefined,
    ),
  };
}
