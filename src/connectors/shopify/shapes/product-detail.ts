import { z } from 'zod';
import { PageInfo } from '../input/paging.ts';
import { Money } from './money.ts';
import {
  PRODUCT_SUMMARY,
  PRODUCT_SUMMARY_COST,
  ProductSummary,
  ShopifyProductSummary,
  toProductSummary,
} from './product-summary.ts';
import { given, toWord } from './words.ts';

/** How many pictures and films are shown; a product may have 250. */
const MEDIA_MAX = 20;

/** All that the shop says about a product, with a page of its variants. */
export const PRODUCT_DETAIL = `
  fragment ProductDetail on Product {
    ...ProductSummary
    descriptionHtml
    hasOnlyDefaultVariant
    options { name values }
    mediaCount { count }
    media(first: ${MEDIA_MAX}) {
      nodes { id alt mediaContentType preview { image { url } } }
    }
    variants(first: $variants, after: $variantsAfter) {
      nodes {
        id
        title
        sku
        barcode
        price
        compareAtPrice
        inventoryQuantity
        selectedOptions { name value }
        inventoryItem { id tracked }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PRODUCT_SUMMARY}
`;

/** What a product with a page of variants costs: 3 points a variant, 3 a medium. */
export function productDetailCost(variants: number): number {
  return PRODUCT_SUMMARY_COST + 2 + (2 + MEDIA_MAX * 3) + (2 + variants * 3);
}

const ShopifyVariant = z.object({
  id: z.string(),
  title: z.string(),
  sku: z.string().nullish(),
  barcode: z.string().nullish(),
  price: z.string(),
  compareAtPrice: z.string().nullish(),
  inventoryQuantity: z.number().int().nullish(),
  selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
  inventoryItem: z.object({ id: z.string(), tracked: z.boolean() }),
});

const ShopifyMedium = z.object({
  id: z.string(),
  alt: z.string().nullish(),
  mediaContentType: z.string(),
  preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish(),
});

export const ShopifyProductDetail = ShopifyProductSummary.extend({
  descriptionHtml: z.string(),
  hasOnlyDefaultVariant: z.boolean(),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  mediaCount: z.object({ count: z.number().int() }).nullish(),
  media: z.object({ nodes: z.array(ShopifyMedium) }),
  variants: z.object({ nodes: z.array(ShopifyVariant), pageInfo: PageInfo }),
});

const Option = z.object({
  name: z.string().describe('As in “Colour”.'),
  values: z.array(z.string()).describe('What can be chosen.'),
});

const Medium = z.object({
  id: z.string().describe('Global id.'),
  type: z.string().describe('image, video, external_video or model_3d.'),
  alt: z.string().optional().describe('Alternative text; absent when none is set.'),
  previewUrl: z.string().optional().describe('Where its picture or still is.'),
});

export const Variant = z.object({
  id: z.string().describe('Global id.'),
  title: z.string().describe('Its options in one line; “Default Title” for a product without options.'),
  sku: z.string().optional().describe('Article number; absent when none is set.'),
  barcode: z.string().optional().describe('EAN, UPC, ISBN or the like; absent when none is set.'),
  price: Money.describe('What it costs.'),
  compareAtPrice: Money.optional().describe('Former price that is shown struck through; absent when there is none.'),
  inventoryQuantity: z
    .number()
    .int()
    .optional()
    .describe('Pieces that can be sold, over all locations; may be negative.'),
  inventoryTracked: z.boolean().describe('Whether Shopify counts its stock; if not, the quantity says nothing.'),
  inventoryItemId: z.string().describe('Global id of its stock record.'),
  options: z
    .array(z.object({ name: z.string().describe('Option.'), value: z.string().describe('Choice.') }))
    .describe('What was chosen for each option.'),
});

export const ProductDetail = ProductSummary.extend({
  descriptionHtml: z.string().describe('Description as HTML, as merchants wrote it: untrusted content.'),
  options: z.array(Option).describe('What buyers choose between; empty for a product without variants.'),
  media: z.array(Medium).describe(`The first ${MEDIA_MAX} pictures and films.`),
  mediaCount: z.number().int().optional().describe('How many pictures and films there are.'),
});

export function toProductDetail(product: z.output<typeof ShopifyProductDetail>): z.output<typeof ProductDetail> {
  return {
    ...toProductSummary(product),
    descriptionHtml: product.descriptionHtml,
    options: product.hasOnlyDefaultVariant ? [] : product.options,
    media: product.media.nodes.map(({ id, alt, mediaContentType, preview }) => ({
      id,
      type: toWord(mediaContentType),
      alt: alt || undefined,
      previewUrl: preview?.image?.url,
    })),
    mediaCount: product.mediaCount?.count,
  };
}

/** Says that a product has more pictures and films than are shown. */
export function hiddenMedia({
  media,
  mediaCount,
}: Pick<z.output<typeof ShopifyProductDetail>, 'media' | 'mediaCount'>): string | undefined {
  const count = mediaCount?.count ?? 0;
  if (count <= media.nodes.length) return undefined;
  return `Only the first ${media.nodes.length} of ${count} pictures and films are shown.`;
}

/** Gives a variant; its prices are in the shop's currency, which Shopify says elsewhere. */
export function toVariant(variant: z.output<typeof ShopifyVariant>, currency: string): z.output<typeof Variant> {
  const { id, title, price, compareAtPrice, inventoryItem } = variant;
  return {
    id,
    title,
    sku: variant.sku || undefined,
    barcode: variant.barcode || undefined,
    price: { amount: price, currency },
    compareAtPrice: compareAtPrice == null ? undefined : { amount: compareAtPrice, currency },
    inventoryQuantity: given(variant.inventoryQuantity),
    inventoryTracked: inventoryItem.tracked,
    inventoryItemId: inventoryItem.id,
    options: variant.selectedOptions,
  };
}
