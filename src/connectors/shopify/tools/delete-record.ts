import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { anyIdField, idField, isOfType, toGid } from '../input/gid.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

const CODED = 'userErrors { field message code }';
const Deleted = z.string().nullish();

export const deleteProductMutation = defineMutation(
  `mutation DeleteProduct($id: ID!) {
    productDelete(input: { id: $id }, synchronous: true) { deletedProductId userErrors { field message } }
  }`,
  z.object({ productDelete: z.object({ deletedProductId: Deleted, userErrors: UserErrors }) }),
);

export const deleteVariantMutation = defineMutation(
  `mutation DeleteVariant($productId: ID!, $id: ID!) {
    productVariantsBulkDelete(productId: $productId, variantsIds: [$id]) { product { id } ${CODED} }
  }`,
  z.object({
    productVariantsBulkDelete: z.object({ product: z.object({ id: z.string() }).nullish(), userErrors: UserErrors }),
  }),
);

export const deletePageMutation = defineMutation(
  `mutation DeletePage($id: ID!) { pageDelete(id: $id) { deletedPageId ${CODED} } }`,
  z.object({ pageDelete: z.object({ deletedPageId: Deleted, userErrors: UserErrors }) }),
);

export const deleteArticleMutation = defineMutation(
  `mutation DeleteArticle($id: ID!) { articleDelete(id: $id) { deletedArticleId ${CODED} } }`,
  z.object({ articleDelete: z.object({ deletedArticleId: Deleted, userErrors: UserErrors }) }),
);

export const deleteRedirectMutation = defineMutation(
  `mutation DeleteRedirect($id: ID!) { urlRedirectDelete(id: $id) { deletedUrlRedirectId ${CODED} } }`,
  z.object({ urlRedirectDelete: z.object({ deletedUrlRedirectId: Deleted, userErrors: UserErrors }) }),
);

export const deleteCollectionMutation = defineMutation(
  `mutation DeleteCollection($id: ID!) {
    collectionDelete(input: { id: $id }) { deletedCollectionId userErrors { field message } }
  }`,
  z.object({ collectionDelete: z.object({ deletedCollectionId: Deleted, userErrors: UserErrors }) }),
);

export const deleteCustomerMutation = defineMutation(
  `mutation DeleteCustomer($id: ID!) {
    customerDelete(input: { id: $id }) { deletedCustomerId userErrors { field message } }
  }`,
  z.object({ customerDelete: z.object({ deletedCustomerId: Deleted, userErrors: UserErrors }) }),
);

export const deleteAddressMutation = defineMutation(
  `mutation DeleteAddress($customerId: ID!, $id: ID!) {
    customerAddressDelete(customerId: $customerId, addressId: $id) { deletedAddressId userErrors { field message } }
  }`,
  z.object({ customerAddressDelete: z.object({ deletedAddressId: Deleted, userErrors: UserErrors }) }),
);

const KINDS = ['product', 'variant', 'collection', 'page', 'article', 'redirect', 'customer', 'address'] as const;
type Kind = (typeof KINDS)[number];

interface Deletion {
  readonly deleted: string | null | undefined;
  readonly userErrors: z.output<typeof UserErrors>;
}

interface Way {
  readonly type: Parameters<typeof toGid>[0];
  /** What it is a part of, which is named with it. */
  readonly owner?: 'productId' | 'customerId';
  remove(id: string, ownerId: string, upstream: ShopifyUpstream): Promise<Deletion>;
}

const WAYS: Readonly<Record<Kind, Way>> = {
  product: {
    type: 'Product',
    async remove(id, _, upstream) {
      const { deletedProductId, userErrors } = (await upstream.mutate(deleteProductMutation, { id })).data
        .productDelete;
      return { deleted: deletedProductId, userErrors };
    },
  },
  variant: {
    type: 'ProductVariant',
    owner: 'productId',
    async remove(id, productId, upstream) {
      const { data } = await upstream.mutate(deleteVariantMutation, { productId, id });
      const { product, userErrors } = data.productVariantsBulkDelete;
      return { deleted: product && id, userErrors };
    },
  },
  collection: {
    type: 'Collection',
    async remove(id, _, upstream) {
      const { deletedCollectionId, userErrors } = (await upstream.mutate(deleteCollectionMutation, { id })).data
        .collectionDelete;
      return { deleted: deletedCollectionId, userErrors };
    },
  },
  page: {
    type: 'Page',
    async remove(id, _, upstream) {
      const { deletedPageId, userErrors } = (await upstream.mutate(deletePageMutation, { id })).data.pageDelete;
      return { deleted: deletedPageId, userErrors };
    },
  },
  article: {
    type: 'Article',
    async remove(id, _, upstream) {
      const { deletedArticleId, userErrors } = (await upstream.mutate(deleteArticleMutation, { id })).data
        .articleDelete;
      return { deleted: deletedArticleId, userErrors };
    },
  },
  redirect: {
    type: 'UrlRedirect',
    async remove(id, _, upstream) {
      const { data } = await upstream.mutate(deleteRedirectMutation, { id });
      return { deleted: data.urlRedirectDelete.deletedUrlRedirectId, userErrors: data.urlRedirectDelete.userErrors };
    },
  },
  customer: {
    type: 'Customer',
    async remove(id, _, upstream) {
      const { deletedCustomerId, userErrors } = (await upstream.mutate(deleteCustomerMutation, { id })).data
        .customerDelete;
      return { deleted: deletedCustomerId, userErrors };
    },
  },
  address: {
    type: 'MailingAddress',
    owner: 'customerId',
    async remove(id, customerId, upstream) {
      const { data } = await upstream.mutate(deleteAddressMutation, { customerId, id });
      const { deletedAddressId, userErrors } = data.customerAddressDelete;
      return { deleted: deletedAddressId, userErrors };
    },
  },
};

/** `shopify_delete_record`: takes one record of the catalogue, the online store or the customers away for ever. */
export const deleteRecord = defineTool({
  name: 'shopify_delete_record',
  title: 'Delete a product, page, customer or the like',
  description:
    'Deletes a product, variant, collection (its products stay), page, article, URL redirect, customer without orders, or address of a customer, for ever. To hide a product, make it a draft: shopify_update_product.',
  effect: 'destroy',
  feature: 'shopify-advanced',
  permission: 'shopify.records.delete',
  scopes: [
    'read_products',
    'write_products',
    'write_content',
    'read_online_store_navigation',
    'write_online_store_navigation',
    'write_customers',
  ],
  input: z
    .object({
      kind: z.enum(KINDS).describe('What it is.'),
      id: anyIdField('Its id.'),
      productId: idField('Product', 'Variant: its product.').optional(),
      customerId: idField('Customer', 'Address: whose.').optional(),
    })
    .refine(({ kind, id }) => isOfType(WAYS[kind].type, id), { error: 'The id is of another kind.', path: ['id'] })
    .refine(({ kind, productId }) => (WAYS[kind].owner === 'productId') === (productId !== undefined), {
      error: 'Give the productId of a variant, and of nothing else.',
      path: ['productId'],
    })
    .refine(({ kind, customerId }) => (WAYS[kind].owner === 'customerId') === (customerId !== undefined), {
      error: 'Give the customerId of an address, and of nothing else.',
      path: ['customerId'],
    }),
  output: z.object({ deletedId: z.string().describe('Global id of what is gone.') }),
  cost: () => 10,
  examples: [
    { title: 'A variant', input: { kind: 'variant', id: '8100000000028', productId: '8100000000010' } },
    { title: 'A product', input: { kind: 'product', id: '8100000000010' } },
    { title: 'A redirect', input: { kind: 'redirect', id: 'gid://shopify/UrlRedirect/8100000000003' } },
  ],

  async run({ kind, id, productId = '', customerId }, upstream: ShopifyUpstream) {
    const { type, remove } = WAYS[kind];
    const ownerId = customerId === undefined ? toGid('Product', productId) : toGid('Customer', customerId);
    const { deleted, userErrors } = await remove(toGid(type, id), ownerId, upstream);
    refuseUserErrors(userErrors);
    if (!deleted) throw unconfirmed();
    return { deletedId: deleted };
  },
});
