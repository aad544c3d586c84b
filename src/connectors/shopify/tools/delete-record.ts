import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { anyIdField, idField, isOfType, toGid } from '../input/gid.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { exists } from '../read-backs/record.ts';

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

type Kind = 'product' | 'variant' | 'collection' | 'page' | 'article' | 'redirect';

interface Deletion {
  readonly deleted: string | null | undefined;
  readonly userErrors: z.output<typeof UserErrors>;
}

interface Way {
  readonly type: 'Product' | 'ProductVariant' | 'Collection' | 'Page' | 'Article' | 'UrlRedirect';
  remove(id: string, productId: string, upstream: ShopifyUpstream): Promise<Deletion>;
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
};

/** `shopify_delete_record`: takes one record of the catalogue or the online store away for ever. */
export const deleteRecord = defineTool({
  name: 'shopify_delete_record',
  title: 'Delete a product, variant, page or redirect',
  description:
    'Deletes a product, variant, collection (its products stay), page, article or URL redirect of the Shopify shop for ever. To hide a product, make it a draft: shopify_update_product.',
  effect: 'destroy',
  permission: 'shopify.records.delete',
  scopes: [
    'read_products',
    'write_products',
    'write_content',
    'read_online_store_navigation',
    'write_online_store_navigation',
  ],
  input: z
    .object({
      kind: z.enum(['product', 'variant', 'collection', 'page', 'article', 'redirect']).describe('What it is.'),
      id: anyIdField('Its id.'),
      productId: idField('Product', 'Variant: its product.').optional(),
    })
    .refine(({ kind, id }) => isOfType(WAYS[kind].type, id), { error: 'The id is of another kind.', path: ['id'] })
    .refine(({ kind, productId }) => (kind === 'variant') === (productId !== undefined), {
      error: 'Give the productId of a variant, and of nothing else.',
      path: ['productId'],
    }),
  output: z.object({ deletedId: z.string().describe('Global id of what is gone.') }),
  cost: () => 10,
  examples: [
    { title: 'A variant', input: { kind: 'variant', id: '8100000000028', productId: '8100000000010' } },
    { title: 'A product', input: { kind: 'product', id: '8100000000010' } },
    { title: 'A redirect', input: { kind: 'redirect', id: 'gid://shopify/UrlRedirect/8100000000003' } },
  ],

  async run({ kind, id, productId = '' }, upstream: ShopifyUpstream) {
    const { type, remove } = WAYS[kind];
    const { deleted, userErrors } = await remove(toGid(type, id), toGid('Product', productId), upstream);
    refuseUserErrors(userErrors);
    if (!deleted) throw unconfirmed();
    return { deletedId: deleted };
  },

  async readBack({ kind, id }, upstream: ShopifyUpstream, { write }) {
    const deletedId = toGid(WAYS[kind].type, id);
    const holds = !(await exists(deletedId, upstream));
    return stateFound({ what: 'The record out of the shop', holds, output: { deletedId } }, write);
  },
});
