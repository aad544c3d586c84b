import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid, toNumber } from '../input/gid.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { given, toWord } from '../shapes/words.ts';

/** How many lines of each are shown; of more a notice tells. */
const LINES_MAX = 10;

const WORK = `{
  nodes {
    id
    status
    orderId
    orderName
    updatedAt
    assignedLocation { name location { id } }
    supportedActions { action }
    lineItems(first: ${LINES_MAX}) {
      nodes { id productTitle variantTitle sku totalQuantity remainingQuantity }
      pageInfo { hasNextPage }
    }
  }
  pageInfo { hasNextPage endCursor }
}`;

/** The record, its location's two, an action, and its lines. */
const WORK_COST = 1 + 2 + 1 + (2 + LINES_MAX);

const ShopifyWork = z.object({
  id: z.string(),
  status: z.string(),
  orderId: z.string(),
  orderName: z.string(),
  updatedAt: z.string(),
  assignedLocation: z.object({ name: z.string(), location: z.object({ id: z.string() }).nullish() }),
  supportedActions: z.array(z.object({ action: z.string() })),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        productTitle: z.string(),
        variantTitle: z.string().nullish(),
        sku: z.string().nullish(),
        totalQuantity: z.number().int(),
        remainingQuantity: z.number().int(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

const Page = z.object({ nodes: z.array(ShopifyWork), pageInfo: PageInfo });

export const fulfillmentOrdersOfOrderQuery = defineQuery(
  `query FulfillmentOrdersOfOrder($id: ID!, $first: Int!, $after: String) {
    order(id: $id) { page: fulfillmentOrders(first: $first, after: $after, displayable: true) ${WORK} }
  }`,
  z.object({ order: z.object({ page: Page }).nullable() }),
);

export const openFulfillmentOrdersQuery = defineQuery(
  `query OpenFulfillmentOrders($first: Int!, $after: String, $query: String) {
    page: fulfillmentOrders(first: $first, after: $after, query: $query) ${WORK}
  }`,
  z.object({ page: Page }),
);

/** `shopify_list_fulfillment_orders`: what is still to be sent, for one order or the whole shop. */
export const listFulfillmentOrders = defineTool({
  name: 'shopify_list_fulfillment_orders',
  title: 'List what is to be sent',
  description:
    'Lists what the Shopify shop has to send, oldest first: each row the pieces of one order at one location, with ids for ' +
    'shopify_save_fulfillment. Sent parcels: shopify_get_order.',
  effect: 'read',
  permission: 'shopify.fulfillments.read',
  scopes: ['read_orders', 'read_merchant_managed_fulfillment_orders', 'read_locations'],
  input: z
    .object({
      orderId: idField('Order', 'Only of this order, closed ones too.').optional(),
      locationId: idField('Location', 'Only at this location.').optional(),
      limit: limitField('rows', 50, 20),
      cursor: cursorField('nextCursor'),
    })
    .refine(({ orderId, locationId }) => orderId === undefined || locationId === undefined, {
      error: 'Give an order or a location, not both.',
      path: ['locationId'],
    }),
  output: z.object({
    fulfillmentOrders: z
      .array(
        z.object({
          id: z.string().describe('Global id.'),
          orderId: z.string().describe('Global id of the order.'),
          orderName: z.string().describe('Number as people say it.'),
          status: z.string().describe('open, in_progress, on_hold, scheduled, closed and others.'),
          canFulfill: z.boolean().describe('Whether it can be sent now.'),
          locationId: z.string().optional().describe('Global id of the location.'),
          locationName: z.string().describe('Location that sends.'),
          updatedAt: z.string().describe('ISO 8601.'),
          lines: z
            .array(
              z.object({
                id: z.string().describe('Global id, as shopify_save_fulfillment takes it.'),
                title: z.string().describe('Product.'),
                variantTitle: z.string().optional().describe('Variant.'),
                sku: z.string().optional().describe('Article number.'),
                quantity: z.number().int().describe('Pieces in all.'),
                remaining: z.number().int().describe('Pieces still to be sent.'),
              }),
            )
            .describe('Its lines.'),
        }),
      )
      .describe('The rows.'),
    nextCursor: nextCursorField('rows', 'cursor'),
    notices: Notices,
  }),
  list: 'fulfillmentOrders',
  cost: ({ orderId, limit }) => (orderId === undefined ? 0 : 1) + 2 + limit * WORK_COST,
  examples: [
    { title: 'Everything that waits', input: { limit: 10 } },
    { title: 'Of one order', input: { orderId: '8100000001028' } },
  ],

  async run({ orderId, locationId, limit, cursor }, upstream: ShopifyUpstream) {
    const { page, notices } = await read(upstream, { orderId, locationId, first: limit, after: cursor });
    const isCut = page.nodes.some(({ lineItems }) => lineItems.pageInfo.hasNextPage);
    return {
      fulfillmentOrders: page.nodes.map(toWork),
      nextCursor: nextCursorOf(page.pageInfo),
      notices: noticesOf(
        ...notices,
        isCut ? `Only the first ${LINES_MAX} lines of a row are shown; without lines, all of it is sent.` : undefined,
      ),
    };
  },
});

async function read(
  upstream: ShopifyUpstream,
  { orderId, locationId, ...page }: { orderId?: string; locationId?: string; first: number; after?: string },
) {
  if (orderId !== undefined) {
    const { data, notices } = await upstream.query(fulfillmentOrdersOfOrderQuery, {
      id: toGid('Order', orderId),
      ...page,
    });
    if (data.order === null) throw noSuch('order');
    return { page: data.order.page, notices };
  }
  const value = locationId && toNumber(locationId);
  const query = toSearchString([{ argument: 'locationId', field: 'assigned_location_id', value }]);
  const { data, notices } = await upstream.query(openFulfillmentOrdersQuery, { ...page, query });
  return { page: data.page, notices };
}

function toWork(work: z.output<typeof ShopifyWork>) {
  return {
    id: work.id,
    orderId: work.orderId,
    orderName: work.orderName,
    status: toWord(work.status),
    canFulfill: work.supportedActions.some(({ action }) => action === 'CREATE_FULFILLMENT'),
    locationId: work.assignedLocation.location?.id,
    locationName: work.assignedLocation.name,
    updatedAt: work.updatedAt,
    lines: work.lineItems.nodes.map(({ id, productTitle, variantTitle, sku, totalQuantity, remainingQuantity }) => ({
      id,
      title: productTitle,
      variantTitle: given(variantTitle),
      sku: sku || undefined,
      quantity: totalQuantity,
      remaining: remainingQuantity,
    })),
  };
}
