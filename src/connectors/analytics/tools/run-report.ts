import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { filtersField } from '../input/filters.ts';
import { metricsField } from '../input/metrics.ts';
import { dimensionsField } from '../input/names.ts';
import { orderField } from '../input/order.ts';
import { checkOwnNames } from '../input/own-names.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { compareField, rangeFields, toRanges } from '../input/ranges.ts';
import { toTable, totalsOf } from '../input/table.ts';
import { readPages } from '../protocol/read-pages.ts';
import { COLUMNS_MAX, readPivot } from '../protocol/read-pivot.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { tableFields, toTableAnswer } from '../shapes/table.ts';

const ROWS_MAX = 250_000;
/** The API bounds the cells of a cross table; its columns are {@link COLUMNS_MAX} at most. */
const PIVOT_ROWS_MAX = ROWS_MAX / COLUMNS_MAX;

const RunReportInput = z
  .object({
    property: propertyField(),
    dimensions: dimensionsField('core', 9, 'date, country, sessionSourceMedium …').optional(),
    metrics: metricsField('core', 10, 'sessions, totalRevenue …, or perVisit=totalRevenue/sessions.').optional(),
    ...rangeFields,
    compare: compareField(),
    filters: filtersField(),
    columns: dimensionsField('core', 8, 'Dimensions as columns.').optional(),
    orderBy: orderField(),
    limit: z.int().min(1).max(ROWS_MAX).default(100).describe('Rows.'),
    offset: z.int().min(0).optional().describe('From nextOffset.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'Give three capital letters: EUR.')
      .optional()
      .describe('Else the property’s: EUR.'),
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
    'are fewer than a shop’s orders). Gives rows, totals, and notices on sampling and losses. Names: ' +
    'ga4_search_fields. For right now: ga4_run_realtime.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  core: true,
  input: RunReportInput,
  output: z.object(tableFields),
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
    const { dimensions = [], columns = [], limit, offset = 0 } = input;
    const { request, orderBys, metrics, computed, own } = toTable(input, toRanges(input, input.compare ?? [], now()));
    const property = upstream.property(input.property);
    await checkOwnNames(own, property, upstream);
    const table =
      columns.length > 0
        ? await readPivot(property, request, { dimensions, columns, metrics, orderBys, limit, offset }, upstream)
        : await readPages(property, { ...request, orderBys, ...totalsOf(metrics) }, { limit, offset }, upstream);
    return toTableAnswer(table, computed);
  },
});
