import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { customNamesIn, filtersField, toFilterExpressions } from '../input/filters.ts';
import { namesField } from '../input/names.ts';
import { toOrderBys } from '../input/order.ts';
import { checkOwnNames, ownNames } from '../input/own-names.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { rangeFields, toRanges } from '../input/ranges.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { quotaNotice, TokensLeft, toTokensLeft } from '../shapes/property-quota.ts';
import { GaReport, MetricHeaders, ReportRow, toDimensionNames, toMetricHeaders, toRows } from '../shapes/report.ts';
import { reportNotices } from '../shapes/report-notices.ts';

/** The API counts cells: rows times columns. */
const CELLS_MAX = 250_000;

const GaPivotReport = GaReport.omit({ totals: true, rowCount: true }).extend({
  pivotHeaders: z.array(z.object({ rowCount: z.number().int().optional() })).optional(),
});

const RunPivotInput = z
  .object({
    property: propertyField(),
    rows: namesField('dimension', 'core', 8, 'Dimensions down.').min(1),
    columns: namesField('dimension', 'core', 8, 'Dimensions across.').min(1),
    metrics: namesField('metric', 'core', 10, 'What to count.').min(1),
    ...rangeFields,
    filters: filtersField(),
    rowLimit: z.int().min(1).max(CELLS_MAX).default(50).describe('Most rows.'),
    columnLimit: z.int().min(1).max(CELLS_MAX).default(10).describe('Most columns.'),
  })
  .superRefine(({ rows, columns, rowLimit, columnLimit }, context) => {
    const both = rows.find((name) => columns.includes(name));
    if (both !== undefined)
      context.addIssue({ code: 'custom', path: ['columns'], message: `${both} is among the rows already.` });
    if (rows.length + columns.length > 9) {
      context.addIssue({
        code: 'custom',
        path: ['columns'],
        message: 'Rows and columns together take nine dimensions at most.',
      });
    }
    if (rowLimit * columnLimit > CELLS_MAX) {
      context.addIssue({
        code: 'custom',
        path: ['rowLimit'],
        message: `rowLimit times columnLimit is ${CELLS_MAX} at most.`,
      });
    }
  });

/** `ga4_run_pivot`: a cross table, in which the largest columns are chosen over all rows. */
export const runPivot = defineTool({
  name: 'ga4_run_pivot',
  title: 'Run a cross table',
  description:
    'Crosses two sets of dimensions, such as landing pages by device, and keeps the largest rows and columns over the ' +
    'whole table. Gives one row per cell. Where a plain list will do, use ga4_run_report: it pages and has totals.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  input: RunPivotInput,
  output: z.object({
    dimensionNames: z.array(z.string()).describe('What the texts of each cell are: rows, then columns.'),
    metrics: MetricHeaders,
    cells: z.array(ReportRow).describe('The cells that hold something.'),
    rowCount: z.number().int().describe('Rows that there are.'),
    columnCount: z.number().int().describe('Columns that there are.'),
    timeZone: z.string().optional().describe('Whose days these are.'),
    currency: z.string().optional().describe('Of money.'),
    tokensLeft: TokensLeft,
    notices: Notices,
  }),
  list: 'cells',
  quotaScope: (input) => reportScope(input, input.rows, input.columns),
  examples: [
    {
      title: 'Landing pages by device',
      input: { rows: ['landingPage'], columns: ['deviceCategory'], metrics: ['sessions', 'keyEvents'], rowLimit: 10 },
    },
    {
      title: 'Channels by month',
      input: {
        rows: ['sessionDefaultChannelGroup'],
        columns: ['yearMonth'],
        metrics: ['totalRevenue'],
        startDate: '2026-08-01',
        endDate: '2026-10-31',
      },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { now }) {
    const { rows, columns, metrics, filters, rowLimit, columnLimit } = input;
    const dateRanges = toRanges(input, now());
    const dimensions = [...rows, ...columns];
    const expressions = toFilterExpressions(filters, metrics, 'core');
    const property = upstream.property(input.property);
    await checkOwnNames(
      [
        ...ownNames(rows, 'rows', false, 'core'),
        ...ownNames(columns, 'columns', false, 'core'),
        ...ownNames(metrics, 'metrics', true, 'core'),
        ...customNamesIn(filters, metrics, 'core'),
      ],
      property,
      upstream,
    );
    const pivot = (fieldNames: readonly string[], limit: number) => ({
      fieldNames,
      orderBys: toOrderBys([], fieldNames, metrics),
      limit: String(limit),
    });
    const request = {
      dimensions: dimensions.map((name) => ({ name })),
      metrics: metrics.map((name) => ({ name })),
      dateRanges,
      ...expressions,
      pivots: [pivot(rows, rowLimit), pivot(columns, columnLimit)],
      returnPropertyQuota: true,
    };
    const report = await upstream.report(property, 'runPivotReport', request, GaPivotReport);
    const [rowHeader, columnHeader] = report.pivotHeaders ?? [];
    const [rowCount, columnCount] = [rowHeader?.rowCount ?? 0, columnHeader?.rowCount ?? 0];
    return {
      dimensionNames: toDimensionNames(report),
      metrics: toMetricHeaders(report),
      cells: toRows(report, report.rows),
      rowCount,
      columnCount,
      timeZone: report.metadata?.timeZone,
      currency: report.metadata?.currencyCode,
      tokensLeft: toTokensLeft(report.propertyQuota),
      notices: noticesOf(
        cutNotice('rows', rowCount, rowLimit, 'rowLimit'),
        cutNotice('columns', columnCount, columnLimit, 'columnLimit'),
        ...reportNotices(report.metadata),
        quotaNotice(report.propertyQuota),
      ),
    };
  },
});

function cutNotice(things: string, count: number, limit: number, argument: string): string | undefined {
  return count > limit ? `${count - limit} of ${count} ${things} are left out; raise ${argument}.` : undefined;
}
