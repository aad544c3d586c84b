import type { Field } from './field.ts';

/**
 * Dimensions of the ad systems, which exist three times: for the event, for the session and for the first visit of a user.
 * The ends of their names with the ends of their labels.
 */
const FAMILIES: readonly (readonly [
  stem: string,
  label: string,
  category: string,
  ends: Readonly<Record<string, string>>,
])[] = [
  [
    'Cm360',
    'CM360',
    'Campaign Manager 360',
    {
      AccountId: 'account ID',
      AccountName: 'account name',
      AdvertiserId: 'advertiser ID',
      AdvertiserName: 'advertiser name',
      CampaignId: 'campaign ID',
      CampaignName: 'campaign name',
      CreativeFormat: 'creative format',
      CreativeId: 'creative ID',
      CreativeName: 'creative name',
      CreativeType: 'creative type',
      CreativeTypeId: 'creative type ID',
      CreativeVersion: 'creative version',
      Medium: 'medium',
      PlacementCostStructure: 'placement cost structure',
      PlacementId: 'placement ID',
      PlacementName: 'placement name',
      RenderingId: 'rendering ID',
      SiteId: 'site ID',
      SiteName: 'site name',
      Source: 'source',
      SourceMedium: 'source / medium',
    },
  ],
  [
    'Dv360',
    'DV360',
    'Display & Video 360',
    {
      AdvertiserId: 'advertiser ID',
      AdvertiserName: 'advertiser name',
      CampaignId: 'campaign ID',
      CampaignName: 'campaign name',
      CreativeFormat: 'creative format',
      CreativeId: 'creative ID',
      CreativeName: 'creative name',
      ExchangeId: 'exchange ID',
      ExchangeName: 'exchange name',
      InsertionOrderId: 'insertion order ID',
      InsertionOrderName: 'insertion order name',
      LineItemId: 'line item ID',
      LineItemName: 'line item name',
      Medium: 'medium',
      PartnerId: 'partner ID',
      PartnerName: 'partner name',
      Source: 'source',
      SourceMedium: 'source / medium',
    },
  ],
  [
    'Sa360',
    'SA360',
    'Search Ads 360',
    {
      AdGroupId: 'ad group ID',
      AdGroupName: 'ad group name',
      CampaignId: 'campaign ID',
      CampaignName: 'campaign name',
      CreativeFormat: 'creative format',
      EngineAccountId: 'engine account ID',
      EngineAccountName: 'engine account name',
      EngineAccountType: 'engine account type',
      KeywordText: 'keyword text',
      ManagerAccountId: 'manager account ID',
      ManagerAccountName: 'manager account name',
      Medium: 'medium',
      Query: 'query',
      Source: 'source',
      SourceMedium: 'source / medium',
    },
  ],
  [
    'GoogleAds',
    'Google Ads',
    'Google Ads',
    {
      AccountName: 'account name',
      AdGroupId: 'ad group ID',
      AdGroupName: 'ad group name',
      AdNetworkType: 'ad network type',
      CampaignId: 'campaign ID',
      CampaignName: 'campaign name',
      CampaignType: 'campaign type',
      CreativeId: 'creative ID',
      CustomerId: 'customer ID',
      Keyword: 'keyword text',
      Query: 'query',
    },
  ],
  [
    'Manual',
    'manual',
    'Traffic source',
    {
      AdContent: 'ad content',
      CampaignId: 'campaign ID',
      CampaignName: 'campaign name',
      CreativeFormat: 'creative format',
      MarketingTactic: 'marketing tactic',
      Medium: 'medium',
      Source: 'source',
      SourceMedium: 'source / medium',
      SourcePlatform: 'source platform',
      Term: 'term',
    },
  ],
];

const SCOPES = [
  ['', ''],
  ['session', 'Session '],
  ['firstUser', 'First user '],
] as const;

/** Every dimension of the ad systems and of campaign parameters. */
export const AD_DIMENSIONS: readonly Field[] = FAMILIES.flatMap(([stem, label, category, ends]) =>
  SCOPES.flatMap(([prefix, scope]) =>
    Object.entries(ends).map(
      ([end, told]): Field => ({
        name: nameOf(prefix, stem, end),
        kind: 'dimension',
        label: `${scope}${label} ${told}`,
        category,
      }),
    ),
  ),
);

/** The session's keyword of SA360 is the one that is named otherwise. */
function nameOf(prefix: string, stem: string, end: string): string {
  if (prefix === '') return `${stem[0]?.toLowerCase()}${stem.slice(1)}${end}`;
  return prefix === 'session' && stem === 'Sa360' && end === 'KeywordText'
    ? 'sessionSa360Keyword'
    : prefix + stem + end;
}
