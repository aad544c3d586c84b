import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { htmlField } from '../input/html.ts';
import { lineField } from '../input/plain-text.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { PRODUCT_BRIEF, ProductBrief, ShopifyProductBrief, toProductBrief } from '../shapes/product-brief.ts';

export const updateProductMutation = defineMutation(
  `mutation UpdateProduct(
    $id: ID!, $product: ProductUpdateInput!, $add: [String!]!, $remove: [String!]!, $adds: Boolean!, $removes: Boolean!
  ) {
    productUpdate(product: $product) { product { ${PRODUCT_BRIEF} } userErrors { field message } }
    tagsAdd(id: $id, tags: $add) @include(if: $adds) {
      node { ... on Product { ${PRODUCT_BRIEF} } }
      userErrors { field message }
    }
    tagsRemove(id: $id, tags: $remove) @include(if: $removes) {
      node { ... on Product { ${PRODUCT_BRIEF} } }
      userErrors { field message }
    }
  }`,
  z.object({
    productUpdate: z.object({ product: ShopifyProductBrief.nullable(), userErrors: UserErrors }),
    tagsAdd: z.object({ node: ShopifyProductBrief.nullable(), userErrors: UserErrors }).nullish(),
    tagsRemove: z.object({ node: ShopifyProductBrief.nullable(), userErrors: UserErrors }).nullish(),
  }),
);

const several = <Item extends z.ZodType>(item: Item, most: number, description: string) =>
  z
    .array(item)
    .refine(({ length }) => length >= 1 && length <= most, `Give one to ${most}.`)
    .optional()
    .describe(description);
const tags = (description: string) => several(lineField(255), 50, description);
const collections = (description: string) => several(idField('Collection'), 20, description);

const UpdateProductInput = z.object({
  id: idField('Product', 'Product id.'),
  title: lineField(255, 'New title.').optional(),
  descriptionHtml: htmlField(60_000, 'New description, HTML.').optional(),
  vendor: lineField(255, 'New maker or brand.').optional(),
  productType: lineField(255, 'New type.').optional(),
  status: z.enum(['active', 'draft', 'archived', 'unlisted']).optional().describe('active is for sale.'),
  handle: lineField(255, 'New end of its address; the old one redirects.').optional(),
  addTags: tags('Tags to add.'),
  removeTags: tags('Tags to remove.'),
  joinCollections: collections('Hand-picked ones to add it to.'),
  leaveCollections: collections('Hand-picked ones to take it out of.'),
});

/**
 * `shopify_update_product`: changes what is given of one product. The same change made twice leaves it as once does, so
 * an attempt of unknown fate may be repeated.
 */
export const updateProduct = defineTool({
  name: 'shopify_update_product',
  title: 'Update a product',
  description:
    'Changes what is given of one Shopify product: texts, status, tags, hand-picked collections. SEO: shopify_update_product_seo; prices: shopify_save_variants.',
  effect: 'write',
  core: true,
  permission: 'shopify.products.write',
  scopes: ['read_products', 'write_products'],
  repeatable: true,
  input: UpdateProductInput.refine((input) => Object.values(input).filter((value) => value !== undefined).length > 1, {
    error: 'Give at least one thing to change.',
    path: ['id'],
  }),
  output: z.object({
    product: ProductBrief.describe('The product as it is now.'),
    notices: Notices,
  }),
  cost: ({ addTags, removeTags }) => 10 + (addTags ? 10 : 0) + (removeTags ? 10 : 0),
  examples: [
    { title: 'Make it a draft', input: { id: '8100000000010', status: 'draft' } },
    { title: 'One tag more, one less', input: { id: '8100000000010', addTags: ['autumn'], removeTags: ['vanilla'] } },
  ],

  async run({ id, addTags, removeTags, joinCollections, leaveCollections, ...input }, upstream: ShopifyUpstream) {
    const gid = toGid('Product', id);
    const { data } = await upstream.mutate(updateProductMutation, {
      id: gid,
      product: {
        id: gid,
        ...input,
        status: input.status?.toUpperCase(),
        redirectNewHandle: input.handle === undefined ? undefined : true,
        collectionsToJoin: joinCollections?.map((collection) => toGid('Collection', collection)),
        collectionsToLeave: leaveCollections?.map((collection) => toGid('Collection', collection)),
      },
      add: addTags ?? [],
      adds: addTags !== undefined,
      remove: removeTags ?? [],
      removes: removeTags !== undefined,
    });
    const { productUpdate, tagsAdd, tagsRemove } = data;
    const isTagged = [tagsAdd, tagsRemove].some((part) => part && part.userErrors.length === 0);
    if (!isTagged) refuseUserErrors(productUpdate.userErrors);
    const product = tagsRemove?.node ?? tagsAdd?.node ?? productUpdate.product;
    if (product === null) throw unconfirmed();
    const refused = [productUpdate, tagsAdd, tagsRemove].flatMap((part) => part?.userErrors ?? []);
    const told = refused.map(({ message }) => `Shopify refused a part of the change: ${message}.`);
    return { product: toProductBrief(product), notices: noticesOf(...told) };
  },
});
