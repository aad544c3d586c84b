import { z } from 'zod';

/** Input field for an amount in the shop's currency. */
export function priceField(description: string) {
  return z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/, 'Write it as digits with a point: 12.50.')
    .describe(description);
}
