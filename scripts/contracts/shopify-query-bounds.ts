import type { Bounds } from './query-extract.ts';

/**
 * What raw queries may reach: the catalogue, stock, the online store, custom data and how all that is sold. Not people and
 * what they bought or wrote (the tools for those mask it), not the merchant's money, and nothing that opens a door. Answers of raw queries have no schema of ours, so nothing in them could be masked.
 */
export const shopifyQueryBounds: Bounds = {
  roots: new Set(
    `shop products productsCount product productByIdentifier productTypes productVendors productTags productVariants
    productVariantsCount productVariant productVariantByIdentifier productFeeds collections collectionsCount collection
    collectionByIdentifier inventoryItems inventoryItem inventoryLevel inventoryProperties inventoryTransfers
    inventoryShipments locations locationsCount location locationByIdentifier pages pagesCount page articles article
    articleTags blogs blogsCount blog menus menu urlRedirects urlRedirectsCount urlRedirect files themes theme
    metafieldDefinitions metafieldDefinition metaobjects metaobject metaobjectByHandle metaobjectDefinitions
    metaobjectDefinitionByType publications publication channels channel markets market catalogs catalog priceLists
    priceList deliveryProfiles deliveryProfile shopLocales translatableResource translatableResources discountNodes
    discountNode taxonomy currentAppInstallation`.split(/\s+/),
  ),
  looseInterfaces: new Set([
    'Node',
    'DisplayableError',
    'HasMetafields',
    'HasPublishedTranslations',
    'Publishable',
    'Navigable',
    'LegacyInteroperability',
    'HasCompareDigest',
    'HasMetafieldDefinitions',
    'JobResult',
    'ResourceOperation',
  ]),
  types: new RegExp(
    `^(${[
      'Abandon\\w*',
      'App(?:Credit|Discount|Feedback|Installation|Pricing|Purchase|Recurring|Revenue|Subscription|Usage)\\w*',
      'Balance\\w*|Finance\\w*|Financial\\w*|\\w*Kyc\\w*|SavedSearch\\w*|Search\\w*|\\w*UserError',
      'BasicEvent|Event\\w*|HasEvents|Comment\\w*',
      'BulkOperation\\w*',
      'Calculated\\w*|Cart(?!Transform)\\w*|Cash\\w*|Checkout(?!Branding|Profile)\\w*',
      'Compan(?:y|ies)\\w*|HasCompanyAddresses',
      'Consent\\w*|PrivacyS\\w*|DataSale\\w*',
      'Customer\\w*|Segment\\w*|Email\\w*',
      'Delegate\\w*|\\w*(?:AccessToken|Credential|Secret|Webhook)\\w*',
      'Deposit\\w*|Dispute\\w*|Payout\\w*|Payment\\w*|ShopifyP\\w*|Tender\\w*|Transaction\\w*|Vault\\w*',
      'Draft\\w*|Order\\w*|LineItem\\w*|Fulfillment(?!Service)\\w*|Refund\\w*|Return\\w*|Reverse\\w*|Exchange\\w*|Sale\\w*',
      'GiftCard\\w*|StoreCredit\\w*|Subscription\\w*|SellingPlan\\w*',
      'MailingAddress\\w*|BillingAddress\\w*|UserProfile\\w*|Staff\\w*|Member\\w*',
      'Marketing\\w*|ServerPixel\\w*|WebPixel\\w*',
      'PointOfSale\\w*|Shopifyql\\w*|Analytics\\w*|StaffMember\\w*',
    ].join('|')})$`,
  ),
  fields:
    /^(\w+\.(\w*(token|secret|password|credential)\w*|contactEmail|email|phone|(customer|order|draftOrder)Tags|shopOwnerName|accountOwner|createdBy\w*|staff\w*|events|comments))$/i,
};
