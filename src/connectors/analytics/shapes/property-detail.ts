import { z } from 'zod';
import { personal } from '../../define.ts';

/** The end of a resource's name, its id. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** `ONCE_PER_EVENT` becomes `once_per_event`. */
export function toWord(value: string | undefined): string | undefined {
  return value?.toLowerCase();
}

export const GaProperty = z.object({
  name: z.string(),
  displayName: z.string().optional(),
  account: z.string().optional(),
  parent: z.string().optional(),
  timeZone: z.string().optional(),
  currencyCode: z.string().optional(),
  industryCategory: z.string().optional(),
  serviceLevel: z.string().optional(),
  propertyType: z.string().optional(),
  createTime: z.string().optional(),
  deleteTime: z.string().optional(),
});

/** A property's own settings. */
export const Property = z.object({
  property: z.string().describe('Number.'),
  name: z.string().describe('Display name.'),
  account: z.string().optional().describe('Number of the account.'),
  timeZone: z.string().optional().describe('Whose days reports count.'),
  currency: z.string().optional().describe('Of money in reports.'),
  industry: z.string().optional().describe('As set.'),
  serviceLevel: z.string().optional().describe('google_analytics_standard or google_analytics_360.'),
  type: z.string().optional().describe('ordinary, subproperty or rollup.'),
  createdAt: z.string().optional().describe('ISO 8601.'),
  deletedAt: z.string().optional().describe('In the bin since then.'),
});

export function toProperty(found: z.output<typeof GaProperty>): z.output<typeof Property> {
  return {
    property: idOf(found.name),
    name: found.displayName ?? '',
    account: idOf(found.account ?? found.parent ?? ''),
    timeZone: found.timeZone,
    currency: found.currencyCode,
    industry: toWord(found.industryCategory),
    serviceLevel: toWord(found.serviceLevel),
    type: toWord(found.propertyType?.replace('PROPERTY_TYPE_', '')),
    createdAt: found.createTime,
    deletedAt: found.deleteTime,
  };
}

export const GaDataStream = z.object({
  name: z.string(),
  type: z.string().optional(),
  displayName: z.string().optional(),
  createTime: z.string().optional(),
  webStreamData: z.object({ measurementId: z.string().optional(), defaultUri: z.string().optional() }).optional(),
  androidAppStreamData: z.object({ packageName: z.string().optional() }).optional(),
  iosAppStreamData: z.object({ bundleId: z.string().optional() }).optional(),
});

/** Where a property's data comes from. */
export const DataStream = z.object({
  id: z.string().describe('Number.'),
  name: z.string().describe('Display name.'),
  type: z.string().describe('web, android_app or ios_app.'),
  measurementId: z.string().optional().describe('G-… of the site’s tag.'),
  source: z.string().optional().describe('Address of the site, or package of the app.'),
  createdAt: z.string().optional().describe('ISO 8601.'),
});

export function toDataStream(stream: z.output<typeof GaDataStream>): z.output<typeof DataStream> {
  const { webStreamData: web, androidAppStreamData: android, iosAppStreamData: ios } = stream;
  return {
    id: idOf(stream.name),
    name: stream.displayName ?? '',
    type: (stream.type ?? '').replace('_DATA_STREAM', '').toLowerCase(),
    measurementId: web?.measurementId,
    source: web?.defaultUri ?? android?.packageName ?? ios?.bundleId,
    createdAt: stream.createTime,
  };
}

export const GaAdsLink = z.object({
  name: z.string(),
  customerId: z.string().optional(),
  adsPersonalizationEnabled: z.boolean().optional(),
  creatorEmailAddress: z.string().optional(),
  createTime: z.string().optional(),
});

/** A Google Ads account whose clicks and costs come in. */
export const AdsLink = z.object({
  customerId: z.string().describe('Number of the Ads account.'),
  personalisation: z.boolean().optional().describe('Audiences may be used for ads.'),
  createdBy: personal(z.string().optional().describe('E-mail address.')),
  createdAt: z.string().optional().describe('ISO 8601.'),
});

export function toAdsLink(link: z.output<typeof GaAdsLink>): z.output<typeof AdsLink> {
  return {
    customerId: link.customerId ?? '',
    personalisation: link.adsPersonalizationEnabled,
    createdBy: link.creatorEmailAddress,
    createdAt: link.createTime,
  };
}

export const GaRetention = z.object({
  eventDataRetention: z.string().optional(),
  userDataRetention: z.string().optional(),
  resetUserDataOnNewActivity: z.boolean().optional(),
});

/** How long single events and users are kept; sums in reports are kept for ever. */
export const Retention = z.object({
  events: z.string().optional().describe('two_months, fourteen_months …'),
  users: z.string().optional().describe('The same for users.'),
  resetOnNewActivity: z.boolean().optional().describe('A visit begins the time anew.'),
});

export function toRetention(settings: z.output<typeof GaRetention>): z.output<typeof Retention> {
  return {
    events: toWord(settings.eventDataRetention),
    users: toWord(settings.userDataRetention),
    resetOnNewActivity: settings.resetUserDataOnNewActivity,
  };
}
