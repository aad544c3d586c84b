import type { AreaNames } from './area-names.ts';

/** What the emulator knows of the shop itself, and words that all areas share. */
export const shopNames: AreaNames = {
  queries: 'shop currentAppInstallation publicApiVersions node nodes',
  types: {
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
    CountryCode: 'AT BE DE DK ES FR GB IE IT LU NL PL PT SE US CN IN JP KE LK NP TW ZA',
    CurrencyCode: 'EUR GBP USD',
  },
};
