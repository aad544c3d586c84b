import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { productState } from '../read-backs/product.ts';
import { sameText } from '../read-backs/same.ts';
import { Seo, ShopifySeo, toSeo } from '../shapes/product-summary.ts';

const ShopifyProductSeo = z.object({ id: z.string(), title: z.string(), handle: z.string(), seo: ShopifySeo });

export const productSeoQuery = defineQuery(
  `query ProductSeo($id: ID!) {
    product(id: $id) { id title handle seo { title description } }
  }`,
  z.object({ product: ShopifyProductSeo.nullable() }),
);

export const updateProductSeoMutation = defineMutation(
  `mutation UpdateProductSeo($product: ProductUpdateInput!) {
    productUpdate(product: $product) {
      product { id title handle seo { title description } }
      userErrors { field message }
    }
  }`,
  z.object({ productUpdate: z.object({ product: ShopifyProductSeo.nullable(), userErrors: UserErrors }) }),
);

const textField = (most: number, description: string) =>
  z
    .string()
    .trim()
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Write it in one line, without control characters.')
    .optional()
    .describe(description);

/**
 * `shopify_update_product_seo`: sets what search engines are shown of one product. Setting the same texts twice is the
 * same as once, so an attempt of unknown fate may be repeated.
 */
export const updateProductSeo = defineTool({
  name: 'shopify_update_product_seo',
  title: 'Update SEO texts of a product',
  description:
    'Sets the SEO title and description of one Shopify product, which search engines show, public at once. What is not given stays; an empty text goes back to the product’s own. Gives both before and after. Read it first with shopify_get_product.',
  effect: 'write',
  permission: 'shopify.products.write',
  scopes: ['read_products', 'write_products'],
  repeatable: true,
  input: z
    .object({
      id: idField('Product', 'Number or global id.'),
      title: textField(255, 'New SEO title; about 60 characters are shown.'),
      description: textField(1000, 'New SEO description; about 160 characters are shown.'),
    })
    .refine(({ title, description }) => title !== undefined || description !== undefined, {
      error: 'Give a title, a description, or both.',
      path: ['title'],
    }),
  output: z.object({
    product: z
      .object({
        id: z.string().describe('Global id.'),
        title: z.string().describe('Title in the shop.'),
        handle: z.string().describe('Last part of its address in the online store.'),
      })
      .describe('The product.'),
    before: Seo.describe('What was set before.'),
    after: Seo.describe('What is set now, as Shopify says.'),
    changed: z.boolean().describe('Whether anything is different from before.'),
  }),
  object: ({ id }) => toGid('Product', id),
  cost: () => 2 + 10 + 1,
  examples: [
    {
      title: 'Both texts',
      input: {
        id: '8100000000010',
        title: 'Earl Grey Cream, loose leaf tea',
        description: 'Bergamot and vanilla, packed by hand.',
      },
    },
    { title: 'Back to the product’s own title', input: { id: 'gid://shopify/Product/8100000000016', title: '' } },
  ],

  async run({ id, title, description }, upstream: ShopifyUpstream, { atFirst }) {
    const gid = toGid('Product', id);
    const { product: before } = (await atFirst(() => upstream.query(productSeoQuery, { id: gid }))).data;
    if (before === null) throw new PlatformError('not_found', 'The shop has no such product.', { sent: 'no' });
    const { data } = await upstream.mutate(updateProductSeoMutation, {
      product: { id: gid, seo: { title, description } },
    });
    const { product, userErrors } = data.productUpdate;
    refuseUserErrors(userErrors);
    if (product === null) throw unconfirmed();
    const [was, is] = [toSeo(before.seo), toSeo(product.seo)];
    return {
      product: { id: product.id, title: product.title, handle: product.handle },
      before: was,
      after: is,
      changed: was.title !== is.title || was.description !== is.description,
    };
  },

  async readBack({ id, title, description }, upstream: ShopifyUpstream, { write }) {
    const product = await productState(toGid('Product', id), false, upstream);
    const holds =
      product !== null && sameText(title, product.seo.title) && sameText(description, product.seo.description);
    return stateFound(
      { what: 'The SEO texts of the product', holds, isThere: product !== null, changedAt: product?.updatedAt },
      write,
    );
  },
});
