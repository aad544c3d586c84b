import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { toTrackingInput, trackingFields } from '../input/tracking.ts';
import { defineMutation } from '../protocol/document.ts';
import { unconfirmed } from '../protocol/unconfirmed.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors } from '../protocol/user-errors.ts';
import {
  FULFILLMENT,
  FULFILLMENT_COST,
  Fulfillment,
  ShopifyFulfillment,
  toFulfillment,
} from '../shapes/fulfillment.ts';

export const fulfillOrderMutation = defineMutation(
  `mutation FulfillOrder($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment ${FULFILLMENT}
      userErrors { field message }
    }
  }`,
  z.object({
    fulfillmentCreate: z.object({ fulfillment: ShopifyFulfillment.nullable(), userErrors: UserErrors }),
  }),
);

/** `shopify_fulfill_order`: notes that pieces of an order were sent. */
export const fulfillOrder = defineTool({
  name: 'shopify_fulfill_order',
  title: 'Mark pieces as sent',
  description:
    'Notes that pieces of a Shopify order were sent, with carrier and tracking numbers: all that remain, or the lines ' +
    'given. Get the ids from shopify_list_fulfillment_orders. The customer gets a mail only if notifyCustomer is true. ' +
    'Returns the parcel; shopify_update_tracking and shopify_cancel_fulfillment take its id.',
  effect: 'write',
  permission: 'shopify.fulfillments.write',
  scopes: ['read_orders', 'write_merchant_managed_fulfillment_orders'],
  input: z.object({
    fulfillmentOrderId: idField('FulfillmentOrder', 'Fulfillment order id, not the order’s.'),
    lines: z
      .array(
        z.strictObject({
          id: idField('FulfillmentOrderLineItem', 'Line of it.'),
          quantity: z.number().int().min(1).max(1_000_000).describe('Pieces.'),
        }),
      )
      .min(1)
      .max(100)
      .optional()
      .describe('Only these; all that remain without it.'),
    ...trackingFields,
    notifyCustomer: z.boolean().default(false).describe('Mail the customer.'),
  }),
  output: z.object({ fulfillment: Fulfillment.describe('What was sent.') }),
  cost: () => 10 + FULFILLMENT_COST,
  examples: [
    {
      title: 'All of it, with tracking',
      input: { fulfillmentOrderId: '8100000010280', carrier: 'An Post', trackingNumbers: ['LK1234567890IE'] },
    },
    {
      title: 'One piece of one line',
      input: {
        fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/8100000010310',
        lines: [{ id: '8100000010310', quantity: 1 }],
      },
    },
  ],

  async run({ fulfillmentOrderId, lines, notifyCustomer, ...tracking }, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(fulfillOrderMutation, {
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          {
            fulfillmentOrderId: toGid('FulfillmentOrder', fulfillmentOrderId),
            fulfillmentOrderLineItems: lines?.map(({ id, quantity }) => ({
              id: toGid('FulfillmentOrderLineItem', id),
              quantity,
            })),
          },
        ],
        trackingInfo: toTrackingInput(tracking),
        notifyCustomer,
      },
    });
    const { fulfillment, userErrors } = data.fulfillmentCreate;
    refuseUserErrors(userErrors);
    if (fulfillment === null) throw unconfirmed();
    return { fulfillment: toFulfillment(fulfillment) };
  },
});
