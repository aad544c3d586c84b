import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';
import { FULFILLMENT, ShopifyFulfillment } from '../shapes/fulfillment.ts';

/** How many parcels of an order are looked through. */
const PARCELS_MAX = 50;

export const parcelQuery = defineQuery(
  `query Parcel($id: ID!) { fulfillment(id: $id) ${FULFILLMENT.replace('createdAt', 'createdAt updatedAt')} }`,
  z.object({ fulfillment: ShopifyFulfillment.extend({ updatedAt: z.string() }).nullable() }),
);

export const parcelsQuery = defineQuery(
  `query Parcels($id: ID!) {
    fulfillmentOrder(id: $id) { updatedAt order { fulfillments(first: ${PARCELS_MAX}) ${FULFILLMENT} } }
  }`,
  z.object({
    fulfillmentOrder: z
      .object({ updatedAt: z.string(), order: z.object({ fulfillments: z.array(ShopifyFulfillment) }) })
      .nullable(),
  }),
);
