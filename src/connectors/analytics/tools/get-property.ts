import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { propertyField } from '../input/property.ts';
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

const PARTS = [
  'data_streams',
  'key_events',
  'custom_dimensions',
  'custom_metrics',
  'ads_links',
  'firebase_links',
  'retention',
] as const;

const GaFirebaseLink = z.object({ name: z.string(), project: z.string().optional() });

/** `ga4_get_property`: how a property is set up. */
export const getProperty = defineTool({
  name: 'ga4_get_property',
  title: 'Get a property’s settings',
  description:
    'Shows how a property is set up: time zone, currency, industry, level, and as asked for its data streams with ' +
    'measurement ids, key events, custom dimensions and metrics, links to Ads and Firebase, retention. For numbers use ' +
    'ga4_run_report.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly'],
  input: z.object({
    property: propertyField(),
    include: z.array(z.enum(PARTS)).max(PARTS.length).default(['data_streams', 'key_events']).describe('Parts to add.'),
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
    notices: Notices,
  }),
  examples: [
    { title: 'Streams and key events', input: {} },
    { title: 'Its own dimensions and metrics', input: { include: ['custom_dimensions', 'custom_metrics'] } },
  ],

  async run({ property, include }, upstream: AnalyticsUpstream) {
    const id = upstream.property(property);
    const path = `properties/${id}`;
    const cut: string[] = [];
    const list = async <Row>(part: (typeof PARTS)[number], field: string, row: z.ZodType<Row>) => {
      if (!include.includes(part)) return undefined;
      const { rows, isCut } = await upstream.adminList(id, `${path}/${field}`, field, row);
      if (isCut) cut.push(part);
      return rows;
    };
    const found = await upstream.adminGet(id, path, GaProperty);
    const dataStreams = await list('data_streams', 'dataStreams', GaDataStream);
    const keyEvents = await list('key_events', 'keyEvents', GaKeyEvent);
    const customDimensions = await list('custom_dimensions', 'customDimensions', GaCustomDefinition);
    const customMetrics = await list('custom_metrics', 'customMetrics', GaCustomDefinition);
    const adsLinks = await list('ads_links', 'googleAdsLinks', GaAdsLink);
    const firebaseLinks = await list('firebase_links', 'firebaseLinks', GaFirebaseLink);
    const retention = include.includes('retention')
      ? await upstream.adminGet(id, `${path}/dataRetentionSettings`, GaRetention)
      : undefined;
    return {
      property: toProperty(found),
      dataStreams: dataStreams?.map(toDataStream),
      keyEvents: keyEvents?.map(toKeyEvent),
      customDimensions: customDimensions?.map(toCustomDefinition),
      customMetrics: customMetrics?.map(toCustomDefinition),
      adsLinks: adsLinks?.map(toAdsLink),
      firebaseProjects: firebaseLinks?.map(({ project = '' }) => idOf(project)),
      retention: retention && toRetention(retention),
      notices: noticesOf(...cut.map((part) => `There are more ${part.replace('_', ' ')} than are listed here.`)),
    };
  },
});
