import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { type FoundField, searchFields as search } from '../fields/search-fields.ts';
import { STANDARD_DIMENSIONS } from '../fields/standard-dimensions.ts';
import { STANDARD_METRICS } from '../fields/standard-metrics.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaMetadata } from '../shapes/metadata.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

const DAY_MS = 86_400_000;

/** `ga4_search_fields`: the names of dimensions and metrics, found by words. */
export const searchFields = defineTool({
  name: 'ga4_search_fields',
  title: 'Find dimensions and metrics',
  description:
    'Finds names of dimensions and metrics for reports by words (“session source”, “revenue”), custom ones too. Use it ' +
    'before a report whose names are not certain.',
  effect: 'read',
  permission: 'ga4.properties.read',
  scopes: ['analytics.readonly'],
  core: true,
  cacheTtlMs: DAY_MS / 24,
  input: z.object({
    property: propertyField(),
    words: z.string().max(200).optional().describe('All must occur.'),
    kind: z.enum(['dimension', 'metric', 'custom']).optional().describe('Only these.'),
    limit: z.int().min(1).max(500).default(20).describe('At most.'),
  }),
  output: z.object({
    fields: z
      .array(
        z.object({
          name: z.string().describe('For reports.'),
          kind: z.string().describe('dimension or metric.'),
          label: z.string().describe('As Analytics shows it.'),
          category: z.string().describe('Where it belongs.'),
          type: z.string().optional().describe('Metrics: integer, float, currency, seconds …'),
          custom: z.boolean().describe('The property’s own.'),
          description: z.string().optional().describe('Google’s explanation.'),
          blocked: z.string().optional().describe('Why this connection may not see its values.'),
        }),
      )
      .describe('Best match first.'),
    found: z.number().int().describe('How many matched, whatever the limit.'),
    notices: Notices,
  }),
  list: 'fields',
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'Where visits came from', input: { words: 'session source' } },
    { title: 'Everything about money', input: { words: 'revenue', kind: 'metric' } },
    { title: 'The property’s own', input: { kind: 'custom' } },
  ],

  async run({ property, words = '', kind, limit }, upstream: AnalyticsUpstream) {
    const id = property ?? upstream.defaultProperty;
    const fields = id === undefined ? standardFields() : await fieldsOf(upstream.property(id), upstream);
    const found = search(
      fields.filter((field) => kind === undefined || (kind === 'custom' ? field.isCustom : field.kind === kind)),
      words,
    );
    return {
      fields: found.slice(0, limit).map(({ isCustom, ...field }) => ({ ...field, custom: isCustom })),
      found: found.length,
      notices: noticesOf(id === undefined ? 'No property is given, so custom fields are missing.' : undefined),
    };
  },
});

interface DescribedField extends FoundField {
  readonly blocked?: string;
}

function standardFields(): DescribedField[] {
  return [...STANDARD_DIMENSIONS, ...STANDARD_METRICS].map((field) => ({ ...field, isCustom: false }));
}

/** The property's word on what it has; costs no tokens. */
async function fieldsOf(property: string, upstream: AnalyticsUpstream): Promise<DescribedField[]> {
  const { dimensions, metrics } = await upstream.dataGet(property, 'metadata', GaMetadata);
  const described = ({
    apiName,
    uiName = apiName,
    category = '',
    customDefinition = false,
    description,
  }: Described) => ({
    name: apiName,
    label: uiName,
    category,
    isCustom: customDefinition,
    description: description || undefined,
  });
  return [
    ...dimensions.map((field) => ({ ...described(field), kind: 'dimension' as const })),
    ...metrics.map((field) => ({
      ...described(field),
      kind: 'metric' as const,
      type: field.type?.replace('TYPE_', '').toLowerCase(),
      blocked: field.blockedReasons?.length ? field.blockedReasons.join(', ').toLowerCase() : undefined,
    })),
  ];
}

type Described = z.output<typeof GaMetadata>['dimensions'][number];
