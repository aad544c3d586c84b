import { z } from 'zod';
import { personal } from '../../define.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from './money.ts';
import { given, toWord } from './words.ts';

/** How many of each are shown of one order; more of any is said so in the answer. */
const TRANSACTIONS_MAX = 30;
const FULFILLMENTS_MAX = 20;
const REFUNDS_MAX = 10;
const REFUND_LINES_MAX = 10;

/** What happened to an order after it was placed: payments, parcels, refunds. Costs `ORDER_LIFE_COST` points. */
export const ORDER_LIFE = `
  fragment OrderLife on Order {
    transactions(first: ${TRANSACTIONS_MAX}) {
      id
      kind
      status
      gateway
      processedAt
      amountSet ${MONEY_BAG}
    }
    fulfillments(first: ${FULFILLMENTS_MAX}) {
      id
      status
      displayStatus
      createdAt
      deliveredAt
      trackingInfo { company number url }
    }
    refunds(first: ${REFUNDS_MAX}) {
      id
      processedAt
      note
      totalRefundedSet ${MONEY_BAG}
      refundLineItems(first: ${REFUND_LINES_MAX}) {
        nodes { quantity restocked lineItem { id title sku } }
      }
    }
  }
`;

export const ORDER_LIFE_COST =
  TRANSACTIONS_MAX * 3 + FULFILLMENTS_MAX * 2 + REFUNDS_MAX * (3 + 2 + REFUND_LINES_MAX * 2);

const ShopifyTransaction = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullish(),
  processedAt: z.string().nullish(),
  amountSet: ShopifyMoneyBag,
});

const ShopifyFulfillment = z.object({
  id: z.string(),
  status: z.string(),
  displayStatus: z.string().nullish(),
  createdAt: z.string(),
  deliveredAt: z.string().nullish(),
  trackingInfo: z.array(
    z.object({ company: z.string().nullish(), number: z.string().nullish(), url: z.string().nullish() }),
  ),
});

const ShopifyRefund = z.object({
  id: z.string(),
  processedAt: z.string(),
  note: z.string().nullish(),
  totalRefundedSet: ShopifyMoneyBag,
  refundLineItems: z.object({
    nodes: z.array(
      z.object({
        quantity: z.number().int(),
        restocked: z.boolean(),
        lineItem: z.object({ id: z.string(), title: z.string(), sku: z.string().nullish() }),
      }),
    ),
  }),
});

export const ShopifyOrderLife = z.object({
  transactions: z.array(ShopifyTransaction),
  fulfillments: z.array(ShopifyFulfillment),
  refunds: z.array(ShopifyRefund),
});

const Transaction = z.object({
  id: z.string().describe('Global id.'),
  kind: z.string().describe('authorization, capture, sale, refund, void and others.'),
  status: z.string().describe('success, pending, failure, error and others.'),
  gateway: z.string().optional().describe('Payment provider.'),
  processedAt: z.string().optional().describe('ISO 8601.'),
  amount: Money.describe('In the currency of the shop.'),
});

const Fulfillment = z.object({
  id: z.string().describe('Global id.'),
  status: z.string().describe('success, cancelled, error or failure: whether the shop has done its part.'),
  deliveryStatus: z
    .string()
    .optional()
    .describe('Where the parcel is: in_transit, out_for_delivery, delivered and others.'),
  createdAt: z.string().describe('ISO 8601.'),
  deliveredAt: z.string().optional().describe('ISO 8601; absent until it is known to be delivered.'),
  tracking: z
    .array(
      z.object({
        company: z.string().optional().describe('Carrier.'),
        number: personal(z.string().optional().describe('Number of the parcel.')),
        url: personal(z.string().optional().describe('Where to follow it.')),
      }),
    )
    .describe('Parcels.'),
});

const Refund = z.object({
  id: z.string().describe('Global id.'),
  processedAt: z.string().describe('ISO 8601.'),
  amount: Money.describe('In the currency of the shop.'),
  note: personal(z.string().optional().describe('Why, in the words of the shop: untrusted content.')),
  lines: z
    .array(
      z.object({
        lineItemId: z.string().describe('Global id of the line.'),
        title: z.string().describe('Product.'),
        sku: z.string().optional().describe('Article number.'),
        quantity: z.number().int().describe('Pieces.'),
        restocked: z.boolean().describe('Whether they went back into stock.'),
      }),
    )
    .describe('What was given back; empty for a refund of money alone.'),
});

export const OrderLife = z.object({
  transactions: z.array(Transaction).describe('Payments and what became of them, oldest first.'),
  fulfillments: z.array(Fulfillment).describe('Parcels and handovers.'),
  refunds: z.array(Refund).describe('Refunds.'),
});

export function toOrderLife(order: z.output<typeof ShopifyOrderLife>): z.output<typeof OrderLife> {
  return {
    transactions: order.transactions.map(({ id, kind, status, gateway, processedAt, amountSet }) => ({
      id,
      kind: toWord(kind),
      status: toWord(status),
      gateway: given(gateway),
      processedAt: given(processedAt),
      amount: toShopMoney(amountSet),
    })),
    fulfillments: order.fulfillments.map(toFulfillment),
    refunds: order.refunds.map(toRefund),
  };
}

/** Says of which of them there may be more than are shown. */
export function lifeGaps(order: z.output<typeof ShopifyOrderLife>): string | undefined {
  const full = [
    order.transactions.length === TRANSACTIONS_MAX && `transactions (${TRANSACTIONS_MAX})`,
    order.fulfillments.length === FULFILLMENTS_MAX && `fulfillments (${FULFILLMENTS_MAX})`,
    order.refunds.length === REFUNDS_MAX && `refunds (${REFUNDS_MAX})`,
    order.refunds.some(({ refundLineItems }) => refundLineItems.nodes.length === REFUND_LINES_MAX) &&
      `lines of a refund (${REFUND_LINES_MAX})`,
  ].filter((list) => list !== false);
  return full.length > 0 ? `Lists as long as shown here may go on at Shopify: ${full.join(', ')}.` : undefined;
}

function toFulfillment(fulfillment: z.output<typeof ShopifyFulfillment>): z.output<typeof Fulfillment> {
  const { id, status, displayStatus, createdAt, deliveredAt, trackingInfo } = fulfillment;
  return {
    id,
    status: toWord(status),
    deliveryStatus: displayStatus ? toWord(displayStatus) : undefined,
    createdAt,
    deliveredAt: given(deliveredAt),
    tracking: trackingInfo.map(({ company, number, url }) => ({
      company: given(company),
      number: given(number),
      url: given(url),
    })),
  };
}

function toRefund({ id, processedAt, note, totalRefundedSet, refundLineItems }: z.output<typeof ShopifyRefund>) {
  return {
    id,
    processedAt,
    amount: toShopMoney(totalRefundedSet),
    note: note || undefined,
    lines: refundLineItems.nodes.map(({ quantity, restocked, lineItem }) => ({
      lineItemId: lineItem.id,
      title: lineItem.title,
      sku: lineItem.sku || undefined,
      quantity,
      restocked,
    })),
  };
}
