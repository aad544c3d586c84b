import { z } from 'zod';
import { toWord } from './words.ts';

/** What is told of a product after a change to it: no field of its own costs a point. */
export const PRODUCT_BRIEF = 'id title handle status productType vendor tags updatedAt';

export const ShopifyProductBrief = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  status: z.string(),
  productType: z.string(),
  vendor: z.string(),
  tags: z.array(z.string()),
  updatedAt: z.string(),
});

export const ProductBrief = z.object({
  id: z.string().describe('Global id.'),
  title: z.string().describe('Title in the shop.'),
  handle: z.string().describe('Last part of its address.'),
  status: z.string().describe('active, draft, archived or unlisted.'),
  productType: z.string().describe('Type that the shop gave it.'),
  vendor: z.string().describe('Maker or brand.'),
  tags: z.array(z.string()).describe('Tags.'),
  updatedAt: z.string().describe('ISO 8601.'),
});

export function toProductBrief(product: z.output<typeof ShopifyProductBrief>): z.output<typeof ProductBrief> {
  return { ...product, status: toWord(product.status) };
}
