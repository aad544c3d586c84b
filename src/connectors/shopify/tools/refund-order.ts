import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import { refundLinesField, toRefundLines } from '../input/refund-lines.ts';
import { amountField, noteField } from '../input/written-text.ts';
import { defineMutation } from '../protocol/document.ts';
import { toShopifyKey } from '../protocol/idempotency-key.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from '../shapes/money.ts';
import { given, toWord } from '../shapes/words.ts';

export const refundOrderMutation = defineMutation(
  `mutation RefundOrder($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) {
      refund { id createdAt totalRefundedSet ${MONEY_BAG} }
      order { name displayFinancialStatus totalRefundedSet ${MONEY_BAG} }
      userErrors { field message }
    }
  }`,
  z.object({
    refundCreate: z.object({
      refund: z
        .object({ id: z.string(), createdAt: z.string().nullish(), totalRefundedSet: ShopifyMoneyBag })
        .nullish(),
      order: z
        .object({ name: z.string(), displayFinancialStatus: z.string().nullish(), totalRefundedSet: ShopifyMoneyBag })
        .nullish(),
      userErrors: UserErrors,
    }),
  }),
);

const RefundOrderInput = z
  .object({
    id: idField('Order', 'Order id.'),
    lines: refundLinesField().default([]).describe('Pieces given back.'),
    payments: z
      .array(
        z.strictObject({
          transactionId: idField('OrderTransaction', 'Payment.'),
          gateway: lineField(100, 'Its provider.'),
          amount: amountField('What to pay back.'),
        }),
      )
      .max(20)
      .default([])
      .describe('As in the preview; none pays nothing back.'),
    shippingAmount: amountField('Part of it for shipping.').optional(),
    currency: z
      .string()
      .refine((code) => /^[A-Z]{3}$/.test(code), 'Give three capital letters, like EUR.')
      .optional()
      .describe('Currency paid in, if not the shop’s.'),
    locationId: idField('Location', 'Where pieces go back to.').optional(),
    note: noteField(1000, 'Why.').optional(),
    notifyCustomer: z.boolean().default(false).describe('Mail the customer.'),
  })
  .refine(({ lines, payments }) => lines.length + payments.length > 0, {
    error: 'Give lines, payments, or both.',
    path: ['lines'],
  })
  .refine(({ lines, locationId }) => locationId !== undefined || lines.every(({ restock }) => restock === 'no'), {
    error: 'Say at which location the pieces go back into stock.',
    path: ['locationId'],
  });

/** `shopify_refund_order`: gives money back. The call's key makes a repeated attempt one refund at Shopify, too. */
export const refundOrder = defineTool({
  name: 'shopify_refund_order',
  title: 'Refund an order',
  description:
    'Pays money of a Shopify order back, for good, and notes the pieces it is for. Call shopify_preview_refund first, show ' +
    'the person its total, and hand over its payments. Nothing sent yet: shopify_cancel_order.',
  effect: 'destroy',
  permission: 'shopify.orders.refund',
  scopes: ['read_orders', 'write_orders'],
  repeatable: true,
  input: RefundOrderInput,
  output: z.object({
    refund: z
      .object({
        id: z.string().describe('Global id.'),
        amount: Money.describe('What it paid back.'),
        createdAt: z.string().optional().describe('ISO 8601.'),
      })
      .describe('The refund.'),
    order: z
      .object({
        name: z.string().describe('Number as people say it.'),
        refunded: Money.describe('What was paid back so far.'),
        financialStatus: z.string().optional().describe('How the payment stands.'),
      })
      .describe('Its order now.'),
  }),
  object: ({ id }) => toGid('Order', id),
  cost: () => 10 + 2 * 2,
  examples: [
    {
      title: 'One piece, as the preview worked it out',
      input: {
        id: '8100000001028',
        lines: [{ lineItemId: '8100000010280', quantity: 1 }],
        payments: [{ transactionId: '8100000010280', gateway: 'shopify_payments', amount: '12.00' }],
        note: 'Arrived damaged',
      },
    },
    {
      title: 'Goodwill, without anything coming back',
      input: {
        id: 'gid://shopify/Order/8100000001026',
        payments: [{ transactionId: '8100000010260', gateway: 'shopify_payments', amount: '5.00' }],
      },
    },
  ],

  async run(input, upstream: ShopifyUpstream, { idempotencyKey }) {
    const { data } = await upstream.mutate(refundOrderMutation, {
      input: toRefundInput(input),
      key: toShopifyKey(idempotencyKey),
    });
    const { refund, order, userErrors } = data.refundCreate;
    refuseUserErrors(userErrors);
    if (!refund || !order) throw unconfirmed();
    return {
      refund: {
        id: refund.id,
        amount: toShopMoney(refund.totalRefundedSet),
        createdAt: given(refund.createdAt),
      },
      order: {
        name: order.name,
        refunded: toShopMoney(order.totalRefundedSet),
        financialStatus: order.displayFinancialStatus ? toWord(order.displayFinancialStatus) : undefined,
      },
    };
  },
  noReadBack:
    'Two refunds may be alike. Shopify knows the call’s key for a day: settle it as not done within that time and have it repeated with the same idempotency key, which changes nothing twice. Later, look at the refunds of the order.',
});

/** What is sent follows from the input alone, so that a second attempt says the same and Shopify knows it again. */
function toRefundInput(input: z.output<typeof RefundOrderInput>) {
  const orderId = toGid('Order', input.id);
  return {
    orderId,
    refundLineItems: toRefundLines(input.lines, input.locationId),
    shipping: input.shippingAmount === undefined ? undefined : { amount: input.shippingAmount },
    transactions: input.payments.map(({ transactionId, gateway, amount }) => ({
      orderId,
      parentId: toGid('OrderTransaction', transactionId),
      gateway,
      amount,
      kind: 'REFUND',
    })),
    currency: input.currency,
    note: input.note,
    notify: input.notifyCustomer,
  };
}
