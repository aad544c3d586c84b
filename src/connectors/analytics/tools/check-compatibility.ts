import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { searchFields } from '../fields/search-fields.ts';
import { metricsField, toMetrics } from '../input/metrics.ts';
import { dimensionsField } from '../input/names.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import { INCOMPATIBLE } from '../protocol/classify.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';

const Described = z.object({ apiName: z.string(), uiName: z.string().optional(), category: z.string().optional() });

const GaCompatibility = z.object({
  dimensionCompatibilities: z.array(z.object({ dimensionMetadata: Described })).optional(),
  metricCompatibilities: z.array(z.object({ metricMetadata: Described })).optional(),
});

/** `ga4_check_compatibility`: whether names go together in one report, and what else would. */
export const checkCompatibility = defineTool({
  name: 'ga4_check_compatibility',
  title: 'Check a report’s fields',
  description:
    'Says whether dimensions and metrics go together in one ga4_run_report, and what fits as well. For one that was ' +
    'refused as incompatible.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  input: z
    .object({
      property: propertyField(),
      dimensions: dimensionsField('core', 9, 'As in the report.').optional(),
      metrics: metricsField('core', 10, 'Likewise.').optional(),
      find: z.string().max(100).optional().describe('Words: what could be added.'),
    })
    .refine(({ dimensions = [], metrics = [] }) => dimensions.length + metrics.length > 0, {
      error: 'Name at least one dimension or metric.',
      path: ['dimensions'],
    }),
  output: z.object({
    compatible: z.boolean().describe('They go together.'),
    advice: z.string().optional().describe('What Google would change.'),
    addable: z.array(z.string()).optional().describe('With find: names that fit, best first.'),
  }),
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'Items with sessions', input: { dimensions: ['itemName'], metrics: ['itemRevenue'], find: 'items' } },
    { title: 'A pair that does not fit', input: { dimensions: ['itemName'], metrics: ['sessions'] } },
  ],

  async run({ property, dimensions = [], metrics = [], find }, upstream: AnalyticsUpstream) {
    const request = {
      dimensions: dimensions.map((name) => ({ name })),
      metrics: toMetrics(metrics),
      compatibilityFilter: 'COMPATIBLE',
    };
    try {
      const id = upstream.property(property);
      const reply = await upstream.report(id, 'checkCompatibility', request, GaCompatibility);
      return { compatible: true, addable: find === undefined ? undefined : namesFor(find, reply) };
    } catch (error) {
      // The API has no word for "no": it refuses the question.
      if (!(error instanceof PlatformError) || !error.message.startsWith(INCOMPATIBLE)) throw error;
      return { compatible: false, advice: error.message };
    }
  },
});

function namesFor(words: string, reply: z.output<typeof GaCompatibility>): string[] {
  const { dimensionCompatibilities = [], metricCompatibilities = [] } = reply;
  const fields = [
    ...dimensionCompatibilities.map(({ dimensionMetadata: field }) => ({ field, kind: 'dimension' as const })),
    ...metricCompatibilities.map(({ metricMetadata: field }) => ({ field, kind: 'metric' as const })),
  ].map(({ field: { apiName, uiName = '', category = '' }, kind }) => ({
    name: apiName,
    kind,
    label: uiName,
    category,
    isCustom: false,
  }));
  return searchFields(fields, words).map(({ name }) => name);
}
