import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { customNamesIn, filtersField, toFilterExpressions } from '../input/filters.ts';
import { namesField } from '../input/names.ts';
import { orderField, toOrderBys } from '../input/order.ts';
import { checkOwnNames, ownNames } from '../input/own-names.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { compareField, rangeFields, toRanges } from '../input/ranges.ts';
import { readPages } from '../protocol/read-pages.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { quotaNotice, TokensLeft, toTokensLeft } from '../shapes/property-quota.ts';
import { MetricHeaders, ReportRow, toDimensionNames, toMetricHeaders, toRows } from '../shapes/report.ts';
import { reportNotices } from '../shapes/report-notices.ts';

const ROWS_MAX = 250_000;

const RunReportInput = z
  .object({
    property: propertyField(),
    dimensions: namesField('dimension', 'core', 9, 'What to split by: date, country, sessionSourceMedium …').default(
      [],
    ),
    metrics: namesField('metric', 'core', 10, 'What to count: sessions, totalRevenue …').default([]),
    ...rangeFields,
    compare: compareField(),
    filters: filtersField(),
    orderBy: orderField(),
    limit: z.int().min(1).max(ROWS_MAX).default(100).describe('Rows at most.'),
    offset: z.int().min(0).max(100_000_000).default(0).describe('nextOffset of the answer before.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'Give three capital letters: EUR.')
      .optional()
      .describe('For money, if not the property’s.'),
    keepEmptyRows: z.boolean().default(false).describe('Rows of zeros too.'),
  })
  .refine(({ dimensions, metrics }) => dimensions.length + metrics.length > 0, {
    error: 'Name at least one dimension or metric.',
    path: ['metrics'],
  });

/** `ga4_run_report`: a table of dimensions and metrics over days. */
export const runReport = defineTool({
  name: 'ga4_run_report',
  title: 'Run an Analytics report',
  description:
    'Measures visits, users, pages, channels, events and sales of a site over days, as Google Analytics saw them (tracked ' +
    'sales are fewer than a shop’s orders). Names come from ga4_search_fields. Gives rows, totals, time zone, currency ' +
    'and notices on sampling and losses. For the last 30 minutes use ga4_run_realtime.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  core: true,
  input: RunReportInput,
  output: z.object({
    dimensionNames: z.array(z.string()).describe('What the texts of each row are.'),
    metrics: MetricHeaders,
    rows: z.array(ReportRow).describe('The table.'),
    rowCount: z.number().int().describe('Rows that there are, whatever the limit.'),
    nextOffset: z.number().int().optional().describe('Give it as offset for the next rows; absent at the end.'),
    totals: z.array(ReportRow).describe('Over all rows, one for each range.'),
    timeZone: z.string().optional().describe('Whose days these are.'),
    currency: z.string().optional().describe('Of money.'),
    tokensLeft: TokensLeft,
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: (input) => reportScope(input, input.dimensions),
  examples: [
    {
      title: 'Sessions and sales by channel',
      input: {
        dimensions: ['sessionDefaultChannelGroup'],
        metrics: ['sessions', 'ecommercePurchases', 'totalRevenue'],
      },
    },
    {
      title: 'This week beside the week before, mobile only',
      input: {
        metrics: ['activeUsers', 'engagementRate'],
        startDate: '7daysAgo',
        endDate: 'yesterday',
        compare: [{ startDate: '14daysAgo', endDate: '8daysAgo' }],
        filters: [{ field: 'deviceCategory', values: ['mobile'] }],
      },
    },
    {
      title: 'Best-selling items',
      input: { dimensions: ['itemName'], metrics: ['itemsPurchased', 'itemRevenue'], limit: 10 },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { now }) {
    const { dimensions, metrics, filters, limit, offset } = input;
    const dateRanges = toRanges(input, now());
    const orderBys = toOrderBys(input.orderBy, dimensions, metrics);
    const expressions = toFilterExpressions(filters, metrics, 'core');
    const property = upstream.property(input.property);
    await checkOwnNames(
      [
        ...ownNames(dimensions, 'dimensions', false, 'core'),
        ...ownNames(metrics, 'metrics', true, 'core'),
        ...customNamesIn(filters, metrics, 'core'),
      ],
      property,
      upstream,
    );
    const request = {
      dimensions: dimensions.map((name) => ({ name })),
      metrics: metrics.map((name) => ({ name })),
      dateRanges,
      ...expressions,
      orderBys,
      ...(metrics.length > 0 && { metricAggregations: ['TOTAL'] }),
      ...(input.currency && { currencyCode: input.currency }),
      keepEmptyRows: input.keepEmptyRows,
      returnPropertyQuota: true,
    };
    const { report, rows } = await readPages(property, request, { limit, offset }, upstream);
    const end = offset + rows.length;
    const rowCount = report.rowCount ?? 0;
    return {
      dimensionNames: toDimensionNames(report),
      metrics: toMetricHeaders(report),
      rows: toRows(report, rows),
      rowCount,
      nextOffset: rows.length > 0 && end < rowCount ? end : undefined,
      totals: toRows(report, report.totals),
      timeZone: report.metadata?.timeZone,
      currency: report.metadata?.currencyCode,
      tokensLeft: toTokensLeft(report.propertyQuota),
      notices: noticesOf(...reportNotices(report.metadata), quotaNotice(report.propertyQuota)),
    };
  },
});
