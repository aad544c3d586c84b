import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { collectRows } from '../analysis/collect-rows.ts';
import { sumOf } from '../analysis/sum.ts';
import { totalsOf } from '../analysis/totals.ts';
import { dayField, toPeriod } from '../input/period.ts';
import { AGGREGATIONS, DIMENSIONS, filtersField, questionFaults, searchTypeField } from '../input/question.ts';
import { siteField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { READING } from '../scopes.ts';
import { freshnessNotice } from '../shapes/freshness.ts';
import { Metrics, toMetrics } from '../shapes/metrics.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { PerformanceRow, rowMapper } from '../shapes/performance-row.ts';
import { PeriodShape } from '../shapes/period.ts';

const ROWS_MAX = 100_000;
const USUAL_DAYS = 28;
const USUAL_HOURLY_DAYS = 3;

/** `gsc_query_performance`: rows of search analytics, and what they leave out. */
export const queryPerformance = defineTool({
  name: 'gsc_query_performance',
  title: 'Query search performance',
  description:
    'Clicks, impressions, CTR and position of a site in Google Search, grouped and filtered, with totals that include ' +
    'queries Google keeps to itself. Days are Pacific; default: the last 28 final. For what to improve or what changed, ' +
    'gsc_find_opportunities and gsc_compare_periods read all rows for you.',
  effect: 'read',
  permission: 'gsc.performance.read',
  core: true,
  scopes: READING,
  timeoutMs: 55_000,
  input: z.object({
    site: siteField(),
    from: dayField('First day.'),
    to: dayField('Last day.'),
    dimensions: z
      .array(z.enum(DIMENSIONS))
      .max(7)
      .default(['query'])
      .describe('Group by; [] gives one row. hour: last 10 days.'),
    filters: filtersField(),
    searchType: searchTypeField(),
    aggregation: z.enum(AGGREGATIONS).default('auto').describe('How impressions are counted.'),
    fresh: z.boolean().default(false).describe('Include days not final yet.'),
    limit: z.number().int().min(1).max(ROWS_MAX).default(5_000).describe('Rows at most.'),
    offset: z.number().int().min(0).max(1_000_000).default(0).describe('From nextOffset.'),
  }),
  output: z.object({
    rows: z.array(PerformanceRow).describe('Most clicked first; by day where grouped by day.'),
    totals: Metrics.describe('All of the period and filters, counted as the rows are.'),
    notListed: z
      .object({ clicks: z.number().describe('Clicks.'), impressions: z.number().describe('Times shown.') })
      .optional()
      .describe('Totals less all rows: rare queries that Google tells nobody. Absent while rows are left to read.'),
    period: PeriodShape.describe('The days asked for, Pacific time.'),
    countedBy: z.string().optional().describe('by_page or by_property, as Google counted.'),
    nextOffset: z.number().optional().describe('Give it as offset for the next rows; absent when there are no more.'),
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: ({ site }) => site,
  cost: ({ limit }) => 2 + Math.floor(limit / 25_000),
  examples: [
    { title: 'What people search for', input: { site: 'sc-domain:larkmoor-tea.example', limit: 100 } },
    {
      title: 'Mobile clicks by day on product pages',
      input: {
        site: 'sc-domain:larkmoor-tea.example',
        dimensions: ['date'],
        filters: [
          { dimension: 'page', operator: 'contains', value: '/products/' },
          { dimension: 'device', value: 'mobile' },
        ],
      },
    },
    {
      title: 'Questions, with their pages',
      input: {
        site: 'sc-domain:larkmoor-tea.example',
        dimensions: ['query', 'page'],
        filters: [{ dimension: 'query', operator: 'matches_regex', value: '^(how|what|which|does)\\b' }],
      },
    },
  ],

  async run(input, upstream: SearchConsoleUpstream, { now }) {
    const { site, dimensions, filters, searchType, aggregation, limit, offset } = input;
    const issues = questionFaults(input);
    if (issues.length > 0) throw new PlatformError('invalid_input', 'Search Console would refuse this.', { issues });
    const isHourly = dimensions.includes('hour');
    const period = toPeriod(input, {
      now: now(),
      usualDays: isHourly ? USUAL_HOURLY_DAYS : USUAL_DAYS,
      isHourly,
      isFresh: input.fresh,
    });
    const question = { site, period, dimensions, filters, searchType, aggregation, isFresh: input.fresh };
    const found = await collectRows(upstream, question, { offset, limit });
    const totals = await totalsOf(upstream, question, found.aggregation);
    const isWhole = offset === 0 && !found.hasMore;
    const listed = sumOf(found.rows);
    return {
      rows: found.rows.map(rowMapper(dimensions)),
      totals: toMetrics(totals.sum),
      notListed: isWhole
        ? {
            clicks: Math.max(0, totals.sum.clicks - listed.clicks),
            impressions: Math.max(0, totals.sum.impressions - listed.impressions),
          }
        : undefined,
      period,
      countedBy: found.aggregation,
      nextOffset: found.hasMore ? offset + found.rows.length : undefined,
      notices: noticesOf(
        freshnessNotice(
          { ...totals, firstIncompleteDay: totals.firstIncompleteDay ?? found.firstIncompleteDay },
          period,
        ),
        found.hasMore && `There are more than these ${found.rows.length} rows; go on with nextOffset.`,
      ),
    };
  },
});
