import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { filtersField, toFilters } from '../input/filters.ts';
import { namesField } from '../input/names.ts';
import { orderField, toOrderBys } from '../input/order.ts';
import { checkOwnNames, ownNames } from '../input/own-names.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { compareField, rangeFields, toRanges } from '../input/ranges.ts';
import { readPages } from '../protocol/read-pages.ts';
import { COLUMNS_MAX, readPivot } from '../protocol/read-pivot.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Basis, toBasis } from '../shapes/basis.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { quotaNotice } from '../shapes/property-quota.ts';
import { MetricHeaders, ReportRow, toDimensionNames, toMetricHeaders, toRows } from '../shapes/report.ts';
import { reportNotices } from '../shapes/report-notices.ts';

const ROWS_MAX = 250_000;
/** The API bounds the cells of a cross table; its columns are {@link COLUMNS_MAX} at most. */
const PIVOT_ROWS_MAX = ROWS_MAX / COLUMNS_MAX;

const RunReportInput = z
  .object({
    property: propertyField(),
    dimensions: namesField('dimension', 'core', 9, 'date, country, sessionSourceMedium …').optional(),
    metrics: namesField('metric', 'core', 10, 'sessions, totalRevenue …').optional(),
    ...rangeFields,
    compare: compareField(),
    filters: filtersField(),
    columns: namesField('dimension', 'core', 8, 'Dimensions across, for a cross table.').optional(),
    orderBy: orderField(),
    limit: z.int().min(1).max(ROWS_MAX).default(100).describe('Rows.'),
    offset: z.int().min(0).optional().describe('nextOffset of before.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'Give three capital letters: EUR.')
      .optional()
      .describe('If not the property’s.'),
    keepEmptyRows: z.boolean().optional().describe('Rows of zeros too.'),
  })
  .superRefine(({ dimensions = [], metrics = [], columns = [], compare = [], limit }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (dimensions.length + metrics.length === 0) refuse('metrics', 'Name at least one dimension or metric.');
    if (columns.length === 0) return;
    if (dimensions.length === 0 || metrics.length === 0)
      refuse('columns', 'A cross table has dimensions for its rows, and metrics.');
    if (dimensions.length + columns.length > 9)
      refuse('columns', 'Rows and columns together take nine dimensions at most.');
    if (compare.length > 0) refuse('compare', 'A cross table has one range; leave compare or columns out.');
    if (limit > PIVOT_ROWS_MAX) refuse('limit', `A cross table has ${PIVOT_ROWS_MAX} rows at most.`);
    const both = dimensions.find((name) => columns.includes(name));
    if (both !== undefined) refuse('columns', `${both} is among the dimensions already.`);
  });

/** `ga4_run_report`: a table of dimensions and metrics over days, or a cross table. */
export const runReport = defineTool({
  name: 'ga4_run_report',
  title: 'Run an Analytics report',
  description:
    'Measures visits, users, pages, channels, events and sales of a site over days, as tracked by Google Analytics (sales ' +
    'are fewer than a shop’s orders). Gives rows, totals, time zone, currency, and notices on sampling and losses. Names: ' +
    'ga4_search_fields. For right now: ga4_run_realtime.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  core: true,
  input: RunReportInput,
  output: z.object({
    dimensionNames: z.array(z.string()).describe('What the texts of each row are.'),
    metrics: MetricHeaders,
    rows: z.array(ReportRow).describe('The table; a cross table has a row for each cell.'),
    rowCount: z.number().int().describe('Rows that there are, whatever the limit.'),
    nextOffset: z.number().int().optional().describe('Give it as offset for the next rows; absent at the end.'),
    totals: z.array(ReportRow).optional().describe('Over all rows, one for each range.'),
    basis: Basis,
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: (input) => reportScope(input, input.dimensions, input.columns),
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
        compare: ['14daysAgo..8daysAgo'],
        filters: ['deviceCategory=mobile'],
      },
    },
    {
      title: 'Best-selling items',
      input: {
        dimensions: ['itemName'],
        metrics: ['itemsPurchased', 'itemRevenue'],
        orderBy: ['-itemRevenue'],
        limit: 10,
      },
    },
    {
      title: 'Landing pages by device',
      input: {
        dimensions: ['landingPage'],
        columns: ['deviceCategory'],
        metrics: ['sessions', 'keyEvents'],
        limit: 10,
      },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { now }) {
    const { dimensions = [], metrics = [], columns = [], limit, offset = 0 } = input;
    const dateRanges = toRanges(input, input.compare ?? [], now());
    const orderBys = toOrderBys(input.orderBy ?? [], dimensions, metrics);
    const filters = toFilters(input.filters ?? [], metrics, 'core');
    const property = upstream.property(input.property);
    const own = [
      ...ownNames(dimensions, 'dimensions', false, 'core'),
      ...ownNames(columns, 'columns', false, 'core'),
      ...ownNames(metrics, 'metrics', true, 'core'),
      ...filters.own,
    ];
    await checkOwnNames(own, property, upstream);
    const request = {
      dimensions: [...dimensions, ...columns].map((name) => ({ name })),
      metrics: metrics.map((name) => ({ name })),
      dateRanges,
      ...filters.expressions,
      ...(input.currency && { currencyCode: input.currency }),
      keepEmptyRows: input.keepEmptyRows ?? false,
      returnPropertyQuota: true,
    };
    const { report, rows, rowCount, nextOffset, cut } =
      columns.length > 0
        ? await readPivot(property, request, { dimensions, columns, metrics, orderBys, limit, offset }, upstream)
        : await readPages(property, { ...request, orderBys, ...totalsOf(metrics) }, { limit, offset }, upstream);
    const totals = toRows(report, report.totals);
    return {
      dimensionNames: toDimensionNames(report),
      metrics: toMetricHeaders(report),
      rows: toRows(report, rows),
      rowCount,
      nextOffset,
      totals: totals.length > 0 ? totals : undefined,
      basis: toBasis(report.metadata, report.propertyQuota),
      notices: noticesOf(cut, ...reportNotices(report.metadata), quotaNotice(report.propertyQuota)),
    };
  },
});

function totalsOf(metrics: readonly string[]): object {
  return metrics.length > 0 ? { metricAggregations: ['TOTAL'] } : {};
}
