import { z } from 'zod';
import { lineField } from './plain-text.ts';
import { priceField } from './price.ts';

/** Input field for what of a product's options a variant is. */
export const optionsField = z
  .array(
    z.object({ name: lineField(255, 'Option, like Size.'), value: lineField(255, 'Choice, like 100 g.') }).strict(),
  )
  .min(1)
  .max(3)
  .describe('One choice of each option.');

/** Input fields for the figures of a variant. */
export const variantFigures = {
  price: priceField('Like 12.50.').optional(),
  compareAtPrice: z
    .string()
    .regex(/^(\d{1,9}(\.\d{1,2})?)?$/, 'Write it as digits with a point: 12.50; an empty text removes it.')
    .optional()
    .describe('Former price; empty removes it.'),
  sku: lineField(255, 'Article number.').optional(),
  barcode: lineField(255, 'EAN, UPC or ISBN.').optional(),
};

/** Gives Shopify's fields for figures that were given; those left out stay out. */
export function toFigures(given: {
  readonly price?: string;
  readonly compareAtPrice?: string;
  readonly barcode?: string;
}): Record<string, string | null> {
  const { price, compareAtPrice, barcode } = given;
  return {
    ...(price === undefined ? {} : { price }),
    ...(compareAtPrice === undefined ? {} : { compareAtPrice: compareAtPrice || null }),
    ...(barcode === undefined ? {} : { barcode }),
  };
}
