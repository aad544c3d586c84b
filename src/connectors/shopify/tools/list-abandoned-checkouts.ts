import { z } from 'zod';
import { defineTool, personal } from '../../define.ts';
import { dateField, isDay, toPeriod } from '../input/calendar.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from '../shapes/money.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { given } from '../shapes/words.ts';

/** How many lines of each are shown; of more a notice tells. */
const LINES_MAX = 5;

export const checkoutTimeZoneQuery = defineQuery(
  'query CheckoutTimeZone { shop { ianaTimezone } }',
  z.object({ shop: z.object({ ianaTimezone: z.string() }) }),
);

export const abandonedCheckoutsQuery = defineQuery(
  `query AbandonedCheckouts($first: Int!, $after: String, $query: String) {
    abandonedCheckouts(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
      nodes {
        id
        createdAt
        completedAt
        abandonedCheckoutUrl
        totalPriceSet ${MONEY_BAG}
        customer { id displayName defaultEmailAddress { emailAddress } }
        lineItems(first: ${LINES_MAX}) {
          nodes { title sku quantity product { id } }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({
    abandonedCheckouts: z.object({
      nodes: z.array(
        z.object({
          id: z.string(),
          createdAt: z.string(),
          completedAt: z.string().nullish(),
          abandonedCheckoutUrl: z.string(),
          totalPriceSet: ShopifyMoneyBag,
          customer: z
            .object({
              id: z.string(),
              displayName: z.string(),
              defaultEmailAddress: z.object({ emailAddress: z.string() }).nullish(),
            })
            .nullish(),
          lineItems: z.object({
            nodes: z.array(
              z.object({
                title: z.string().nullish(),
                sku: z.string().nullish(),
                quantity: z.number().int(),
                product: z.object({ id: z.string() }).nullish(),
              }),
            ),
            pageInfo: z.object({ hasNextPage: z.boolean() }),
          }),
        }),
      ),
      pageInfo: PageInfo,
    }),
  }),
);

/** The checkout, its sum, its customer's two, and its lines with their products. */
const CHECKOUT_COST = 1 + 2 + 2 + (2 + LINES_MAX * 2);

/** `shopify_list_abandoned_checkouts`: baskets that were left at the till. */
export const listAbandonedCheckouts = defineTool({
  name: 'shopify_list_abandoned_checkouts',
  title: 'List abandoned checkouts',
  description:
    'Lists checkouts of the Shopify shop that customers began and left, newest first, with what lay in them, and whether ' +
    'they came back and paid.',
  effect: 'read',
  permission: 'shopify.checkouts.read',
  feature: 'shopify-advanced',
  scopes: ['read_orders', 'read_customers', 'read_products'],
  input: z.object({
    createdFrom: dateField('Begun on this day or later.'),
    createdTo: dateField('Begun on this day or earlier.'),
    recovered: z.boolean().optional().describe('Only those paid later, or not.'),
    limit: limitField('checkouts', 50, 20),
    cursor: cursorField('nextCursor'),
  }),
  output: z.object({
    checkouts: z
      .array(
        z.object({
          id: z.string().describe('Global id.'),
          createdAt: z.string().describe('ISO 8601.'),
          recoveredAt: z.string().optional().describe('ISO 8601; absent unless it was paid later.'),
          total: Money.describe('What it came to.'),
          customerId: z.string().optional().describe('Global id.'),
          customerName: personal(z.string().optional().describe('Customer.')),
          email: personal(z.string().optional().describe('E-mail address.')),
          recoveryUrl: personal(z.string().describe('Where the customer can go on; whoever has it can open it.')),
          lines: z
            .array(
              z.object({
                title: z.string().optional().describe('Product.'),
                sku: z.string().optional().describe('Article number.'),
                productId: z.string().optional().describe('Global id.'),
                quantity: z.number().int().describe('Pieces.'),
              }),
            )
            .describe('What lay in it.'),
        }),
      )
      .describe('The checkouts.'),
    nextCursor: nextCursorField('checkouts', 'cursor'),
    notices: Notices,
  }),
  list: 'checkouts',
  cost: ({ limit, createdFrom, createdTo }) => (hasDay(createdFrom, createdTo) ? 1 : 0) + 2 + limit * CHECKOUT_COST,
  examples: [
    { title: 'Not yet won back', input: { recovered: false, limit: 10 } },
    { title: 'Of one week', input: { createdFrom: '2026-11-09', createdTo: '2026-11-15' } },
  ],

  async run({ createdFrom, createdTo, recovered, limit, cursor }, upstream: ShopifyUpstream) {
    const isZoned = hasDay(createdFrom, createdTo);
    const zone = isZoned ? (await upstream.query(checkoutTimeZoneQuery)).data.shop.ianaTimezone : 'UTC';
    const { fromMs, toMs } = toPeriod(createdFrom, createdTo, zone);
    const { data, notices } = await upstream.query(abandonedCheckoutsQuery, {
      first: limit,
      after: cursor,
      query: toSearchString([
        { argument: 'createdFrom', field: 'created_at', comparator: '>=', value: instant(fromMs) },
        { argument: 'createdTo', field: 'created_at', comparator: '<', value: instant(toMs) },
        {
          argument: 'recovered',
          field: 'recovery_state',
          value: recovered === undefined ? undefined : recovered ? 'recovered' : 'not_recovered',
        },
      ]),
    });
    const { nodes, pageInfo } = data.abandonedCheckouts;
    const isCut = nodes.some(({ lineItems }) => lineItems.pageInfo.hasNextPage);
    return {
      checkouts: nodes.map(({ customer, ...checkout }) => ({
        id: checkout.id,
        createdAt: checkout.createdAt,
        recoveredAt: given(checkout.completedAt),
        total: toShopMoney(checkout.totalPriceSet),
        customerId: customer?.id,
        customerName: customer?.displayName,
        email: customer?.defaultEmailAddress?.emailAddress,
        recoveryUrl: checkout.abandonedCheckoutUrl,
        lines: checkout.lineItems.nodes.map(({ title, sku, product, quantity }) => ({
          title: given(title),
          sku: sku || undefined,
          productId: product?.id,
          quantity,
        })),
      })),
      nextCursor: nextCursorOf(pageInfo),
      notices: noticesOf(...notices, isCut ? `Only the first ${LINES_MAX} lines of each are shown.` : undefined),
    };
  },
});

function hasDay(...bounds: readonly (string | undefined)[]): boolean {
  return bounds.some((bound) => bound !== undefined && isDay(bound));
}

function instant(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
