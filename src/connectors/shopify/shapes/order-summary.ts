import { z } from 'zod';
import { personal } from '../../define.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from './money.ts';
import { Customer, ORDER_CUSTOMER, ShopifyCustomer, toCustomer } from './person.ts';
import { given, toWord } from './words.ts';

/** What lists show of an order. Costs `ORDER_SUMMARY_COST` points each. */
export const ORDER_SUMMARY = `
  fragment OrderSummary on Order {
    id
    name
    createdAt
    processedAt
    updatedAt
    cancelledAt
    closedAt
    displayFinancialStatus
    displayFulfillmentStatus
    returnStatus
    email
    tags
    sourceName
    discountCodes
    subtotalLineItemsQuantity
    totalPriceSet ${MONEY_BAG}
    currentTotalPriceSet ${MONEY_BAG}
    totalRefundedSet ${MONEY_BAG}
    customer ${ORDER_CUSTOMER}
    shippingAddress { city countryCodeV2 }
  }
`;

/** The order itself, two for each of three sums, two for the customer, one for the address. */
export const ORDER_SUMMARY_COST = 10;

export const ShopifyOrderSummary = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  closedAt: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string(),
  returnStatus: z.string(),
  email: z.string().nullish(),
  tags: z.array(z.string()),
  sourceName: z.string().nullish(),
  discountCodes: z.array(z.string()),
  subtotalLineItemsQuantity: z.number().int(),
  totalPriceSet: ShopifyMoneyBag,
  currentTotalPriceSet: ShopifyMoneyBag,
  totalRefundedSet: ShopifyMoneyBag,
  customer: ShopifyCustomer.nullish(),
  shippingAddress: z.object({ city: z.string().nullish(), countryCodeV2: z.string().nullish() }).nullish(),
});

export const OrderSummary = z.object({
  id: z.string().describe('Global id, as other tools take it.'),
  name: z.string().describe('Number as people say it, like #1001.'),
  createdAt: z.string().describe('ISO 8601.'),
  processedAt: z
    .string()
    .describe('ISO 8601; the day that reports count it under. Earlier than createdAt for imported orders.'),
  updatedAt: z.string().describe('ISO 8601.'),
  cancelledAt: z.string().optional().describe('ISO 8601; absent unless it was cancelled.'),
  closedAt: z.string().optional().describe('ISO 8601; absent while there is still something to do for it.'),
  financialStatus: z
    .string()
    .optional()
    .describe('pending, authorized, paid, partially_paid, refunded, partially_refunded, voided or expired.'),
  fulfillmentStatus: z
    .string()
    .describe('What became of the parcels: unfulfilled, partially_fulfilled, fulfilled, on_hold and others.'),
  returnStatus: z.string().describe('no_return, return_requested, in_progress, returned and others.'),
  total: Money.describe('What was ordered, with shipping and taxes, less discounts.'),
  currentTotal: Money.describe('The same after edits, removals and refunds.'),
  refunded: Money.describe('What was paid back.'),
  itemCount: z.number().int().describe('Pieces ordered; gift cards and tips are not counted.'),
  discountCodes: z.array(z.string()).describe('Codes that were entered.'),
  source: z.string().optional().describe('Where it was placed: web, pos, shopify_draft_order or an app.'),
  tags: z.array(z.string()).describe('Tags of the shop.'),
  email: personal(z.string().optional().describe('E-mail address given with the order.')),
  customer: Customer.optional().describe('Who ordered; absent for guests and where the app may not see it.'),
  shippingCity: z.string().optional().describe('City that it goes to.'),
  shippingCountryCode: z.string().optional().describe('Country that it goes to, ISO 3166-1, two letters.'),
});

export function toOrderSummary(order: z.output<typeof ShopifyOrderSummary>): z.output<typeof OrderSummary> {
  return {
    id: order.id,
    name: order.name,
    createdAt: order.createdAt,
    processedAt: order.processedAt,
    updatedAt: order.updatedAt,
    cancelledAt: given(order.cancelledAt),
    closedAt: given(order.closedAt),
    financialStatus: order.displayFinancialStatus ? toWord(order.displayFinancialStatus) : undefined,
    fulfillmentStatus: toWord(order.displayFulfillmentStatus),
    returnStatus: toWord(order.returnStatus),
    total: toShopMoney(order.totalPriceSet),
    currentTotal: toShopMoney(order.currentTotalPriceSet),
    refunded: toShopMoney(order.totalRefundedSet),
    itemCount: order.subtotalLineItemsQuantity,
    discountCodes: order.discountCodes,
    source: given(order.sourceName),
    tags: order.tags,
    email: given(order.email),
    customer: order.customer ? toCustomer(order.customer) : undefined,
    shippingCity: given(order.shippingAddress?.city),
    shippingCountryCode: given(order.shippingAddress?.countryCodeV2),
  };
}
