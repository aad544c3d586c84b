import { z } from 'zod';
import { lineField } from './plain-text.ts';

/** Input fields for how parcels can be followed. */
export const trackingFields = {
  carrier: lineField(100, 'As Shopify spells it: DHL, UPS.').optional(),
  trackingNumbers: z.array(lineField(100)).min(1).max(20).optional().describe('One for each parcel.'),
  trackingUrl: z
    .string()
    .max(2000)
    .refine(isWebAddress, 'Give an address that begins with https://.')
    .optional()
    .describe('To follow it; known carriers need none.'),
};

type Tracking = z.output<z.ZodObject<typeof trackingFields>>;

/** Gives what passed `trackingFields` as Shopify's `FulfillmentTrackingInput`; `undefined` when nothing was given. */
export function toTrackingInput({ carrier, trackingNumbers, trackingUrl }: Tracking) {
  if (!carrier && !trackingNumbers && !trackingUrl) return undefined;
  return { company: carrier, numbers: trackingNumbers, url: trackingUrl };
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && !/[\s\\]/.test(text);
}
