import type { Product, Variant } from '../../../../emulation/world/records.ts';
import type { ShopState } from '../shop-state.ts';
import { emptyFields, field, type SearchFields } from './field-kinds.ts';

/** What a search over products may name (shopify.dev: QueryRoot.products, argument `query`). */
export function productFields(state: ShopState): SearchFields<Product> {
  const variants =
    <V>(value: (variant: Variant) => V) =>
    (product: Product) =>
      product.variants.map(value);
  return {
    default: field('text', (product) => [
      [
        product.title,
        product.type,
        product.vendor,
        product.tags.join(' '),
        ...product.variants.map(({ sku }) => sku),
      ].join(' '),
    ]),
    id: field('id', (product) => product.id),
    title: field('text', (product) => product.title),
    handle: field('keyword', (product) => product.handle),
    product_type: field('keyword', (product) => product.type),
    vendor: field('keyword', (product) => product.vendor),
    tag: field('keyword', (product) => product.tags),
    tag_not: { ...field<Product>('keyword', (product) => product.tags), isExclusion: true },
    status: field('keyword', (product) => product.status),
    published_status: field('keyword', (product) =>
      product.publishedAtMs === undefined ? ['unpublished'] : ['published', 'visible', 'online_store_channel'],
    ),
    sku: field(
      'keyword',
      variants(({ sku }) => sku),
    ),
    barcode: field(
      'keyword',
      variants(({ barcode }) => barcode ?? ''),
    ),
    price: field(
      'number',
      variants(({ price }) => Number(price)),
    ),
    variant_id: field(
      'id',
      variants(({ id }) => id),
    ),
    variant_title: field(
      'text',
      variants(({ title }) => title),
    ),
    inventory_total: field('number', (product) => state.availableOfProduct(product)),
    tracks_inventory: field('boolean', (product) => product.variants.some(({ isTracked }) => isTracked)),
    out_of_stock_somewhere: field('boolean', (product) =>
      product.variants.some(({ id }) => state.stockOf(id).some(({ available }) => available <= 0)),
    ),
    is_price_reduced: field('boolean', (product) =>
      product.variants.some((variant) => variant.compareAtPrice !== undefined),
    ),
    has_only_default_variant: field('boolean', (product) => product.optionNames.length === 0),
    gift_card: field('boolean', (product) => product.type === 'Gift Cards'),
    bundles: field('boolean', () => false),
    has_only_composites: field('boolean', () => false),
    has_variant_with_components: field('boolean', () => false),
    created_at: field('time', (product) => product.createdAtMs),
    updated_at: field('time', (product) => product.updatedAtMs),
    published_at: field('time', (product) => product.publishedAtMs),
    ...emptyFields<Product>(`category_id collection_id combined_listing_role delivery_profile_id error_feedback
      product_configuration_owner product_publication_status publication_ids publishable_status`),
  };
}

/** What a search over variants may name (shopify.dev: QueryRoot.productVariants, argument `query`). */
export function variantFields(state: ShopState): SearchFields<Variant> {
  const product = (variant: Variant) => state.products.get(variant.productId)!;
  return {
    default: field('text', (variant) => [`${product(variant).title} ${variant.title} ${variant.sku}`]),
    id: field('id', (variant) => variant.id),
    product_id: field('id', (variant) => variant.productId),
    title: field('text', (variant) => variant.title),
    sku: field('keyword', (variant) => variant.sku),
    barcode: field('keyword', (variant) => variant.barcode),
    option1: field('keyword', (variant) => variant.optionValues[0]),
    inventory_quantity: field('number', (variant) => state.availableOf(variant.id)),
    location_id: field('id', (variant) => state.stockOf(variant.id).map((level) => level.locationId)),
    product_type: field('keyword', (variant) => product(variant).type),
    product_status: field('keyword', (variant) => product(variant).status),
    vendor: field('keyword', (variant) => product(variant).vendor),
    tag: field('keyword', (variant) => product(variant).tags),
    tag_not: { ...field<Variant>('keyword', (variant) => product(variant).tags), isExclusion: true },
    gift_card: field('boolean', (variant) => product(variant).type === 'Gift Cards'),
    taxable: field('boolean', (variant) => product(variant).type !== 'Gift Cards'),
    updated_at: field('time', (variant) => product(variant).updatedAtMs),
    ...emptyFields<Variant>(`collection delivery_profile_id managed_by option2 option3 product_publication_status
      publishable_status`),
  };
}
