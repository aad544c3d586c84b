/**
 * What the Shopify emulator knows of Shopify's Admin schema: type by type, the names to keep. Connections, edges, enums
 * and scalars follow by themselves from the fields that return or take them. After a change run
 * `node scripts/generate-contracts.ts`.
 */
export const keptNames: Readonly<Record<string, string>> = {
  QueryRoot: `shop products product productByIdentifier productsCount productVariants productVariant orders order ordersCount
    customers customer customersCount locations location inventoryItems inventoryItem inventoryLevel node nodes
    currentAppInstallation publicApiVersions`,
  Mutation: 'productUpdate tagsAdd tagsRemove',

  Node: 'id',
  DisplayableError: 'field message',
  UserError: 'field message',
  LegacyInteroperability: 'legacyResourceId',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  Count: 'count precision',
  MoneyV2: 'amount currencyCode',
  MoneyBag: 'shopMoney presentmentMoney',

  Shop: `id name myshopifyDomain email contactEmail currencyCode ianaTimezone timezoneAbbreviation timezoneOffset plan
    primaryDomain url createdAt updatedAt taxesIncluded weightUnit unitSystem orderNumberFormatPrefix
    orderNumberFormatSuffix shopAddress description`,
  ShopPlan: 'publicDisplayName partnerDevelopment shopifyPlus',
  ShopAddress: 'id address1 address2 city company country countryCodeV2 phone province provinceCode zip formatted',
  Domain: 'id host url sslEnabled',
  AppInstallation: 'id accessScopes app',
  App: 'id title handle',
  AccessScope: 'handle description',
  ApiVersion: 'displayName handle supported',

  Product: `id legacyResourceId defaultCursor title handle status productType vendor tags description descriptionHtml seo
    onlineStoreUrl onlineStorePreviewUrl totalInventory tracksInventory createdAt updatedAt publishedAt priceRangeV2
    compareAtPriceRange variants variantsCount options featuredMedia media mediaCount hasOnlyDefaultVariant
    hasOutOfStockVariants isGiftCard templateSuffix`,
  SEO: 'title description',
  ProductPriceRangeV2: 'minVariantPrice maxVariantPrice',
  ProductCompareAtPriceRange: 'minVariantCompareAtPrice maxVariantCompareAtPrice',
  ProductOption: 'id name position values optionValues',
  ProductOptionValue: 'id name hasVariants',
  ProductVariant: `id legacyResourceId defaultCursor title displayName sku barcode price compareAtPrice position taxable
    inventoryQuantity inventoryPolicy sellableOnlineQuantity availableForSale selectedOptions inventoryItem product
    createdAt updatedAt`,
  SelectedOption: 'name value',
  Media: 'id alt mediaContentType status preview',
  MediaImage: 'id alt mediaContentType status preview image mimeType createdAt updatedAt',
  MediaPreviewImage: 'image status',
  Image: 'id altText url width height',

  Location: `id legacyResourceId name isActive fulfillsOnlineOrders shipsInventory hasActiveInventory address inventoryLevels
    inventoryLevel createdAt updatedAt`,
  LocationAddress: 'address1 address2 city country countryCode phone province provinceCode zip formatted',
  InventoryLevel: 'id quantities item location isActive createdAt updatedAt',
  InventoryQuantity: 'id name quantity updatedAt',
  InventoryItem: `id legacyResourceId sku tracked requiresShipping unitCost countryCodeOfOrigin harmonizedSystemCode
    inventoryLevels inventoryLevel locationsCount variants createdAt updatedAt`,

  Order: `id legacyResourceId name number confirmationNumber createdAt processedAt updatedAt cancelledAt cancelReason
    closed closedAt confirmed displayFinancialStatus displayFulfillmentStatus returnStatus currencyCode
    presentmentCurrencyCode taxesIncluded test fullyPaid unpaid refundable fulfillable totalPriceSet subtotalPriceSet
    totalTaxSet totalShippingPriceSet totalDiscountsSet totalRefundedSet totalReceivedSet totalOutstandingSet netPaymentSet
    currentTotalPriceSet currentSubtotalPriceSet currentTotalTaxSet currentTotalDiscountsSet originalTotalPriceSet
    subtotalLineItemsQuantity currentSubtotalLineItemsQuantity note tags poNumber email phone customer customerLocale
    shippingAddress billingAddress billingAddressMatchesShippingAddress lineItems transactions transactionsCount
    fulfillments fulfillmentsCount refunds discountCode discountCodes sourceName shippingLine customerJourneySummary
    paymentGatewayNames`,
  LineItem: `id title name quantity currentQuantity refundableQuantity unfulfilledQuantity sku vendor variantTitle variant
    product requiresShipping taxable isGiftCard originalUnitPriceSet originalTotalSet discountedUnitPriceSet
    discountedTotalSet totalDiscountSet`,
  OrderTransaction: 'id kind status gateway formattedGateway amountSet createdAt processedAt test parentTransaction',
  Fulfillment: `id legacyResourceId name status displayStatus createdAt updatedAt inTransitAt deliveredAt totalQuantity
    trackingInfo location`,
  FulfillmentTrackingInfo: 'company number url',
  Refund: 'id legacyResourceId createdAt updatedAt processedAt note totalRefundedSet refundLineItems',
  RefundLineItem: 'id quantity subtotalSet totalTaxSet lineItem restocked',
  ShippingLine: 'id title code source originalPriceSet discountedPriceSet',
  MailingAddress: `id name firstName lastName company address1 address2 city province provinceCode country countryCodeV2 zip
    phone formatted formattedArea`,
  CustomerJourneySummary: 'ready customerOrderIndex daysToConversion momentsCount firstVisit lastVisit',
  CustomerVisit: 'id landingPage referrerUrl source sourceType occurredAt utmParameters',
  UTMParameters: 'source medium campaign content term',

  Customer: `id legacyResourceId displayName firstName lastName defaultEmailAddress defaultPhoneNumber defaultAddress
    numberOfOrders amountSpent lastOrder orders note tags state locale verifiedEmail taxExempt createdAt updatedAt`,
  CustomerEmailAddress: 'emailAddress validFormat',
  CustomerPhoneNumber: 'phoneNumber',

  ProductIdentifierInput: 'id handle',
  ProductUpdateInput: 'id title handle descriptionHtml productType vendor tags seo status',
  SEOInput: 'title description',
  ProductUpdatePayload: 'product userErrors',
  TagsAddPayload: 'node userErrors',
  TagsRemovePayload: 'node userErrors',

  CountryCode: 'AT BE DE DK ES FR GB IE IT LU NL PL PT SE US CN IN JP KE LK NP TW ZA',
  CurrencyCode: 'EUR GBP USD',
  // 2026-10 has a value more.
  OrderDisplayFulfillmentStatus: `FULFILLED IN_PROGRESS ON_HOLD OPEN PARTIALLY_FULFILLED PENDING_FULFILLMENT
    REQUEST_DECLINED RESTOCKED SCHEDULED UNFULFILLED`,
};

/**
 * Arguments that the emulator has no data to obey. They are left out, so that using one is an error and never a filter
 * that silently does nothing.
 */
export const droppedArguments = new Set([
  'Fulfillment.trackingInfo(first)',
  'Image.url(transform)',
  'LineItem.discountedTotalSet(withCodeDiscounts)',
  'Order.fulfillments(query)',
  'Order.transactions(capturable)',
  'Order.transactions(manuallyResolvable)',
  'Product.media(query)',
  'QueryRoot.locations(includeLegacy)',
  'QueryRoot.orders(savedSearchId)',
  'QueryRoot.ordersCount(savedSearchId)',
  'QueryRoot.products(savedSearchId)',
  'QueryRoot.productsCount(savedSearchId)',
  'QueryRoot.productVariants(savedSearchId)',
]);
