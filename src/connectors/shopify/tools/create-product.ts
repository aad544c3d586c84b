import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { htmlField } from '../input/html.ts';
import { lineField } from '../input/plain-text.ts';
import { optionsField, toFigures, variantFigures } from '../input/variant.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { PRODUCT_BRIEF, ProductBrief, ShopifyProductBrief, toProductBrief } from '../shapes/product-brief.ts';

/** How many variants one call may make; more are added with `shopify_save_variants`. */
const VARIANTS_MAX = 50;

export const createProductMutation = defineMutation(
  `mutation CreateProduct($input: ProductSetInput!) {
    productSet(input: $input, synchronous: true) {
      product { ${PRODUCT_BRIEF} variantsCount { count } }
      userErrors { field message code }
    }
  }`,
  z.object({
    productSet: z.object({
      product: ShopifyProductBrief.extend({
        variantsCount: z.object({ count: z.number().int() }).nullish(),
      }).nullable(),
      userErrors: UserErrors,
    }),
  }),
);

const CreateProductInput = z.object({
  title: lineField(255, 'Title in the shop.'),
  descriptionHtml: htmlField(60_000, 'Description, HTML.').optional(),
  vendor: lineField(255, 'Maker or brand.').optional(),
  productType: lineField(255, 'Type.').optional(),
  tags: z.array(lineField(255)).max(250).optional().describe('Tags.'),
  handle: lineField(255, 'End of its address.').optional(),
  variants: z
    .array(z.object({ options: optionsField.optional(), ...variantFigures }).strict())
    .min(1)
    .max(VARIANTS_MAX)
    .optional()
    .describe('All with the same options, or one without.'),
});

type Input = z.output<typeof CreateProductInput>;

/** `shopify_create_product`: a new product, as a draft that nobody sees. */
export const createProduct = defineTool({
  name: 'shopify_create_product',
  title: 'Create a product as a draft',
  description:
    'Creates a product with its variants in the Shopify shop, as a draft: unseen until shopify_update_product makes it active.',
  effect: 'write',
  permission: 'shopify.products.write',
  scopes: ['read_products', 'write_products'],
  input: CreateProductInput.refine(optionsAgree, {
    error: 'Give every variant one choice of the same options; only a single variant goes without.',
    path: ['variants'],
  }),
  output: z.object({
    product: ProductBrief.describe('The new product.'),
    variantsCount: z.number().int().optional().describe('How many variants it has.'),
  }),
  cost: () => 10 + 1,
  examples: [
    { title: 'A plain product', input: { title: 'Stone Fruit Oolong', variants: [{ price: '9.50', sku: 'OOL-SF' }] } },
    {
      title: 'A tea in two sizes',
      input: {
        title: 'Meadow Blend',
        productType: 'Herbal Tea',
        tags: ['tea', 'floral'],
        variants: [
          { options: [{ name: 'Size', value: '50 g' }], price: '6.00' },
          { options: [{ name: 'Size', value: '100 g' }], price: '11.00' },
        ],
      },
    },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(createProductMutation, { input: toSetInput(input) });
    const { product, userErrors } = data.productSet;
    refuseUserErrors(userErrors);
    if (product === null) throw unconfirmed();
    const { variantsCount, ...brief } = product;
    return { product: toProductBrief(brief), variantsCount: variantsCount?.count };
  },
});

function optionsAgree({ variants = [] }: Input): boolean {
  const names = variants.map(({ options = [] }) => options.map(({ name }) => name).join('\n'));
  const isOnePerName = variants.every(
    ({ options = [] }) => new Set(options.map(({ name }) => name)).size === options.length,
  );
  return new Set(names).size <= 1 && isOnePerName && (variants.length <= 1 || names[0] !== '');
}

/** Shopify knows a product without options as one with the option Title and the value Default Title. */
const PLAIN = [{ name: 'Title', value: 'Default Title' }];

function toSetInput({ variants, ...product }: Input) {
  if (variants === undefined) return { ...product, status: 'DRAFT' };
  const names = (variants[0]?.options ?? PLAIN).map(({ name }) => name);
  const valuesOf = (name: string) =>
    new Set(variants.map(({ options = PLAIN }) => options.find((option) => option.name === name)?.value ?? ''));
  return {
    ...product,
    status: 'DRAFT',
    productOptions: names.map((name) => ({ name, values: [...valuesOf(name)].map((value) => ({ name: value })) })),
    variants: variants.map(({ options = PLAIN, sku, ...figures }) => ({
      optionValues: options.map(({ name, value }) => ({ optionName: name, name: value })),
      ...toFigures(figures),
      ...(sku === undefined ? {} : { sku }),
    })),
  };
}
