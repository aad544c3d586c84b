import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { filtersField, toFilters } from '../input/filters.ts';
import { computedNames, metricsField, ownMetrics, toMetrics } from '../input/metrics.ts';
import { dimensionsField } from '../input/names.ts';
import { toOrderBys } from '../input/order.ts';
import { checkOwnNames, ownNames } from '../input/own-names.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Basis, toBasis } from '../shapes/basis.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { quotaNotice } from '../shapes/property-quota.ts';
import { GaReport, MetricHeaders, ReportRow, toDimensionNames, toMetricHeaders, toRows } from '../shapes/report.ts';
import { undefinedNotice } from '../shapes/table.ts';

/** How far realtime looks back: half an hour, an hour for Analytics 360. */
const MINUTES_MAX = 59;

/** `ga4_run_realtime`: who is there now. */
export const runRealtime = defineTool({
  name: 'ga4_run_realtime',
  title: 'Run a realtime report',
  description:
    'Counts who is on a site now (30 minutes) by country, city, deviceCategory, eventName, minutesAgo, ' +
    'unifiedScreenName; no channels, no revenue.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  cacheTtlMs: 10_000,
  input: z.object({
    property: propertyField(),
    dimensions: dimensionsField('realtime', 4, 'Split by.').optional(),
    metrics: metricsField('realtime', 4, 'activeUsers, screenPageViews, eventCount, keyEvents.').optional(),
    fromMinutesAgo: z.int().min(0).max(MINUTES_MAX).default(29).describe('Oldest.'),
    toMinutesAgo: z.int().min(0).max(MINUTES_MAX).default(0).describe('Newest.'),
    filters: filtersFieldInShort(),
    limit: z.int().min(1).max(10_000).default(50).describe('Rows.'),
  }),
  output: z.object({
    dimensionNames: z.array(z.string()).describe('What the texts of each row are.'),
    metrics: MetricHeaders,
    rows: z.array(ReportRow).describe('The table, sorted by minute or by the first metric.'),
    rowCount: z.number().int().describe('Rows that there are, whatever the limit.'),
    totals: z.array(ReportRow).optional().describe('Over all rows.'),
    basis: Basis,
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: scopeOf('realtime'),
  examples: [
    { title: 'How many are on the site', input: {} },
    {
      title: 'Which pages, in the last five minutes',
      input: { dimensions: ['unifiedScreenName'], metrics: ['activeUsers', 'screenPageViews'], fromMinutesAgo: 4 },
    },
    { title: 'Minute by minute, from Ireland', input: { dimensions: ['minutesAgo'], filters: ['country=Ireland'] } },
  ],

  async run(input, upstream: AnalyticsUpstream) {
    const { dimensions = [], fromMinutesAgo, toMinutesAgo } = input;
    const metrics = toMetrics(input.metrics ?? ['activeUsers']);
    const names = metrics.map(({ name }) => name);
    if (fromMinutesAgo < toMinutesAgo) {
      const issues = [{ path: 'fromMinutesAgo', message: 'Is after toMinutesAgo; turn them round.' }];
      throw new PlatformError('invalid_input', 'The minutes end before they begin.', { issues, sent: 'no' });
    }
    const filters = toFilters(input.filters ?? [], names, 'realtime');
    const property = upstream.property(input.property);
    const own = [
      ...ownNames(dimensions, 'dimensions', false, 'realtime'),
      ...ownMetrics(metrics, 'metrics', 'realtime'),
      ...filters.own,
    ];
    await checkOwnNames(own, property, upstream);
    const request = {
      dimensions: dimensions.map((name) => ({ name })),
      metrics,
      ...filters.expressions,
      minuteRanges: [{ startMinutesAgo: fromMinutesAgo, endMinutesAgo: toMinutesAgo }],
      orderBys: toOrderBys([], dimensions, names),
      ...(metrics.length > 0 && { metricAggregations: ['TOTAL'] }),
      limit: String(input.limit),
      returnPropertyQuota: true,
    };
    const report = await upstream.report(property, 'runRealtimeReport', request, GaReport);
    const computed = computedNames(metrics);
    const [rows, totals] = [toRows(report, report.rows, computed), toRows(report, report.totals, computed)];
    const rowCount = report.rowCount ?? 0;
    const cut =
      rowCount > rows.length ? `${rowCount - rows.length} further rows are left out; raise limit.` : undefined;
    return {
      dimensionNames: toDimensionNames(report),
      metrics: toMetricHeaders(report),
      rows,
      rowCount,
      totals: totals.length > 0 ? totals : undefined,
      basis: toBasis(undefined, report.propertyQuota),
      notices: noticesOf(cut, undefinedNotice(report, report.rows, computed), quotaNotice(report.propertyQuota)),
    };
  },
});

/** The tool that is named in the description explains them. */
function filtersFieldInShort() {
  return filtersField().describe('As in ga4_run_report.');
}
