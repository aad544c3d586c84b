import type { AreaNames } from './area-names.ts';

/** What the emulator knows of products and variants. */
export const productsNames: AreaNames = {
  queries: 'products product productByIdentifier productsCount productVariants productVariant',
  mutations:
    'productUpdate productSet productVariantsBulkUpdate productVariantsBulkCreate productVariantsBulkDelete productDelete',
  types: {
    Product: `id legacyResourceId defaultCursor title handle status productType vendor tags description descriptionHtml seo
    onlineStoreUrl onlineStorePreviewUrl totalInventory tracksInventory createdAt updatedAt publishedAt priceRangeV2
    compareAtPriceRange variants variantsCount options featuredMedia media mediaCount hasOnlyDefaultVariant
    hasOutOfStockVariants isGiftCard templateSuffix collections publishedOnPublication metafield metafields`,
    SEO: 'title description',
    ProductPriceRangeV2: 'minVariantPrice maxVariantPrice',
    ProductCompareAtPriceRange: 'minVariantCompareAtPrice maxVariantCompareAtPrice',
    ProductOption: 'id name position values optionValues',
    ProductOptionValue: 'id name hasVariants',
    ProductVariant: `id legacyResourceId defaultCursor title displayName sku barcode price compareAtPrice position taxable
    inventoryQuantity inventoryPolicy sellableOnlineQuantity availableForSale selectedOptions inventoryItem product
    createdAt updatedAt metafield metafields`,
    SelectedOption: 'name value',
    Media: 'id alt mediaContentType status preview',
    MediaImage: 'id alt mediaContentType status preview image mimeType createdAt updatedAt',
    MediaPreviewImage: 'image status',
    Image: 'id altText url width height',
    ProductIdentifierInput: 'id handle',
    ProductUpdateInput: `id title handle redirectNewHandle descriptionHtml productType vendor tags seo status collectionsToJoin
      collectionsToLeave`,
    SEOInput: 'title description',
    ProductUpdatePayload: 'product userErrors',
    ProductSetInput: 'title handle descriptionHtml productType vendor tags seo status productOptions variants',
    OptionSetInput: 'name position values',
    OptionValueSetInput: 'name',
    ProductVariantSetInput: 'optionValues price compareAtPrice sku barcode',
    VariantOptionValueInput: 'optionName name',
    ProductSetPayload: 'product userErrors',
    ProductSetUserError: 'code field message',
    ProductVariantsBulkInput: 'id barcode compareAtPrice price optionValues inventoryItem',
    InventoryItemInput: 'sku tracked cost',
    ProductVariantsBulkUpdatePayload: 'product productVariants userErrors',
    ProductVariantsBulkUpdateUserError: 'code field message',
    ProductVariantsBulkCreatePayload: 'product productVariants userErrors',
    ProductVariantsBulkCreateUserError: 'code field message',
    ProductVariantsBulkDeletePayload: 'product userErrors',
    ProductVariantsBulkDeleteUserError: 'code field message',
    ProductDeleteInput: 'id',
    ProductDeletePayload: 'deletedProductId userErrors',
  },
  droppedArguments: [
    'Image.url(transform)',
    'Product.media(query)',
    'QueryRoot.products(savedSearchId)',
    'QueryRoot.productsCount(savedSearchId)',
    'QueryRoot.productVariants(savedSearchId)',
  ],
};
