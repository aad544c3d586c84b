import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { eventNameField } from '../input/event-name.ts';
import { dimensionsField } from '../input/names.ts';
import { checkOwnNames, ownNames } from '../input/own-names.ts';
import { propertyField, scopeOf } from '../input/property.ts';
import { rangeFields, toRanges } from '../input/ranges.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Basis, toBasis } from '../shapes/basis.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { GaPropertyQuota, quotaNotice } from '../shapes/property-quota.ts';
import { GaReport, MetricHeaders, ReportRow, toDimensionNames, toMetricHeaders, toRows } from '../shapes/report.ts';
import { reportNotices } from '../shapes/report-notices.ts';

const GaFunnelReport = z.object({
  funnelTable: GaReport.pick({ dimensionHeaders: true, metricHeaders: true, rows: true, metadata: true }),
  propertyQuota: GaPropertyQuota.optional(),
});

const FunnelStep = z
  .object({
    name: z.string().trim().min(1).max(100).describe('As shown.'),
    event: eventNameField().optional(),
    page: z.string().min(1).max(500).optional().describe('Or: page path contains this.'),
    directly: z.boolean().default(false).describe('Nothing in between.'),
  })
  .strict()
  .refine(({ event, page }) => (event === undefined) !== (page === undefined), {
    error: 'Give exactly one of event and page.',
    path: ['event'],
  });

/** `ga4_run_funnel`: where users fall out on a way of steps. */
export const runFunnel = defineTool({
  name: 'ga4_run_funnel',
  title: 'Run a funnel',
  description:
    'Counts how many users pass each of some steps in order, such as view_item, add_to_cart, purchase, and how many are ' +
    'lost after each. Steps are events or pages. Uses Google’s alpha API, which may change.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  feature: 'ga4-alpha',
  input: z.object({
    property: propertyField(),
    steps: z.array(FunnelStep).min(1).max(10).describe('In order.'),
    open: z.boolean().default(false).describe('May begin at any step.'),
    ...rangeFields,
    breakdown: dimensionsField('core', 1, 'A dimension to split by.').optional(),
  }),
  output: z.object({
    dimensionNames: z.array(z.string()).describe('The step, then the breakdown; RESERVED_TOTAL is all of it.'),
    metrics: MetricHeaders,
    rows: z.array(ReportRow).describe('One for each step and part.'),
    basis: Basis,
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: scopeOf('funnel'),
  examples: [
    {
      title: 'From product to purchase',
      input: {
        steps: [
          { name: 'Product', event: 'view_item' },
          { name: 'Basket', event: 'add_to_cart' },
          { name: 'Order', event: 'purchase' },
        ],
      },
    },
    {
      title: 'By device, from the journal',
      input: {
        steps: [
          { name: 'Journal', page: '/blogs/' },
          { name: 'Product', event: 'view_item' },
        ],
        breakdown: ['deviceCategory'],
      },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { now }) {
    const dateRanges = toRanges(input, [], now());
    const property = upstream.property(input.property);
    await checkOwnNames(ownNames(input.breakdown ?? [], 'breakdown', false, 'core'), property, upstream);
    const [breakdown] = input.breakdown ?? [];
    const request = {
      dateRanges,
      funnel: { isOpenFunnel: input.open, steps: input.steps.map(toStep) },
      ...(breakdown && { funnelBreakdown: { breakdownDimension: { name: breakdown } } }),
      returnPropertyQuota: true,
    };
    const reply = await upstream.report(property, 'runFunnelReport', request, GaFunnelReport, 'v1alpha');
    const { funnelTable, propertyQuota } = reply;
    return {
      dimensionNames: toDimensionNames(funnelTable),
      metrics: toMetricHeaders(funnelTable),
      rows: toRows(funnelTable, funnelTable.rows),
      basis: toBasis(undefined, propertyQuota),
      notices: noticesOf(...reportNotices(funnelTable.metadata), quotaNotice(propertyQuota)),
    };
  },
});

function toStep({ name, event, page, directly }: z.output<typeof FunnelStep>) {
  const filterExpression =
    event === undefined
      ? { funnelFieldFilter: { fieldName: 'pagePath', stringFilter: { matchType: 'CONTAINS', value: page } } }
      : { funnelEventFilter: { eventName: event } };
  return { name, isDirectlyFollowedBy: directly, filterExpression };
}
