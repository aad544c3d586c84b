import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { optionsField, toFigures, variantFigures } from '../input/variant.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

const VARIANTS_MAX = 100;
const VARIANT = 'id title sku barcode price compareAtPrice';

const Saved = z.object({
  productVariants: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        sku: z.string().nullish(),
        barcode: z.string().nullish(),
        price: z.string(),
        compareAtPrice: z.string().nullish(),
      }),
    )
    .nullable(),
  userErrors: UserErrors,
});

export const updateVariantsMutation = defineMutation(
  `mutation UpdateVariants($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants) {
      productVariants { ${VARIANT} }
      userErrors { field message code }
    }
  }`,
  z.object({ productVariantsBulkUpdate: Saved }),
);

export const createVariantsMutation = defineMutation(
  `mutation CreateVariants($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkCreate(productId: $productId, variants: $variants) {
      productVariants { ${VARIANT} }
      userErrors { field message code }
    }
  }`,
  z.object({ productVariantsBulkCreate: Saved }),
);

const SaveVariantsInput = z.object({
  productId: idField('Product', 'Product id.'),
  variants: z
    .array(
      z
        .object({
          id: idField('ProductVariant', 'Variant to change.').optional(),
          options: optionsField.optional(),
          ...variantFigures,
        })
        .strict(),
    )
    .min(1)
    .max(VARIANTS_MAX)
    .describe('All with id, to change, or all with options, to add.'),
});

/** `shopify_save_variants`: new prices and article numbers of variants, or new variants, of one product; all or none. */
export const saveVariants = defineTool({
  name: 'shopify_save_variants',
  title: 'Change or add variants',
  description:
    'Changes prices, article numbers or barcodes of variants of one Shopify product, or adds variants; all or none. Ids: shopify_get_product.',
  effect: 'write',
  permission: 'shopify.products.write',
  scopes: ['read_products', 'write_products'],
  input: SaveVariantsInput.refine(
    ({ variants }) =>
      variants.every(({ id, options }) => id !== undefined && options === undefined) ||
      variants.every(({ id, options }) => id === undefined && options !== undefined),
    { error: 'Give every variant an id to change it, or every variant its options to add it.', path: ['variants'] },
  ),
  output: z.object({
    variants: z
      .array(
        z.object({
          id: z.string().describe('Global id.'),
          title: z.string().describe('Its options in one line.'),
          sku: z.string().optional().describe('Article number.'),
          barcode: z.string().optional().describe('EAN, UPC or ISBN.'),
          price: z.string().describe('In the shop’s currency.'),
          compareAtPrice: z.string().optional().describe('Former price.'),
        }),
      )
      .describe('The variants as they are now.'),
  }),
  list: 'variants',
  cost: () => 10,
  examples: [
    {
      title: 'A new price',
      input: { productId: '8100000000010', variants: [{ id: '8100000000028', price: '7.90' }] },
    },
    {
      title: 'A new size',
      input: {
        productId: '8100000000010',
        variants: [{ options: [{ name: 'Size', value: '500 g' }], price: '39.00', sku: 'EGC-500' }],
      },
    },
  ],

  async run({ productId, variants }, upstream: ShopifyUpstream) {
    const isChange = variants[0]?.id !== undefined;
    const variables = {
      productId: toGid('Product', productId),
      variants: variants.map(({ id, options, sku, ...figures }) => ({
        ...(id === undefined ? {} : { id: toGid('ProductVariant', id) }),
        ...(options ? { optionValues: options.map(({ name, value }) => ({ optionName: name, name: value })) } : {}),
        ...toFigures(figures),
        ...(sku === undefined ? {} : { inventoryItem: { sku } }),
      })),
    };
    const { productVariants, userErrors } = isChange
      ? (await upstream.mutate(updateVariantsMutation, variables)).data.productVariantsBulkUpdate
      : (await upstream.mutate(createVariantsMutation, variables)).data.productVariantsBulkCreate;
    refuseUserErrors(userErrors);
    if (productVariants === null) throw unconfirmed();
    return {
      variants: productVariants.map(({ sku, barcode, compareAtPrice, ...variant }) => ({
        ...variant,
        sku: sku || undefined,
        barcode: barcode || undefined,
        compareAtPrice: compareAtPrice ?? undefined,
      })),
    };
  },
});
