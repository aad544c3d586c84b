import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { exactlyOne } from '../input/exactly-one.ts';
import { idField, toGid } from '../input/gid.ts';
import { quantityField } from '../input/pieces.ts';
import { toTrackingInput, trackingFields } from '../input/tracking.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import {
  FULFILLMENT,
  FULFILLMENT_COST,
  Fulfillment,
  ShopifyFulfillment,
  toFulfillment,
} from '../shapes/fulfillment.ts';

const Payload = z.object({ fulfillment: ShopifyFulfillment.nullable(), userErrors: UserErrors });

export const updateTrackingMutation = defineMutation(
  `mutation UpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notifyCustomer: Boolean) {
    payload: fulfillmentTrackingInfoUpdate(
      fulfillmentId: $id
      trackingInfoInput: $tracking
      notifyCustomer: $notifyCustomer
    ) {
      fulfillment ${FULFILLMENT}
      userErrors { field message }
    }
  }`,
  z.object({ payload: Payload }),
);

export const fulfillOrderMutation = defineMutation(
  `mutation FulfillOrder($fulfillment: FulfillmentInput!) {
    payload: fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment ${FULFILLMENT}
      userErrors { field message }
    }
  }`,
  z.object({ payload: Payload }),
);

const SaveFulfillmentInput = z
  .object({
    fulfillmentOrderId: idField('FulfillmentOrder', 'To send.').optional(),
    lines: z
      .array(
        z.strictObject({
          id: idField('FulfillmentOrderLineItem', 'Line of it.'),
          quantity: quantityField(),
        }),
      )
      .min(1)
      .max(100)
      .optional()
      .describe('Only these; without it all that remain.'),
    fulfillmentId: idField('Fulfillment', 'To change tracking.').optional(),
    ...trackingFields,
    notifyCustomer: z.boolean().default(false).describe('Mail the customer.'),
  })
  .refine(...exactlyOne('fulfillmentOrderId', 'fulfillmentId'))
  .refine(({ fulfillmentId, lines }) => fulfillmentId === undefined || lines === undefined, {
    error: 'The pieces of a parcel cannot be changed; cancel it and send anew.',
    path: ['lines'],
  })
  .refine((input) => input.fulfillmentId === undefined || toTrackingInput(input) !== undefined, {
    error: 'Give a carrier, numbers or an address.',
    path: ['trackingNumbers'],
  });

type Input = z.output<typeof SaveFulfillmentInput>;

/** `shopify_save_fulfillment`: notes that pieces of an order were sent, or changes how a parcel can be followed. */
export const saveFulfillment = defineTool({
  name: 'shopify_save_fulfillment',
  title: 'Mark pieces as sent, or change tracking',
  description:
    'Notes that pieces of a Shopify order were sent, by the fulfillmentOrderId of shopify_list_fulfillment_orders; or ' +
    'replaces the tracking of a parcel, by its fulfillmentId in shopify_get_order.',
  effect: 'write',
  permission: 'shopify.fulfillments.write',
  scopes: ['read_orders', 'write_merchant_managed_fulfillment_orders'],
  input: SaveFulfillmentInput,
  output: z.object({ fulfillment: Fulfillment.describe('What was sent.') }),
  cost: () => 10 + FULFILLMENT_COST,
  examples: [
    {
      title: 'Send all of it, with tracking',
      input: { fulfillmentOrderId: '8100000010280', carrier: 'An Post', trackingNumbers: ['LK1234567890IE'] },
    },
    {
      title: 'Send one piece of one line',
      input: {
        fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/8100000010310',
        lines: [{ id: '8100000010310', quantity: 1 }],
      },
    },
    {
      title: 'A new number for a parcel',
      input: { fulfillmentId: '8100000010220', carrier: 'DHL', trackingNumbers: ['JJD0001'] },
    },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const { data } =
      input.fulfillmentId === undefined
        ? await upstream.mutate(fulfillOrderMutation, { fulfillment: toFulfillmentInput(input) })
        : await upstream.mutate(updateTrackingMutation, {
            id: toGid('Fulfillment', input.fulfillmentId),
            tracking: toTrackingInput(input),
            notifyCustomer: input.notifyCustomer,
          });
    const { fulfillment, userErrors } = data.payload;
    refuseUserErrors(userErrors);
    if (fulfillment === null) throw unconfirmed();
    return { fulfillment: toFulfillment(fulfillment) };
  },
});

function toFulfillmentInput({ fulfillmentOrderId, lines, notifyCustomer, ...tracking }: Input) {
  return {
    lineItemsByFulfillmentOrder: [
      {
        fulfillmentOrderId: toGid('FulfillmentOrder', fulfillmentOrderId as string),
        fulfillmentOrderLineItems: lines?.map(({ id, quantity }) => ({
          id: toGid('FulfillmentOrderLineItem', id),
          quantity,
        })),
      },
    ],
    trackingInfo: toTrackingInput(tracking),
    notifyCustomer,
  };
}
