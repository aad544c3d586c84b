import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { conversionsField, toConversionActions } from '../input/conversions.ts';
import { filtersField } from '../input/filters.ts';
import { metricsField } from '../input/metrics.ts';
import { dimensionsField } from '../input/names.ts';
import { orderField } from '../input/order.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { compareField, rangeFields, toRanges } from '../input/ranges.ts';
import { toTable, totalsOf } from '../input/table.ts';
import { readPages } from '../protocol/read-pages.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { tableFields, toTableAnswer } from '../shapes/table.ts';

const ROWS_MAX = 250_000;
const USUAL_METRICS = ['allConversionsByConversionDate', 'totalRevenueByConversionDate'];

/** `ga4_run_conversions`: which campaigns and channels conversions are credited to. */
export const runConversions = defineTool({
  name: 'ga4_run_conversions',
  title: 'Run a conversions report',
  description:
    'Credits conversions (key events) and their revenue to the campaigns and channels that led to them, data-driven or by ' +
    'last click, with ad cost and return. Uses Google’s alpha API, which not every property has. For plain counts of key ' +
    'events: ga4_run_report with keyEvents.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  feature: 'ga4-alpha',
  input: z.object({
    property: propertyField(),
    conversions: conversionsField(),
    attribution: z.enum(['data_driven', 'last_click']).default('data_driven').describe('How credit is given.'),
    dimensions: dimensionsField(
      'conversions',
      9,
      'campaignName, primaryChannelGroup, sourceMedium, country …',
    ).optional(),
    metrics: metricsField(
      'conversions',
      10,
      'allConversionsByConversionDate or …ByInteractionDate, totalRevenueBy…, returnOnAdSpendBy…, advertiserAdCost …',
    ).default(USUAL_METRICS),
    ...rangeFields,
    compare: compareField(),
    filters: filtersField().describe('country=Ireland; as in ga4_run_report.'),
    orderBy: orderField(),
    limit: z.int().min(1).max(ROWS_MAX).default(100).describe('Rows.'),
    offset: z.int().min(0).optional().describe('From nextOffset.'),
  }),
  output: z.object(tableFields),
  list: 'rows',
  quotaScope: (input) => reportScope(input),
  examples: [
    { title: 'What brought purchases', input: { conversions: ['purchase'], dimensions: ['primaryChannelGroup'] } },
    {
      title: 'All conversions by campaign and last click, by the day of the click',
      input: {
        attribution: 'last_click',
        dimensions: ['campaignName', 'sourceMedium'],
        metrics: ['allConversionsByInteractionDate', 'returnOnAdSpendByInteractionDate'],
        limit: 10,
      },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { now }) {
    const { attribution, conversions = [], limit, offset = 0 } = input;
    const dateRanges = toRanges(input, input.compare ?? [], now());
    const { request, orderBys, metrics, computed } = toTable(input, dateRanges, '', 'conversions');
    const property = upstream.property(input.property);
    const conversionSpec = {
      conversionActions: await toConversionActions(conversions, property, upstream),
      attributionModel: attribution.toUpperCase(),
    };
    const whole = { ...request, orderBys, ...totalsOf(metrics), conversionSpec };
    const table = await readPages(property, whole, { limit, offset }, upstream, 'v1alpha');
    return toTableAnswer(table, computed);
  },
});
