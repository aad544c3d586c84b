import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { piecesField } from '../input/refund-lines.ts';
import { amountField } from '../input/written-text.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Money, ShopifyMoney, toMoney } from '../shapes/money.ts';
import { given } from '../shapes/words.ts';

/** What is paid back is told in the customer's currency, in which a refund is made. */
const PAID = '{ presentmentMoney { amount currencyCode } }';
const Paid = z.object({ presentmentMoney: ShopifyMoney });

export const suggestedRefundQuery = defineQuery(
  `query SuggestedRefund(
    $id: ID!
    $lines: [RefundLineItemInput!]
    $shippingAmount: Money
    $everything: Boolean!
  ) {
    order(id: $id) {
      name
      suggestedRefund(refundLineItems: $lines, shippingAmount: $shippingAmount, suggestFullRefund: $everything) {
        amountSet ${PAID}
        subtotalSet ${PAID}
        totalTaxSet ${PAID}
        maximumRefundableSet ${PAID}
        shipping { amountSet ${PAID} maximumRefundableSet ${PAID} }
        refundLineItems { quantity subtotalSet ${PAID} lineItem { id title refundableQuantity unfulfilledQuantity } }
        suggestedTransactions { gateway amountSet ${PAID} parentTransaction { id } }
      }
    }
  }`,
  z.object({
    order: z
      .object({
        name: z.string(),
        suggestedRefund: z
          .object({
            amountSet: Paid,
            subtotalSet: Paid,
            totalTaxSet: Paid,
            maximumRefundableSet: Paid,
            shipping: z.object({ amountSet: Paid, maximumRefundableSet: Paid }),
            refundLineItems: z.array(
              z.object({
                quantity: z.number().int(),
                subtotalSet: Paid,
                lineItem: z.object({
                  id: z.string(),
                  title: z.string(),
                  refundableQuantity: z.number().int(),
                  unfulfilledQuantity: z.number().int(),
                }),
              }),
            ),
            suggestedTransactions: z.array(
              z.object({
                gateway: z.string().nullish(),
                amountSet: Paid,
                parentTransaction: z.object({ id: z.string() }).nullish(),
              }),
            ),
          })
          .nullable(),
      })
      .nullable(),
  }),
);

/** `shopify_preview_refund`: what Shopify would pay back for some pieces, and how. */
export const previewRefund = defineTool({
  name: 'shopify_preview_refund',
  title: 'Preview a refund',
  description:
    'Works out what would be paid back for pieces of a Shopify order, by which payments; without lines and shipping, all ' +
    'that can be. Changes nothing; call it before shopify_refund_order.',
  effect: 'read',
  permission: 'shopify.orders.read',
  // Money that was paid back since must not be shown as still to be paid back.
  cacheTtlMs: 0,
  scopes: ['read_orders'],
  input: z.object({
    id: idField('Order', 'Order id.'),
    lines: piecesField().default([]).describe('Pieces to pay back.'),
    shippingAmount: amountField('Shipping to pay back, like 4.95.').optional(),
  }),
  output: z.object({
    orderName: z.string().describe('Number as people say it.'),
    amounts: z
      .object({
        total: Money.describe('What would be paid back.'),
        goods: Money.describe('Of it for goods.'),
        tax: Money.describe('Tax inside or on top of the goods.'),
        shipping: Money.describe('Of it for shipping.'),
        refundable: Money.describe('The most that can still be paid back.'),
        refundableShipping: Money.describe('The most for shipping.'),
      })
      .describe('What would be paid back, and the most that can be.'),
    lines: z
      .array(
        z.object({
          lineItemId: z.string().describe('Global id.'),
          title: z.string().describe('Product.'),
          quantity: z.number().int().describe('Pieces in this preview.'),
          refundableQuantity: z.number().int().describe('Pieces that can still be refunded.'),
          unsentQuantity: z.number().int().describe('Pieces not sent yet.'),
          amount: Money.describe('What they come to.'),
        }),
      )
      .describe('The pieces.'),
    payments: z
      .array(
        z.object({
          transactionId: z.string().describe('Global id of the payment.'),
          gateway: z.string().describe('Payment provider.'),
          amount: z.string().describe('Decimal number.'),
        }),
      )
      .describe('How it would be paid back; hand it to shopify_refund_order.'),
  }),
  // The order and its suggestion, five sums, the shipping's two, and one line and one payment: lists have no size of their own.
  cost: () => 1 + 1 + 4 * 2 + (1 + 2 * 2) + (1 + 2 + 1) + (1 + 2 + 1),
  examples: [
    {
      title: 'One piece that came back',
      input: { id: '8100000001018', lines: [{ lineItemId: '8100000010180', quantity: 1 }] },
    },
    { title: 'All that can be paid back', input: { id: 'gid://shopify/Order/8100000001028' } },
  ],

  async run({ id, lines, shippingAmount }, upstream: ShopifyUpstream) {
    const { data } = await upstream.query(suggestedRefundQuery, {
      id: toGid('Order', id),
      lines: lines.map(({ lineItemId, quantity }) => ({ lineItemId: toGid('LineItem', lineItemId), quantity })),
      shippingAmount,
      everything: lines.length === 0 && shippingAmount === undefined,
    });
    const suggested = data.order?.suggestedRefund;
    if (!data.order || !suggested) throw noSuch('order');
    const money = ({ presentmentMoney }: z.output<typeof Paid>) => toMoney(presentmentMoney);
    return {
      orderName: data.order.name,
      amounts: {
        total: money(suggested.amountSet),
        goods: money(suggested.subtotalSet),
        tax: money(suggested.totalTaxSet),
        shipping: money(suggested.shipping.amountSet),
        refundable: money(suggested.maximumRefundableSet),
        refundableShipping: money(suggested.shipping.maximumRefundableSet),
      },
      lines: suggested.refundLineItems.map(({ quantity, subtotalSet, lineItem }) => ({
        lineItemId: lineItem.id,
        title: lineItem.title,
        quantity,
        refundableQuantity: lineItem.refundableQuantity,
        unsentQuantity: lineItem.unfulfilledQuantity,
        amount: money(subtotalSet),
      })),
      payments: suggested.suggestedTransactions.flatMap(({ gateway, amountSet, parentTransaction }) =>
        given(gateway) && parentTransaction
          ? [{ transactionId: parentTransaction.id, gateway: gateway as string, amount: money(amountSet).amount }]
          : [],
      ),
    };
  },
});
