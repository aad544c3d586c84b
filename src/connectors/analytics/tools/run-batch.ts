import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { filtersField } from '../input/filters.ts';
import { metricsField } from '../input/metrics.ts';
import { dimensionsField } from '../input/names.ts';
import { checkOwnNames } from '../input/own-names.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { rangesField, toDayRanges, toNamedRanges } from '../input/ranges.ts';
import { toTable, totalsOf } from '../input/table.ts';
import { readBatch } from '../protocol/read-batch.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { tableFields, toTableAnswer } from '../shapes/table.ts';

/** The API takes so many in one request. */
const REPORTS_MAX = 5;
/** So that five of them are no larger than the largest reply that is read. */
const ROWS_MAX = 10_000;

const RANGES_MAX = 4;
const USUAL_RANGE = '28daysAgo..yesterday';

const BatchedReport = z
  .object({
    dimensions: dimensionsField('core', 9, 'Split by.').optional(),
    metrics: metricsField('core', 10, 'Numbers.').optional(),
    filters: filtersField().describe('Which.'),
    limit: z.int().min(1).max(ROWS_MAX).default(25).describe('Rows.'),
  })
  .strict()
  .refine(({ dimensions = [], metrics = [] }) => dimensions.length + metrics.length > 0, {
    error: 'Name at least one dimension or metric.',
    path: ['metrics'],
  });

function reportsField() {
  return z
    .array(BatchedReport)
    .refine(({ length }) => length >= 1 && length <= REPORTS_MAX, `Give one to ${REPORTS_MAX} reports.`)
    .describe('One to five.');
}

/** `ga4_run_batch`: several reports on the same days, in one request. */
export const runBatch = defineTool({
  name: 'ga4_run_batch',
  title: 'Run several Analytics reports',
  description: 'Runs up to five reports on the same days at once, each as ga4_run_report would, for an overview.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  input: z.object({
    property: propertyField(),
    ranges: rangesField(RANGES_MAX, '7daysAgo..yesterday; more to compare.').default([USUAL_RANGE]),
    reports: reportsField(),
  }),
  output: z.object({
    reports: z.array(z.object(tableFields)).describe('In the order asked; further rows with ga4_run_report.'),
  }),
  list: 'reports',
  quotaScope: ({ property, reports }) =>
    reportScope(
      { property, filters: reports.flatMap(({ filters = [] }) => filters) },
      ...reports.map(({ dimensions }) => dimensions),
    ),
  examples: [
    {
      title: 'A week at a glance',
      input: {
        ranges: ['7daysAgo..yesterday'],
        reports: [
          { metrics: ['activeUsers', 'sessions', 'totalRevenue'] },
          { dimensions: ['sessionDefaultChannelGroup'], metrics: ['sessions'] },
          { dimensions: ['landingPage'], metrics: ['sessions', 'bounceRate'], limit: 5 },
        ],
      },
    },
    {
      title: 'Two months beside each other, by device and by country',
      input: {
        ranges: ['2026-10-01..2026-10-31', '2026-09-01..2026-09-30'],
        reports: [
          { dimensions: ['deviceCategory'], metrics: ['revenuePerVisit=totalRevenue/sessions'] },
          { dimensions: ['country'], metrics: ['activeUsers'], filters: ['activeUsers>5'] },
        ],
      },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { now }) {
    const { reports } = input;
    const dateRanges = toNamedRanges(toDayRanges(input.ranges, 'ranges', now()));
    const tables = reports.map((report, index) => toTable(report, dateRanges, `reports[${index}].`));
    const property = upstream.property(input.property);
    await checkOwnNames(
      tables.flatMap(({ own }) => own),
      property,
      upstream,
    );
    const requests = tables.map(({ request, orderBys, metrics }, index) => ({
      ...request,
      orderBys,
      ...totalsOf(metrics),
      limit: String(reports[index]?.limit),
    }));
    const read = await readBatch(property, requests, upstream);
    return { reports: read.map((table, index) => toTableAnswer(table, tables[index]?.computed ?? new Set())) };
  },
});
