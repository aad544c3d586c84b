import { z } from 'zod';
import { Money, ShopifyMoney, toMoney } from './money.ts';
import { given, toWord } from './words.ts';

/** What lists show of a product. Costs `PRODUCT_SUMMARY_COST` points each. */
export const PRODUCT_SUMMARY = `
  fragment ProductSummary on Product {
    id
    title
    handle
    status
    productType
    vendor
    tags
    totalInventory
    onlineStoreUrl
    createdAt
    updatedAt
    publishedAt
    seo { title description }
    priceRangeV2 {
      minVariantPrice { amount currencyCode }
      maxVariantPrice { amount currencyCode }
    }
    featuredMedia { alt preview { image { url } } }
  }
`;

/** The product itself, its SEO fields, three of its prices, three of its picture. */
export const PRODUCT_SUMMARY_COST = 8;

export const ShopifySeo = z.object({ title: z.string().nullish(), description: z.string().nullish() });

export const ShopifyProductSummary = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  status: z.string(),
  productType: z.string(),
  vendor: z.string(),
  tags: z.array(z.string()),
  totalInventory: z.number().int(),
  onlineStoreUrl: z.string().nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  publishedAt: z.string().nullish(),
  seo: ShopifySeo,
  priceRangeV2: z.object({ minVariantPrice: ShopifyMoney, maxVariantPrice: ShopifyMoney }),
  featuredMedia: z
    .object({
      alt: z.string().nullish(),
      preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish(),
    })
    .nullish(),
});

export const Seo = z.object({
  title: z
    .string()
    .optional()
    .describe('Title for search engines; absent when none is set, then the product title is used.'),
  description: z
    .string()
    .optional()
    .describe('Description for search engines; absent when none is set, then the product description is used.'),
});

const Image = z.object({
  url: z.string().describe('Where the picture is.'),
  alt: z.string().optional().describe('Alternative text; absent when none is set.'),
});

export const ProductSummary = z.object({
  id: z.string().describe('Global id, as other tools take it.'),
  title: z.string().describe('Title in the shop.'),
  handle: z.string().describe('Last part of its address in the online store.'),
  status: z.string().describe('active, draft, archived or unlisted.'),
  productType: z.string().describe('Type that the shop gave it; may be empty.'),
  vendor: z.string().describe('Maker or brand.'),
  tags: z.array(z.string()).describe('Tags of the shop.'),
  totalInventory: z.number().int().describe('Pieces in stock over all variants and locations; may be negative.'),
  priceRange: z
    .object({
      min: Money.describe('Price of the cheapest variant.'),
      max: Money.describe('Price of the dearest variant.'),
    })
    .describe('What it costs.'),
  seo: Seo.describe('What search engines are shown.'),
  featuredImage: Image.optional().describe('Main picture; absent when there is none.'),
  onlineStoreUrl: z
    .string()
    .optional()
    .describe('Public address; absent while it is not published in the online store.'),
  createdAt: z.string().describe('ISO 8601.'),
  updatedAt: z.string().describe('ISO 8601.'),
  publishedAt: z.string().optional().describe('ISO 8601; absent while it is not published.'),
});

export function toSeo({ title, description }: z.output<typeof ShopifySeo>): z.output<typeof Seo> {
  // Shopify keeps a cleared field as an empty text.
  return { title: title || undefined, description: description || undefined };
}

export function toProductSummary(product: z.output<typeof ShopifyProductSummary>): z.output<typeof ProductSummary> {
  const { priceRangeV2, featuredMedia } = product;
  const url = featuredMedia?.preview?.image?.url;
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    status: toWord(product.status),
    productType: product.productType,
    vendor: product.vendor,
    tags: product.tags,
    totalInventory: product.totalInventory,
    priceRange: { min: toMoney(priceRangeV2.minVariantPrice), max: toMoney(priceRangeV2.maxVariantPrice) },
    seo: toSeo(product.seo),
    featuredImage: url === undefined ? undefined : { url, alt: featuredMedia?.alt || undefined },
    onlineStoreUrl: given(product.onlineStoreUrl),
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: given(product.publishedAt),
  };
}
