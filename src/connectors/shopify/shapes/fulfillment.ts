import { z } from 'zod';
import { personal } from '../../define.ts';
import { given, toWord } from './words.ts';

/** Selection of what tools show of a parcel that they made or changed. */
export const FULFILLMENT =
  '{ id name status displayStatus createdAt totalQuantity trackingInfo { company number url } }';

/** What is listed costs a point more than nothing: a list counts as one object. */
export const FULFILLMENT_COST = 1;

export const ShopifyFulfillment = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  displayStatus: z.string().nullish(),
  createdAt: z.string(),
  totalQuantity: z.number().int(),
  trackingInfo: z.array(
    z.object({ company: z.string().nullish(), number: z.string().nullish(), url: z.string().nullish() }),
  ),
});

export const Fulfillment = z.object({
  id: z.string().describe('Global id.'),
  name: z.string().describe('Name, like #1001-F1.'),
  status: z.string().describe('success, cancelled and others.'),
  deliveryStatus: z.string().optional().describe('Where it is.'),
  createdAt: z.string().describe('ISO 8601.'),
  quantity: z.number().int().describe('Pieces.'),
  tracking: z
    .array(
      z.object({
        carrier: z.string().optional().describe('Carrier.'),
        number: personal(z.string().optional().describe('Number.')),
        url: personal(z.string().optional().describe('Where to follow it.')),
      }),
    )
    .describe('Parcels.'),
});

export function toFulfillment(fulfillment: z.output<typeof ShopifyFulfillment>): z.output<typeof Fulfillment> {
  const { id, name, status, displayStatus, createdAt, totalQuantity, trackingInfo } = fulfillment;
  return {
    id,
    name,
    status: toWord(status),
    deliveryStatus: displayStatus ? toWord(displayStatus) : undefined,
    createdAt,
    quantity: totalQuantity,
    tracking: trackingInfo.map(({ company, number, url }) => ({
      carrier: given(company),
      number: given(number),
      url: given(url),
    })),
  };
}
