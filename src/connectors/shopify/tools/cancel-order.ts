import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { noteField } from '../input/written-text.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { cancellationQuery } from '../read-backs/order.ts';
import { isSince } from '../read-backs/same.ts';

export const cancellableOrderQuery = defineQuery(
  'query CancellableOrder($id: ID!) { order(id: $id) { name cancelledAt } }',
  z.object({ order: z.object({ name: z.string(), cancelledAt: z.string().nullish() }).nullable() }),
);

export const cancelOrderMutation = defineMutation(
  `mutation CancelOrder(
    $orderId: ID!
    $reason: OrderCancelReason!
    $restock: Boolean!
    $refundMethod: OrderCancelRefundMethodInput
    $notifyCustomer: Boolean
    $staffNote: String
  ) {
    orderCancel(
      orderId: $orderId
      reason: $reason
      restock: $restock
      refundMethod: $refundMethod
      notifyCustomer: $notifyCustomer
      staffNote: $staffNote
    ) {
      job { id done }
      orderCancelUserErrors { field message }
    }
  }`,
  z.object({
    orderCancel: z.object({
      job: z.object({ id: z.string(), done: z.boolean() }).nullable(),
      orderCancelUserErrors: UserErrors,
    }),
  }),
);

const OTHERWISE =
  'The order was cancelled since the write began, for another reason than the one asked for: by somebody else, then. Look at its timeline.';
const UNPAID =
  'The order was cancelled since the write began, but not all of its money is paid back as it was to be. Look at its payments.';

/** `shopify_cancel_order`: calls one order off, for good. */
export const cancelOrder = defineTool({
  name: 'shopify_cancel_order',
  title: 'Cancel an order',
  description:
    'Cancels a whole Shopify order that was not sent, for good; shopify_get_order shows the outcome. Part of an order, or ' +
    'one already sent: shopify_refund_order.',
  effect: 'destroy',
  permission: 'shopify.orders.cancel',
  scopes: ['read_orders', 'write_orders'],
  // An order that is cancelled already is left as it is.
  repeatable: true,
  input: z.object({
    id: idField('Order', 'Order id.'),
    reason: z.enum(['customer', 'declined', 'fraud', 'inventory', 'staff', 'other']).describe('Why.'),
    refund: z.boolean().describe('Pay everything back the way it came.'),
    restock: z.boolean().describe('Put the pieces back into stock.'),
    notifyCustomer: z.boolean().default(false).describe('Mail the customer.'),
    staffNote: noteField(255, 'Note for the staff.').optional(),
  }),
  output: z.object({
    name: z.string().describe('Number as people say it.'),
    started: z.boolean().describe('False when it was cancelled before.'),
    cancelledAt: z.string().optional().describe('ISO 8601; when it was cancelled before.'),
    jobId: z.string().optional().describe('Global id of the work in the background.'),
  }),
  object: ({ id }) => toGid('Order', id),
  cost: () => 1 + 10,
  examples: [
    {
      title: 'The customer changed their mind',
      input: { id: '8100000001026', reason: 'customer', refund: true, restock: true },
    },
    {
      title: 'Fraud, with a note',
      input: { id: '8100000001029', reason: 'fraud', refund: false, restock: true, staffNote: 'Stolen card.' },
    },
  ],

  async run({ id, reason, refund, restock, notifyCustomer, staffNote }, upstream: ShopifyUpstream, { atFirst }) {
    const orderId = toGid('Order', id);
    const { order } = (await upstream.query(cancellableOrderQuery, { id: orderId })).data;
    if (order === null) throw noSuch('order');
    const first = await atFirst(async () => order);
    if (order.cancelledAt) return { name: order.name, started: !first.cancelledAt, cancelledAt: order.cancelledAt };
    const { data } = await upstream.mutate(cancelOrderMutation, {
      orderId,
      reason: reason.toUpperCase(),
      restock,
      refundMethod: refund ? { originalPaymentMethodsRefund: true } : undefined,
      notifyCustomer,
      staffNote,
    });
    const { job, orderCancelUserErrors } = data.orderCancel;
    refuseUserErrors(orderCancelUserErrors);
    if (job === null) throw unconfirmed();
    return { name: order.name, started: true, jobId: job.id };
  },

  async readBack({ id, reason, refund }, upstream: ShopifyUpstream, { write }) {
    const { order } = (await upstream.query(cancellationQuery, { id: toGid('Order', id) })).data;
    const isCancelled = isSince(order?.cancelledAt, write.earliestAt);
    if (isCancelled && order?.cancelReason !== reason.toUpperCase())
      return { found: 'cannot_tell', because: OTHERWISE };
    if (isCancelled && refund && Number(order?.netPaymentSet.shopMoney.amount) > 0) {
      return { found: 'cannot_tell', because: UNPAID };
    }
    return stateFound(
      { what: 'The order’s cancellation since the write began', holds: isCancelled, isThere: order !== null },
      write,
    );
  },
});
