import { nearest } from '../../../kernel/nearest.ts';
import { STANDARD_DIMENSIONS } from './standard-dimensions.ts';
import { STANDARD_METRICS } from './standard-metrics.ts';

export type FieldKind = 'dimension' | 'metric';

/** Which vocabulary a report is written in. */
export type ReportKind = 'core' | 'realtime' | 'conversions';

const DIMENSIONS = STANDARD_DIMENSIONS.map(({ name }) => name);
const METRICS = STANDARD_METRICS.map(({ name }) => name);

/**
 * What realtime reports and reports of conversions know
 * (https://developers.google.com/analytics/devguides/reporting/data/v1/realtime-api-schema and …/conversions-api-schema).
 */
const NAMES: Readonly<Record<ReportKind, Readonly<Record<FieldKind, readonly string[]>>>> = {
  core: { dimension: DIMENSIONS, metric: METRICS },
  realtime: {
    dimension: [
      'appVersion',
      'audienceId',
      'audienceName',
      'audienceResourceName',
      'city',
      'cityId',
      'country',
      'countryId',
      'deviceCategory',
      'eventName',
      'minutesAgo',
      'platform',
      'streamId',
      'streamName',
      'unifiedScreenName',
    ],
    metric: ['activeUsers', 'eventCount', 'keyEvents', 'screenPageViews'],
  },
  conversions: {
    dimension: [
      'campaignName',
      'continent',
      'country',
      'defaultChannelGroup',
      'deviceCategory',
      'medium',
      'platform',
      'primaryChannelGroup',
      'source',
      'sourceMedium',
      'sourcePlatform',
      'subcontinent',
    ],
    metric: [
      'advertiserAdClicks',
      'advertiserAdCost',
      'advertiserAdCostPerAllConversionsByConversionDate',
      'advertiserAdCostPerAllConversionsByInteractionDate',
      'advertiserAdCostPerClick',
      'advertiserAdImpressions',
      'allConversionsByConversionDate',
      'allConversionsByInteractionDate',
      'returnOnAdSpendByConversionDate',
      'returnOnAdSpendByInteractionDate',
      'totalRevenueByConversionDate',
      'totalRevenueByInteractionDate',
    ],
  },
};

const SETS = {
  core: { dimension: new Set(DIMENSIONS), metric: new Set(METRICS) },
  realtime: {
    dimension: new Set(NAMES.realtime.dimension),
    metric: new Set(NAMES.realtime.metric),
  },
  conversions: {
    dimension: new Set(NAMES.conversions.dimension),
    metric: new Set(NAMES.conversions.metric),
  },
} as const;

/** Names that a property defines for itself begin like this. */
const CUSTOM: Readonly<Record<ReportKind, Readonly<Partial<Record<FieldKind, RegExp>>>>> = {
  core: {
    dimension:
      /^(customEvent|customUser|customItem|customChannelGroup|sessionCustomChannelGroup|firstUserCustomChannelGroup):[A-Za-z0-9_]{1,100}$/,
    metric:
      /^(customEvent|averageCustomEvent|countCustomEvent|calcMetric|keyEvents|sessionKeyEventRate|userKeyEventRate):[A-Za-z0-9_]{1,100}$/,
  },
  realtime: { dimension: /^customUser:[A-Za-z0-9_]{1,100}$/ },
  conversions: {},
};

/** How a report is called where a name is missing in it. */
const WHERE = { core: '', realtime: ' in realtime reports', conversions: ' in reports of conversions' } as const;

/** What people call things, and what Universal Analytics called them, that no edit distance finds. */
const ALIASES: Readonly<Record<string, string>> = {
  pageviews: 'screenPageViews',
  views: 'screenPageViews',
  uniquepageviews: 'screenPageViews',
  users: 'activeUsers',
  visitors: 'activeUsers',
  visits: 'sessions',
  conversions: 'keyEvents',
  conversionrate: 'sessionKeyEventRate',
  sessionconversionrate: 'sessionKeyEventRate',
  userconversionrate: 'userKeyEventRate',
  revenue: 'totalRevenue',
  orders: 'transactions',
  purchases: 'ecommercePurchases',
  transactionrevenue: 'purchaseRevenue',
  avgsessionduration: 'averageSessionDuration',
  sessionduration: 'averageSessionDuration',
  channel: 'sessionDefaultChannelGroup',
  channelgrouping: 'sessionDefaultChannelGroup',
  channelgroup: 'sessionDefaultChannelGroup',
  device: 'deviceCategory',
  page: 'pagePath',
  url: 'pageLocation',
  landingpagepath: 'landingPage',
  product: 'itemName',
  productname: 'itemName',
  productsku: 'itemId',
  sku: 'itemId',
  keyword: 'sessionGoogleAdsKeyword',
  campaign: 'sessionCampaignName',
  referrer: 'pageReferrer',
  os: 'operatingSystem',
  age: 'userAgeBracket',
  gender: 'userGender',
  itemviews: 'itemsViewed',
  hostname: 'hostName',
  event: 'eventName',
};

/** Whether every property has this name. */
export function isStandard(name: string, kind: FieldKind, report: ReportKind): boolean {
  return SETS[report][kind].has(name);
}

/** Whether it is spelled like a name of a property's own, which only the property itself can confirm. */
export function isCustom(name: string, kind: FieldKind, report: ReportKind): boolean {
  return CUSTOM[report][kind]?.test(name) ?? false;
}

/** Says what is wrong with a name that reports do not know and what was probably meant; `undefined` for one that may pass. */
export function unknownName(name: string, kind: FieldKind, report: ReportKind): string | undefined {
  if (isStandard(name, kind, report) || isCustom(name, kind, report)) return undefined;
  const other = kind === 'metric' ? 'dimension' : 'metric';
  if (SETS[report][other].has(name)) return `${name} is a ${other}; give it among the ${other}s.`;
  const near = suggestion(name, NAMES[report][kind]);
  const known =
    report === 'core' ? 'find names with ga4_search_fields.' : `known are ${NAMES[report][kind].join(', ')}.`;
  return `There is no ${kind} ${shown(name)}${WHERE[report]}; ${near ? `did you mean ${near}?` : known}`;
}

/** Gives the known name that was probably meant. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  const plain = name.replace(/^ga:/, '');
  const alias = ALIASES[plain.toLowerCase().replace(/[^a-z0-9]/g, '')];
  if (alias !== undefined && known.includes(alias)) return alias;
  return nearest(plain.replace(/[\s_-]+/g, ''), known);
}

/** Cut, and without what would not stand in one line. */
function shown(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '').slice(0, 60);
  return plain === '' ? 'of that name' : plain;
}
