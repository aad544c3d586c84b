import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

/** How many variants are read; a product may have 2048. */
const VARIANTS_MAX = 250;

/** Selection of options as tools give them. */
export const OPTIONS = 'options { id name optionValues { id name hasVariants } } variantsCount { count }';

const ShopifyOptions = z.object({
  options: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      optionValues: z.array(z.object({ id: z.string(), name: z.string(), hasVariants: z.boolean() })),
    }),
  ),
  variantsCount: z.object({ count: z.number().int() }).nullish(),
});

/** What a mutation of options answers about the product. */
export const ShopifyOptionsAfter = ShopifyOptions;

export const productOptionsQuery = defineQuery(
  `query ProductOptions($id: ID!) { product(id: $id) { hasOnlyDefaultVariant ${OPTIONS} } }`,
  z.object({ product: ShopifyOptions.extend({ hasOnlyDefaultVariant: z.boolean() }).nullable() }),
);

/** The product, its count, its options, and their values. */
export const OPTIONS_COST = 4;

export const optionVariantsQuery = defineQuery(
  `query OptionVariants($id: ID!) {
    product(id: $id) {
      hasOnlyDefaultVariant
      ${OPTIONS}
      variants(first: ${VARIANTS_MAX}) {
        nodes { id title selectedOptions { name value } }
        pageInfo { hasNextPage }
      }
    }
  }`,
  z.object({
    product: ShopifyOptions.extend({
      hasOnlyDefaultVariant: z.boolean(),
      variants: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
          }),
        ),
        pageInfo: z.object({ hasNextPage: z.boolean() }),
      }),
    }).nullable(),
  }),
);
export const OPTION_VARIANTS_COST = OPTIONS_COST + 2 + VARIANTS_MAX * 2;

export type ProductOptions = z.output<typeof ShopifyOptions>;
export type Option = ProductOptions['options'][number];
export type OptionVariant = NonNullable<
  z.output<typeof optionVariantsQuery.reply>['product']
>['variants']['nodes'][number];

export const Option = z.object({
  id: z.string().describe('Global id.'),
  name: z.string().describe('Name.'),
  values: z
    .array(
      z.object({
        name: z.string().describe('Choice.'),
        hasVariants: z.boolean().describe('Whether a variant has it.'),
      }),
    )
    .describe('What can be chosen, in its order.'),
});

export function toOptions({ options }: ProductOptions): z.output<typeof Option>[] {
  return options.map(({ id, name, optionValues }) => ({
    id,
    name,
    values: optionValues.map((value) => ({ name: value.name, hasVariants: value.hasVariants })),
  }));
}

/** Reads the options of a product; one without variants has none, whatever Shopify calls its only choice. */
export async function readOptions(id: string, upstream: ShopifyUpstream): Promise<ProductOptions> {
  const { product } = (await upstream.query(productOptionsQuery, { id })).data;
  if (product === null) throw noSuch('product');
  return product.hasOnlyDefaultVariant ? { ...product, options: [] } : product;
}

/** Reads the options of a product with all its variants, in their order. Throws `upstream_rejected` where there are too many. */
export async function readVariants(
  id: string,
  upstream: ShopifyUpstream,
): Promise<ProductOptions & { readonly variants: readonly OptionVariant[] }> {
  const { product } = (await upstream.query(optionVariantsQuery, { id })).data;
  if (product === null) throw noSuch('product');
  if (product.variants.pageInfo.hasNextPage) {
    const message = `The product has more than ${VARIANTS_MAX} variants; delete its options in the admin of Shopify.`;
    throw new PlatformError('upstream_rejected', message, { sent: 'no' });
  }
  return {
    ...product,
    options: product.hasOnlyDefaultVariant ? [] : product.options,
    variants: product.variants.nodes,
  };
}
