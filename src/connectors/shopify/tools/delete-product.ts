import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { exactlyOne } from '../input/exactly-one.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

export const deleteProductMutation = defineMutation(
  `mutation DeleteProduct($input: ProductDeleteInput!) {
    productDelete(input: $input, synchronous: true) { deletedProductId userErrors { field message } }
  }`,
  z.object({ productDelete: z.object({ deletedProductId: z.string().nullish(), userErrors: UserErrors }) }),
);

export const deleteVariantsMutation = defineMutation(
  `mutation DeleteVariants($productId: ID!, $ids: [ID!]!) {
    productVariantsBulkDelete(productId: $productId, variantsIds: $ids) {
      product { id }
      userErrors { field message code }
    }
  }`,
  z.object({
    productVariantsBulkDelete: z.object({ product: z.object({ id: z.string() }).nullish(), userErrors: UserErrors }),
  }),
);

/** `shopify_delete_product`: takes a product away for ever, or some of its variants. */
export const deleteProduct = defineTool({
  name: 'shopify_delete_product',
  title: 'Delete a product or variants',
  description:
    'Deletes a Shopify product with its variants, pictures and stock records, or only some variants. It cannot be undone; to hide a product, make it a draft with shopify_update_product.',
  effect: 'destroy',
  permission: 'shopify.products.delete',
  scopes: ['read_products', 'write_products'],
  input: z
    .object({
      productId: idField('Product', 'Id of the product.'),
      variantIds: z.array(idField('ProductVariant', 'Id.')).min(1).max(100).optional().describe('Only these variants.'),
      wholeProduct: z.literal(true).optional().describe('Delete the product itself.'),
    })
    .refine(...exactlyOne('variantIds', 'wholeProduct')),
  output: z.object({ deletedIds: z.array(z.string()).describe('Global ids of what is gone.') }),
  cost: () => 10,
  examples: [
    { title: 'One variant', input: { productId: '8100000000010', variantIds: ['8100000000028'] } },
    { title: 'The product', input: { productId: '8100000000010', wholeProduct: true } },
  ],

  async run({ productId, variantIds }, upstream: ShopifyUpstream) {
    const gid = toGid('Product', productId);
    if (variantIds === undefined) {
      const { productDelete } = (await upstream.mutate(deleteProductMutation, { input: { id: gid } })).data;
      refuseUserErrors(productDelete.userErrors);
      if (!productDelete.deletedProductId) throw unconfirmed();
      return { deletedIds: [productDelete.deletedProductId] };
    }
    const ids = variantIds.map((id) => toGid('ProductVariant', id));
    const { data } = await upstream.mutate(deleteVariantsMutation, { productId: gid, ids });
    refuseUserErrors(data.productVariantsBulkDelete.userErrors);
    if (!data.productVariantsBulkDelete.product) throw unconfirmed();
    return { deletedIds: ids };
  },
});
