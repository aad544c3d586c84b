import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { idOf, toWord } from '../shapes/property-detail.ts';

const GaDate = z.object({ year: z.number().int(), month: z.number().int(), day: z.number().int() });

const GaAnnotation = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  color: z.string().optional(),
  systemGenerated: z.boolean().optional(),
  annotationDate: GaDate.optional(),
  annotationDateRange: z.object({ startDate: GaDate, endDate: GaDate }).optional(),
});

/** `ga4_list_annotations`: what people wrote at days of the reports. */
export const listAnnotations = defineTool({
  name: 'ga4_list_annotations',
  title: 'List annotations',
  description:
    'Lists the notes that people wrote at days of a property’s reports, such as a relaunch or a campaign; they explain ' +
    'jumps in numbers. Uses Google’s alpha API, which may change.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly'],
  feature: 'ga4-alpha',
  input: z.object({
    property: propertyField(),
    search: z.string().max(100).default('').describe('Part of title or text.'),
  }),
  output: z.object({
    annotations: z
      .array(
        z.object({
          id: z.string().describe('Number.'),
          title: z.string().describe('As written.'),
          text: z.string().optional().describe('As written.'),
          from: z.string().optional().describe('First day, ISO 8601.'),
          to: z.string().optional().describe('Last day.'),
          color: z.string().optional().describe('As shown.'),
          bySystem: z.boolean().describe('Written by Google.'),
        }),
      )
      .describe('Newest first.'),
    notices: Notices,
  }),
  list: 'annotations',
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'All', input: {} },
    { title: 'About campaigns', input: { search: 'campaign' } },
  ],

  async run({ property, search }, upstream: AnalyticsUpstream) {
    const id = upstream.property(property);
    const field = 'reportingDataAnnotations';
    const { rows, isCut } = await upstream.adminList(id, `properties/${id}/${field}`, field, GaAnnotation, 'v1alpha');
    const wanted = search.toLowerCase();
    const annotations = rows
      .map(toAnnotation)
      .filter(({ title, text = '' }) => `${title} ${text}`.toLowerCase().includes(wanted))
      .sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''));
    return { annotations, notices: noticesOf(isCut ? 'There are more annotations than are listed here.' : undefined) };
  },
});

function toAnnotation(found: z.output<typeof GaAnnotation>) {
  const { startDate = found.annotationDate, endDate = found.annotationDate } = found.annotationDateRange ?? {};
  return {
    id: idOf(found.name),
    title: found.title ?? '',
    text: found.description || undefined,
    from: startDate && toDay(startDate),
    to: endDate && toDay(endDate),
    color: toWord(found.color),
    bySystem: found.systemGenerated ?? false,
  };
}

function toDay({ year, month, day }: z.output<typeof GaDate>): string {
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}
