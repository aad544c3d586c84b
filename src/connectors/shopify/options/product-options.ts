import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

/** How many variants are read at a time. */
const VARIANTS_PAGE = 250;
/** A product may have 2048; more pages of 500 points are not to be had at once on the smallest plan. */
const PAGES_MAX = 3;

/** Selection of options as tools give them. */
export const OPTIONS =
  'hasOnlyDefaultVariant options { id name optionValues { id name hasVariants } } variantsCount { count }';

export const ShopifyOptions = z.object({
  hasOnlyDefaultVariant: z.boolean(),
  options: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      optionValues: z.array(z.object({ id: z.string(), name: z.string(), hasVariants: z.boolean() })),
    }),
  ),
  variantsCount: z.object({ count: z.number().int() }).nullish(),
});

export const productOptionsQuery = defineQuery(
  `query ProductOptions($id: ID!) { product(id: $id) { ${OPTIONS} } }`,
  z.object({ product: ShopifyOptions.nullable() }),
);

/** The product, its count, its options, and their values. */
export const OPTIONS_COST = 4;

export const optionVariantsQuery = defineQuery(
  `query OptionVariants($id: ID!, $after: String) {
    product(id: $id) {
      ${OPTIONS}
      variants(first: ${VARIANTS_PAGE}, after: $after) {
        nodes { id title selectedOptions { name value } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
  z.object({
    product: ShopifyOptions.extend({
      variants: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
          }),
        ),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      }),
    }).nullable(),
  }),
);
/** Of the first page; most products have no other. */
export const OPTION_VARIANTS_COST = OPTIONS_COST + 2 + VARIANTS_PAGE * 2;

export type ProductOptions = z.output<typeof ShopifyOptions>;
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

/** Gives the options of a product: a plain one has none, whatever Shopify calls its only choice. */
export function optionsOf({ hasOnlyDefaultVariant, options }: ProductOptions): ProductOptions['options'] {
  return hasOnlyDefaultVariant ? [] : options;
}

export function toOptions(product: ProductOptions): z.output<typeof Option>[] {
  return optionsOf(product).map(({ id, name, optionValues }) => ({
    id,
    name,
    values: optionValues.map((value) => ({ name: value.name, hasVariants: value.hasVariants })),
  }));
}

/** Reads the options of a product. */
export async function readOptions(id: string, upstream: ShopifyUpstream): Promise<ProductOptions> {
  const { product } = (await upstream.query(productOptionsQuery, { id })).data;
  if (product === null) throw noSuch('product');
  return product;
}

/** Reads the options of a product with all its variants, in their order. Throws `upstream_rejected` where there are too many. */
export async function readVariants(
  id: string,
  upstream: ShopifyUpstream,
): Promise<ProductOptions & { readonly variants: readonly OptionVariant[] }> {
  const variants: OptionVariant[] = [];
  let after: string | null | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { product } = (await upstream.query(optionVariantsQuery, { id, after })).data;
    if (product === null) throw noSuch('product');
    const { nodes, pageInfo } = product.variants;
    variants.push(...nodes);
    if (!pageInfo.hasNextPage) return { ...product, variants };
    after = pageInfo.endCursor;
  }
  const most = VARIANTS_PAGE * PAGES_MAX;
  const message = `The product has more than ${most} variants; delete its options in the admin of Shopify.`;
  throw new PlatformError('upstream_rejected', message, { sent: 'no' });
}
