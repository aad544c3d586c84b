import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { dateField, isDay, type Period, toPeriod } from '../input/calendar.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { type Filter, toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { GRANTED, hiddenOrders, reachesBeyond, ShopifyGranted } from '../shapes/order-reach.ts';
import {
  ORDER_SUMMARY,
  ORDER_SUMMARY_COST,
  OrderSummary,
  ShopifyOrderSummary,
  toOrderSummary,
} from '../shapes/order-summary.ts';

const FINANCIAL = [
  'pending',
  'authorized',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
  'voided',
  'expired',
] as const;
const FULFILLMENT = [
  'unfulfilled',
  'partially_fulfilled',
  'fulfilled',
  'scheduled',
  'on_hold',
  'request_declined',
] as const;

const SORTS = {
  created_at: 'CREATED_AT',
  processed_at: 'PROCESSED_AT',
  updated_at: 'UPDATED_AT',
  total: 'TOTAL_PRICE',
} as const;

export const shopTimeZoneQuery = defineQuery(
  'query ShopTimeZone { shop { ianaTimezone } }',
  z.object({ shop: z.object({ ianaTimezone: z.string() }) }),
);

export const searchOrdersQuery = defineQuery(
  `query SearchOrders(
    $first: Int!
    $after: String
    $query: String
    $sortKey: OrderSortKeys!
    $reverse: Boolean!
    $withGranted: Boolean!
  ) {
    shop { ianaTimezone }
    currentAppInstallation @include(if: $withGranted) ${GRANTED}
    orders(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
      nodes { ...OrderSummary }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${ORDER_SUMMARY}`,
  z.object({
    shop: z.object({ ianaTimezone: z.string() }),
    currentAppInstallation: ShopifyGranted.optional(),
    orders: z.object({ nodes: z.array(ShopifyOrderSummary), pageInfo: PageInfo }),
  }),
);

const SearchOrdersInput = z.object({
  text: lineField(200, 'Words: a name, a number.').optional(),
  createdFrom: dateField('First day, or instant: 2026-11-01T09:00:00Z.'),
  createdTo: dateField('Last day or instant.'),
  status: z.enum(['open', 'closed', 'cancelled']).optional().describe('open: still something to do.'),
  financialStatus: z.enum(FINANCIAL).optional().describe('Payment.'),
  fulfillmentStatus: z.enum(FULFILLMENT).optional().describe('Shipping.'),
  email: lineField(254, 'Customer’s e-mail.').optional(),
  sku: lineField(200, 'Article number.').optional(),
  tag: lineField(200, 'Tag.').optional(),
  discountCode: lineField(200, 'Discount code.').optional(),
  sortBy: z
    .enum(['created_at', 'processed_at', 'updated_at', 'total'])
    .default('created_at')
    .describe('What to sort by.'),
  descending: z.boolean().default(true).describe('Newest or largest first.'),
  limit: limitField('orders', 90, 50),
  cursor: cursorField('nextCursor'),
});

/** `shopify_search_orders`: a page of orders, filtered and sorted by Shopify. */
export const searchOrders = defineTool({
  name: 'shopify_search_orders',
  title: 'Search orders',
  description:
    'Finds orders of the Shopify shop, newest first, with sums, states, customer and tags; all filters must match. Days are the shop’s. Lines, payments, parcels and refunds of one: shopify_get_order. Most connections see 60 days back only; a notice says so.',
  effect: 'read',
  core: true,
  permission: 'shopify.orders.read',
  scopes: ['read_orders', 'read_customers'],
  input: SearchOrdersInput,
  output: z.object({
    orders: z.array(OrderSummary).describe('The orders, sorted as asked.'),
    nextCursor: nextCursorField('orders', 'cursor'),
    timeZone: z.string().describe('Time zone of the shop, IANA name.'),
    notices: Notices,
  }),
  list: 'orders',
  cost: (input) => (needsZone(input) ? 1 : 0) + 1 + 2 + (2 + input.limit * ORDER_SUMMARY_COST),
  examples: [
    { title: 'The five newest orders', input: { limit: 5 } },
    {
      title: 'Paid and not yet sent',
      input: { financialStatus: 'paid', fulfillmentStatus: 'unfulfilled', descending: false },
    },
    {
      title: 'The days before Christmas',
      input: { createdFrom: '2025-12-18', createdTo: '2025-12-24', sortBy: 'total' },
    },
  ],

  async run(input, upstream: ShopifyUpstream, { now }) {
    const zone = needsZone(input) ? (await upstream.query(shopTimeZoneQuery)).data.shop.ianaTimezone : 'UTC';
    const period = toPeriod(input.createdFrom, input.createdTo, zone);
    const { data, notices } = await upstream.query(searchOrdersQuery, {
      first: input.limit,
      after: input.cursor,
      query: toSearchString(filtersOf(input, period)),
      sortKey: SORTS[input.sortBy],
      reverse: input.descending,
      withGranted: reachesBeyond(period.fromMs, now()),
    });
    const nextCursor = nextCursorOf(data.orders.pageInfo);
    const hidden = nextCursor === undefined && data.currentAppInstallation && hiddenOrders(data.currentAppInstallation);
    return {
      orders: data.orders.nodes.map(toOrderSummary),
      nextCursor,
      timeZone: data.shop.ianaTimezone,
      notices: noticesOf(...notices, hidden || undefined),
    };
  },
});

type Input = z.output<typeof SearchOrdersInput>;

/** A whole day means something else in every time zone, and only the shop knows its own. */
function needsZone({ createdFrom, createdTo }: Input): boolean {
  return [createdFrom, createdTo].some((bound) => bound !== undefined && isDay(bound));
}

function filtersOf(input: Input, { fromMs, toMs }: Period): Filter[] {
  const { fulfillmentStatus } = input;
  return [
    { argument: 'text', value: input.text },
    { argument: 'createdFrom', field: 'created_at', comparator: '>=', value: instant(fromMs) },
    { argument: 'createdTo', field: 'created_at', comparator: '<', value: instant(toMs) },
    { argument: 'status', field: 'status', value: input.status },
    { argument: 'financialStatus', field: 'financial_status', value: input.financialStatus },
    {
      argument: 'fulfillmentStatus',
      field: 'fulfillment_status',
      value: fulfillmentStatus === 'partially_fulfilled' ? 'partial' : fulfillmentStatus,
    },
    { argument: 'email', field: 'email', value: input.email },
    { argument: 'sku', field: 'sku', value: input.sku },
    { argument: 'tag', field: 'tag', value: input.tag },
    { argument: 'discountCode', field: 'discount_code', value: input.discountCode },
  ];
}

function instant(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
