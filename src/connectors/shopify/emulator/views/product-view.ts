import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { priceRange } from '../../../../emulation/world/products.ts';
import type { Product, ProductImage, Variant } from '../../../../emulation/world/records.ts';
import { toGid, toLegacyId } from '../gid.ts';
import { exactly } from '../listing.ts';
import { metafieldFields } from '../metafields.ts';
import { idCursor, type PageArguments, paginate, type SortKey } from '../paging.ts';
import { hasVariants, optionsOf } from '../product-options.ts';
import { isPublished } from '../publications.ts';
import { holds } from '../records/collections.ts';
import type { ShopState } from '../shop-state.ts';
import { collectionView } from './collection-view.ts';
import { inventoryItemView } from './stock-view.ts';
import { toDateTime, toDateTimeOrNull, toMoney } from './values.ts';

/** Shows a product as Shopify's `Product`. */
export function productView(state: ShopState, product: Product) {
  const path = `/products/${product.handle}`;
  const onlineStoreUrl = product.publishedAtMs === undefined ? null : `https://${state.world.shop.host}${path}`;
  const images = product.images.map((image) => imageView(product, image));
  const plain = product.descriptionHtml
    .replace(/<[^<>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    __typename: 'Product',
    id: toGid('Product', product.id),
    legacyResourceId: toLegacyId(product.id),
    defaultCursor: idCursor(product.id),
    title: product.title,
    handle: product.handle,
    status: product.status.toUpperCase(),
    productType: product.type,
    vendor: product.vendor,
    tags: product.tags,
    description: ({ truncateAt }: { truncateAt?: number | null }) => truncate(plain, truncateAt),
    descriptionHtml: product.descriptionHtml,
    seo: { title: product.seoTitle ?? null, description: product.seoDescription ?? null },
    onlineStoreUrl,
    onlineStorePreviewUrl: onlineStoreUrl ?? `https://${state.domain}${path}?preview=1`,
    totalInventory: () => state.availableOfProduct(product),
    tracksInventory: product.variants.some((variant) => variant.isTracked),
    createdAt: toDateTime(product.createdAtMs),
    updatedAt: toDateTime(product.updatedAtMs),
    publishedAt: toDateTimeOrNull(product.publishedAtMs),
    priceRangeV2: () => pricesView(product, state.currency),
    compareAtPriceRange: () => comparePricesView(product, state.currency),
    variants: (args: PageArguments & { sortKey: string }) =>
      paginate(product.variants, args, {
        idOf: (variant) => variant.id,
        keyOf: variantSortKeys[args.sortKey] ?? ((variant) => product.variants.indexOf(variant)),
        toNode: (variant) => variantView(state, variant),
      }),
    variantsCount: exactly(product.variants.length),
    options: ({ first }: { first?: number | null }) => optionsView(state, product).slice(0, first ?? undefined),
    featuredMedia: images[0] ?? null,
    media: (args: PageArguments) =>
      paginate(product.images, args, {
        idOf: (image) => image.id,
        keyOf: (image) => product.images.indexOf(image),
        toNode: (image) => imageView(product, image),
      }),
    mediaCount: exactly(images.length),
    hasOnlyDefaultVariant: product.optionNames.length === 0,
    hasOutOfStockVariants: () =>
      product.variants.some((variant) => variant.isTracked && state.availableOf(variant.id) <= 0),
    isGiftCard: product.type === 'Gift Cards',
    templateSuffix: null,
    collections: (args: PageArguments) =>
      paginate(
        state.collections.all().filter((collection) => holds(collection, product)),
        args,
        { idOf: ({ id }) => id, keyOf: ({ id }) => id, toNode: (row) => collectionView(state, row) },
      ),
    publishedOnPublication: ({ publicationId }: { publicationId: string }) =>
      isPublished(state, toGid('Product', product.id), publicationId),
    ...metafieldFields(state, toGid('Product', product.id)),
  };
}

/** Shows a variant as Shopify's `ProductVariant`. */
export function variantView(state: ShopState, variant: Variant) {
  const product = state.products.get(variant.productId)!;
  const isDefault = product.optionNames.length === 0;
  const names = isDefault ? ['Title'] : product.optionNames;
  const values = isDefault ? ['Default Title'] : variant.optionValues;
  return {
    __typename: 'ProductVariant',
    id: toGid('ProductVariant', variant.id),
    legacyResourceId: toLegacyId(variant.id),
    defaultCursor: idCursor(variant.id),
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    barcode: variant.barcode ?? null,
    price: variant.price,
    compareAtPrice: variant.compareAtPrice ?? null,
    position: product.variants.indexOf(variant) + 1,
    taxable: product.type !== 'Gift Cards',
    inventoryQuantity: () => state.availableOf(variant.id),
    inventoryPolicy: 'DENY',
    sellableOnlineQuantity: () => state.availableOf(variant.id),
    availableForSale: () => product.status === 'active' && (!variant.isTracked || state.availableOf(variant.id) > 0),
    selectedOptions: names.map((name, index) => ({ name, value: values[index] ?? '' })),
    inventoryItem: () => inventoryItemView(state, variant),
    product: () => productView(state, product),
    ...metafieldFields(state, toGid('ProductVariant', variant.id)),
    createdAt: toDateTime(product.createdAtMs),
    updatedAt: toDateTime(product.updatedAtMs),
  };
}

/** What variants may be sorted by, inside a product and across the shop. */
export const variantSortKeys: Readonly<Record<string, SortKey<Variant>>> = {
  SKU: (variant) => variant.sku,
  TITLE: (variant) => variant.title.toLowerCase(),
  NAME: (variant) => variant.title.toLowerCase(),
};

function pricesView(product: Product, currency: string) {
  const [lowest, highest] = priceRange(product);
  return { minVariantPrice: toMoney(lowest, currency), maxVariantPrice: toMoney(highest, currency) };
}

function comparePricesView(product: Product, currency: string) {
  const cents = product.variants.flatMap((variant) =>
    variant.compareAtPrice ? [toCents(variant.compareAtPrice)] : [],
  );
  if (cents.length === 0) return null;
  return {
    minVariantCompareAtPrice: toMoney(toDecimal(Math.min(...cents)), currency),
    maxVariantCompareAtPrice: toMoney(toDecimal(Math.max(...cents)), currency),
  };
}

function optionsView(state: ShopState, product: Product) {
  return optionsOf(state, product).map(({ id, name, values }, index) => ({
    __typename: 'ProductOption',
    id: toGid('ProductOption', id),
    name,
    position: index + 1,
    // Shopify's `values` are those that variants have; `optionValues` are all.
    values: values.filter((value) => hasVariants(product, index, value.name)).map((value) => value.name),
    optionValues: values.map((value) => ({
      __typename: 'ProductOptionValue',
      id: toGid('ProductOptionValue', value.id),
      name: value.name,
      hasVariants: hasVariants(product, index, value.name),
    })),
  }));
}

function imageView(product: Product, image: ProductImage) {
  const file = {
    id: toGid('ImageSource', image.id),
    altText: image.alt ?? null,
    url: `https://cdn.shopify.com/s/files/1/0810/0000/0001/files/${image.fileName}?v=${Math.floor(product.createdAtMs / 1000)}`,
    width: image.widthPixels,
    height: image.heightPixels,
  };
  return {
    __typename: 'MediaImage',
    id: toGid('MediaImage', image.id),
    // Shopify gives the empty string where nobody wrote one.
    alt: image.alt ?? '',
    mediaContentType: 'IMAGE',
    status: 'READY',
    preview: { image: file, status: 'READY' },
    image: file,
    mimeType: 'image/jpeg',
    createdAt: toDateTime(product.createdAtMs),
    updatedAt: toDateTime(product.createdAtMs),
  };
}

function truncate(text: string, length: number | null | undefined): string {
  if (length == null || text.length <= length) return text;
  return `${text.slice(0, Math.max(length - 3, 0))}...`;
}
