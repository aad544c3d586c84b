import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { CustomDefinition, GaCustomDefinition, toCustomDefinition } from '../shapes/custom-definition.ts';
import { GaKeyEvent, KeyEvent, toKeyEvent } from '../shapes/key-event.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import {
  AdsLink,
  DataStream,
  GaAdsLink,
  GaDataStream,
  GaProperty,
  GaRetention,
  idOf,
  Property,
  Retention,
  toAdsLink,
  toDataStream,
  toProperty,
  toRetention,
} from '../shapes/property-detail.ts';
import { QuotaBucket, toQuotaBuckets } from '../shapes/quota-buckets.ts';
import { GaReport } from '../shapes/report.ts';
import { GaChanges, SettingsChange, toSettingsChanges } from '../shapes/settings-change.ts';

const PARTS = ['data_streams', 'key_events', 'custom_fields', 'links', 'retention', 'recent_changes', 'quota'] as const;

type Part = (typeof PARTS)[number];

const CHANGES_DAYS = 90;
const CHANGES_MAX = 100;

const GaFirebaseLink = z.object({ name: z.string(), project: z.string().optional() });

/** `ga4_get_property`: how a property is set up. */
export const getProperty = defineTool({
  name: 'ga4_get_property',
  title: 'Get a property’s settings',
  description:
    'Shows a property’s time zone, currency and, as asked, streams, key events, custom fields, links to Ads and Firebase, ' +
    'retention, changes of 90 days, tokens left.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly', 'analytics.edit'],
  input: z.object({
    property: propertyField(),
    include: z.array(z.enum(PARTS)).default(['data_streams', 'key_events']).describe('Parts to add.'),
  }),
  output: z.object({
    property: Property.describe('The property itself.'),
    dataStreams: z.array(DataStream).optional().describe('Sites and apps that send.'),
    keyEvents: z.array(KeyEvent).optional().describe('Events that count as success.'),
    customDimensions: z.array(CustomDefinition).optional().describe('Its own dimensions.'),
    customMetrics: z.array(CustomDefinition).optional().describe('Its own metrics.'),
    adsLinks: z.array(AdsLink).optional().describe('Google Ads accounts.'),
    firebaseProjects: z.array(z.string()).optional().describe('Linked Firebase projects.'),
    retention: Retention.optional().describe('How long events are kept.'),
    changes: z.array(SettingsChange).optional().describe('Changes of settings, newest first.'),
    quotas: z.array(QuotaBucket).optional().describe('What is left to ask with; asking costs two tokens.'),
    notices: Notices,
  }),
  // The account of a quota must be readable while reports rest.
  quotaScope: (input) => scopeOf(input.include.includes('quota') ? 'quota' : 'settings')(input),
  examples: [
    { title: 'Streams and key events', input: {} },
    { title: 'Its own dimensions and metrics', input: { include: ['custom_fields'] } },
    { title: 'What changed, and what is left to ask with', input: { include: ['recent_changes', 'quota'] } },
  ],

  async run({ property, include }, upstream: AnalyticsUpstream, { now }) {
    const id = upstream.property(property);
    const path = `properties/${id}`;
    const cut: string[] = [];
    const list = async <Row>(part: Part, field: string, row: z.ZodType<Row>) => {
      if (!include.includes(part)) return undefined;
      const { rows, isCut } = await upstream.adminList(id, `${path}/${field}`, field, row);
      if (isCut) cut.push(`There are more ${field} than are listed here.`);
      return rows;
    };
    const found = toProperty(await upstream.adminGet(id, path, GaProperty));
    const dataStreams = await list('data_streams', 'dataStreams', GaDataStream);
    const keyEvents = await list('key_events', 'keyEvents', GaKeyEvent);
    const customDimensions = await list('custom_fields', 'customDimensions', GaCustomDefinition);
    const customMetrics = await list('custom_fields', 'customMetrics', GaCustomDefinition);
    const adsLinks = await list('links', 'googleAdsLinks', GaAdsLink);
    const firebaseLinks = await list('links', 'firebaseLinks', GaFirebaseLink);
    const retention = include.includes('retention')
      ? toRetention(await upstream.adminGet(id, `${path}/dataRetentionSettings`, GaRetention))
      : undefined;
    const history = include.includes('recent_changes')
      ? await readChanges(id, found.account, now(), upstream)
      : undefined;
    if (history?.nextPageToken) cut.push(`There are more changes than the newest ${CHANGES_MAX}.`);
    return {
      property: found,
      dataStreams: dataStreams?.map(toDataStream),
      keyEvents: keyEvents?.map(toKeyEvent),
      customDimensions: customDimensions?.map(toCustomDefinition),
      customMetrics: customMetrics?.map(toCustomDefinition),
      adsLinks: adsLinks?.map(toAdsLink),
      firebaseProjects: firebaseLinks?.map(({ project = '' }) => idOf(project)),
      retention,
      changes: history && toSettingsChanges(history),
      quotas: include.includes('quota') ? await readQuotas(id, upstream) : undefined,
      notices: noticesOf(...cut),
    };
  },
});

async function readChanges(id: string, account: string | undefined, now: number, upstream: AnalyticsUpstream) {
  const earliestChangeTime = new Date(now - CHANGES_DAYS * 86_400_000).toISOString();
  const body = { property: `properties/${id}`, earliestChangeTime, pageSize: CHANGES_MAX };
  return await upstream.adminQuery(id, `accounts/${account ?? ''}:searchChangeHistoryEvents`, body, GaChanges);
}

/** Only a report tells what is left, so the smallest that there is of each kind is asked for. */
async function readQuotas(id: string, upstream: AnalyticsUpstream) {
  const asked = { metrics: [{ name: 'activeUsers' }], limit: '1', returnPropertyQuota: true };
  const dateRanges = [{ startDate: 'today', endDate: 'today' }];
  const core = await upstream.report(id, 'runReport', { ...asked, dateRanges }, GaReport);
  const realtime = await upstream.report(id, 'runRealtimeReport', asked, GaReport);
  return [...toQuotaBuckets('core', core.propertyQuota), ...toQuotaBuckets('realtime', realtime.propertyQuota)];
}
