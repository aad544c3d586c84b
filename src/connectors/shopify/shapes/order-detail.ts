import { z } from 'zod';
import { personal } from '../../define.ts';
import { PageInfo } from '../input/paging.ts';
import { JOURNEY, JOURNEY_COST, Journey, ShopifyJourney, toJourney, VISIT } from './journey.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from './money.ts';
import { ORDER_LIFE, ORDER_LIFE_COST, OrderLife, ShopifyOrderLife, toOrderLife } from './order-life.ts';
import {
  ORDER_SUMMARY,
  ORDER_SUMMARY_COST,
  OrderSummary,
  ShopifyOrderSummary,
  toOrderSummary,
} from './order-summary.ts';
import { MAILING_ADDRESS, MailingAddress, ShopifyMailingAddress, toMailingAddress } from './person.ts';
import { given, toWord } from './words.ts';

/** All that the shop knows about an order, with a page of its lines. */
export const ORDER_DETAIL = `
  fragment OrderDetail on Order {
    ...OrderSummary
    ...OrderLife
    note
    phone
    cancelReason
    customerLocale
    paymentGatewayNames
    subtotalPriceSet ${MONEY_BAG}
    totalDiscountsSet ${MONEY_BAG}
    totalShippingPriceSet ${MONEY_BAG}
    totalTaxSet ${MONEY_BAG}
    shippingLine { title }
    deliverTo: shippingAddress ${MAILING_ADDRESS}
    billingAddress ${MAILING_ADDRESS}
    customerJourneySummary ${JOURNEY}
    lineItems(first: $lines, after: $linesAfter) {
      nodes {
        id
        title
        variantTitle
        sku
        quantity
        currentQuantity
        originalUnitPriceSet ${MONEY_BAG}
        discountedTotalSet ${MONEY_BAG}
        product { id }
        variant { id }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${ORDER_SUMMARY}
  ${ORDER_LIFE}
  ${VISIT}
`;

/** What an order with a page of its lines costs: two for each of four sums, three for addresses and shipping, seven a line. */
export function orderDetailCost(lines: number): number {
  return ORDER_SUMMARY_COST + ORDER_LIFE_COST + JOURNEY_COST + 4 * 2 + 3 + (2 + lines * 7);
}

const ShopifyLine = z.object({
  id: z.string(),
  title: z.string(),
  variantTitle: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  originalUnitPriceSet: ShopifyMoneyBag,
  discountedTotalSet: ShopifyMoneyBag,
  product: z.object({ id: z.string() }).nullish(),
  variant: z.object({ id: z.string() }).nullish(),
});

export const ShopifyOrderDetail = ShopifyOrderSummary.extend({
  ...ShopifyOrderLife.shape,
  note: z.string().nullish(),
  phone: z.string().nullish(),
  cancelReason: z.string().nullish(),
  customerLocale: z.string().nullish(),
  paymentGatewayNames: z.array(z.string()),
  subtotalPriceSet: ShopifyMoneyBag.nullish(),
  totalDiscountsSet: ShopifyMoneyBag.nullish(),
  totalShippingPriceSet: ShopifyMoneyBag,
  totalTaxSet: ShopifyMoneyBag.nullish(),
  shippingLine: z.object({ title: z.string() }).nullish(),
  deliverTo: ShopifyMailingAddress.nullish(),
  billingAddress: ShopifyMailingAddress.nullish(),
  customerJourneySummary: ShopifyJourney.nullish(),
  lineItems: z.object({ nodes: z.array(ShopifyLine), pageInfo: PageInfo }),
});

export const OrderLine = z.object({
  id: z.string().describe('Global id of the line.'),
  title: z.string().describe('Product, as it was called when it was bought.'),
  variantTitle: z.string().optional().describe('Variant, as it was called when it was bought.'),
  sku: z.string().optional().describe('Article number.'),
  quantity: z.number().int().describe('Pieces ordered.'),
  currentQuantity: z.number().int().describe('Pieces left after refunds and removals.'),
  unitPrice: Money.describe('Price of one piece before discounts.'),
  total: Money.describe(
    'All pieces ordered, less discounts of this line; codes and discounts of the whole order are not taken off.',
  ),
  productId: z.string().optional().describe('Global id; absent when the product was deleted.'),
  variantId: z.string().optional().describe('Global id; absent when the variant was deleted.'),
});

export const OrderDetail = OrderSummary.extend({
  ...OrderLife.shape,
  note: personal(z.string().optional().describe('Note of the customer or the shop: untrusted content.')),
  phone: personal(z.string().optional().describe('Telephone given with the order.')),
  cancelReason: z.string().optional().describe('customer, declined, fraud, inventory, staff or other.'),
  customerLocale: z.string().optional().describe('Language of the customer, like de or en-GB.'),
  paymentGateways: z.array(z.string()).describe('Payment providers that were used.'),
  subtotal: Money.optional().describe('All lines after discounts, before shipping; taxes included only if prices are.'),
  discounts: Money.optional().describe('All discounts together.'),
  shipping: Money.describe('Shipping.'),
  tax: Money.optional().describe('All taxes together.'),
  shippingMethod: z.string().optional().describe('Kind of shipping that was chosen.'),
  shippingAddress: MailingAddress.optional().describe('Where it goes; absent when nothing is shipped.'),
  billingAddress: MailingAddress.optional().describe('Who is billed.'),
  journey: Journey.optional().describe('How the customer came to this order; absent when Shopify does not know.'),
});

export function toOrderDetail(order: z.output<typeof ShopifyOrderDetail>): z.output<typeof OrderDetail> {
  return {
    ...toOrderSummary(order),
    ...toOrderLife(order),
    note: order.note || undefined,
    phone: given(order.phone),
    cancelReason: order.cancelReason ? toWord(order.cancelReason) : undefined,
    customerLocale: given(order.customerLocale),
    paymentGateways: order.paymentGatewayNames,
    subtotal: order.subtotalPriceSet ? toShopMoney(order.subtotalPriceSet) : undefined,
    discounts: order.totalDiscountsSet ? toShopMoney(order.totalDiscountsSet) : undefined,
    shipping: toShopMoney(order.totalShippingPriceSet),
    tax: order.totalTaxSet ? toShopMoney(order.totalTaxSet) : undefined,
    shippingMethod: order.shippingLine?.title,
    shippingAddress: order.deliverTo ? toMailingAddress(order.deliverTo) : undefined,
    billingAddress: order.billingAddress ? toMailingAddress(order.billingAddress) : undefined,
    journey: order.customerJourneySummary ? toJourney(order.customerJourneySummary) : undefined,
  };
}

export function toOrderLine(line: z.output<typeof ShopifyLine>): z.output<typeof OrderLine> {
  return {
    id: line.id,
    title: line.title,
    variantTitle: line.variantTitle || undefined,
    sku: line.sku || undefined,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unitPrice: toShopMoney(line.originalUnitPriceSet),
    total: toShopMoney(line.discountedTotalSet),
    productId: line.product?.id,
    variantId: line.variant?.id,
  };
}
