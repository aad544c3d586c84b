import type { GraphQLResolveInfo } from 'graphql';
import type { Product, Variant } from '../../../../emulation/world/records.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType } from '../gid.ts';
import { type CountArguments, count, type ListArguments, type Listing, list } from '../listing.ts';
import { productFields, variantFields } from '../search/product-fields.ts';
import type { ShopState } from '../shop-state.ts';
import { productView, variantSortKeys, variantView } from '../views/product-view.ts';
import { type Area, byId, showing } from './area.ts';
import { setProduct } from './product-set.ts';
import { type ProductInput, updateProduct } from './product-update.ts';
import { createVariants, deleteVariants, updateVariants } from './variant-changes.ts';

type Info = GraphQLResolveInfo;

/** Products and their variants. */
export function productArea(state: ShopState): Area {
  const product = (id: number) => showing(state.products.get(id), (row) => productView(state, row));
  const variant = (id: number) => showing(state.variants.get(id), (row) => variantView(state, row));
  return {
    queries: {
      products: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(state.products.all(), args, exchange, info, productListing(state)),
      productsCount: (args: CountArguments, exchange: Exchange, info: Info) =>
        count(state.products.all(), args, exchange, info, productFields(state)),
      product: byId('Product', product),
      productByIdentifier: (
        { identifier }: { identifier: { id?: string; handle?: string } },
        exchange: Exchange,
        info: Info,
      ) => {
        if (identifier.id !== undefined) return byId('Product', product)({ id: identifier.id }, exchange, info);
        return showing(state.productByHandle(identifier.handle!), (row) => productView(state, row));
      },
      productVariants: (args: ListArguments, exchange: Exchange, info: Info) =>
        list(state.allVariants(), args, exchange, info, variantListing(state)),
      productVariant: byId('ProductVariant', variant),
    },
    mutations: {
      productUpdate: ({ product: input }: { product?: ProductInput | null }, { nowMs }: Exchange) =>
        updateProduct(state, input ?? {}, nowMs),
      productSet: ({ input }, { nowMs }) => setProduct(state, input, nowMs),
      productVariantsBulkUpdate: (change, { nowMs }) => updateVariants(state, change, nowMs),
      productVariantsBulkCreate: (change, { nowMs }) => createVariants(state, change, nowMs),
      productVariantsBulkDelete: (change, { nowMs }) => deleteVariants(state, change, nowMs),
      productDelete: ({ input }: { input: { id: string } }) => {
        const found = state.products.get(idOfType('Product', input.id));
        if (!found) {
          return { deletedProductId: null, userErrors: [{ field: ['id'], message: 'Product does not exist' }] };
        }
        state.deleteProduct(found);
        return { deletedProductId: input.id, userErrors: [] };
      },
    },
    nodes: { Product: product, ProductVariant: variant },
  };
}

function productListing(state: ShopState): Listing<Product, unknown> {
  return {
    fields: productFields(state),
    idOf: (product) => product.id,
    toNode: (product) => productView(state, product),
    sortKeys: {
      CREATED_AT: (product) => product.createdAtMs,
      UPDATED_AT: (product) => product.updatedAtMs,
      PUBLISHED_AT: (product) => product.publishedAtMs,
      TITLE: (product) => product.title.toLowerCase(),
      PRODUCT_TYPE: (product) => product.type.toLowerCase(),
      VENDOR: (product) => product.vendor.toLowerCase(),
      INVENTORY_TOTAL: (product) => state.availableOfProduct(product),
    },
  };
}

function variantListing(state: ShopState): Listing<Variant, unknown> {
  return {
    fields: variantFields(state),
    idOf: (variant) => variant.id,
    toNode: (variant) => variantView(state, variant),
    sortKeys: { ...variantSortKeys, INVENTORY_QUANTITY: (variant) => state.availableOf(variant.id) },
  };
}
