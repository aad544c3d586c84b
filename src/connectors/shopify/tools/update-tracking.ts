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

export const updateTrackingMutation = defineMutation(
  `mutation UpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notifyCustomer: Boolean) {
    fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notifyCustomer) {
      fulfillment ${FULFILLMENT}
      userErrors { field message }
    }
  }`,
  z.object({
    fulfillmentTrackingInfoUpdate: z.object({ fulfillment: ShopifyFulfillment.nullable(), userErrors: UserErrors }),
  }),
);

/** `shopify_update_tracking`: changes how a parcel can be followed. */
export const updateTracking = defineTool({
  name: 'shopify_update_tracking',
  title: 'Change a parcel’s tracking',
  description:
    'Sets carrier and tracking numbers of a parcel that Shopify knows as sent; what was there is replaced whole. The ' +
    'parcel’s id is in shopify_get_order under fulfillments. The customer gets a mail only if notifyCustomer is true.',
  effect: 'write',
  permission: 'shopify.fulfillments.write',
  scopes: ['read_orders', 'write_merchant_managed_fulfillment_orders'],
  input: z
    .object({
      fulfillmentId: idField('Fulfillment', 'Parcel id.'),
      ...trackingFields,
      notifyCustomer: z.boolean().default(false).describe('Mail the customer.'),
    })
    .refine((input) => toTrackingInput(input) !== undefined, {
      error: 'Give a carrier, numbers or an address.',
      path: ['trackingNumbers'],
    }),
  output: z.object({ fulfillment: Fulfillment.describe('The parcel now.') }),
  cost: () => 10 + FULFILLMENT_COST,
  examples: [
    {
      title: 'A new number',
      input: { fulfillmentId: '8100000010220', carrier: 'DHL', trackingNumbers: ['JJD0001'] },
    },
    {
      title: 'An address to follow it',
      input: {
        fulfillmentId: 'gid://shopify/Fulfillment/8100000010180',
        trackingNumbers: ['A1'],
        trackingUrl: 'https://parcels.example/track/A1',
      },
    },
  ],

  async run({ fulfillmentId, notifyCustomer, ...tracking }, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(updateTrackingMutation, {
      id: toGid('Fulfillment', fulfillmentId),
      tracking: toTrackingInput(tracking),
      notifyCustomer,
    });
    const { fulfillment, userErrors } = data.fulfillmentTrackingInfoUpdate;
    refuseUserErrors(userErrors);
    if (fulfillment === null) throw unconfirmed();
    return { fulfillment: toFulfillment(fulfillment) };
  },
});
