import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import type { Question } from '../analysis/collect-rows.ts';
import { type Compared, compareRows } from '../analysis/compared.ts';
import { positionOf } from '../analysis/sum.ts';
import { totalsOf } from '../analysis/totals.ts';
import { wholeOf } from '../analysis/whole.ts';
import { addDays, dayField, daysOf, type Period, periodBefore, toPeriod, yearBefore } from '../input/period.ts';
import { filtersField, questionFaults, searchTypeField } from '../input/question.ts';
import { siteField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { READING } from '../scopes.ts';
import { freshnessNotice } from '../shapes/freshness.ts';
import { Metrics, round, toMetrics } from '../shapes/metrics.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { PeriodShape } from '../shapes/period.ts';

const Side = z.object({ ...PeriodShape.shape, totals: Metrics.describe('All of it, rare queries included.') });

const Change = z.object({
  key: z.string().describe('Query, page, country or device.'),
  status: z.enum(['new', 'lost', 'both']).describe('In which period it was shown.'),
  clicks: z.number().describe('Now.'),
  clicksBefore: z.number().describe('Before.'),
  clicksChange: z.number().describe('Now less before.'),
  impressions: z.number().describe('Now.'),
  impressionsBefore: z.number().describe('Before.'),
  position: z.number().optional().describe('Now.'),
  positionBefore: z.number().optional().describe('Before.'),
});

/** `gsc_compare_periods`: what changed from one period to another. */
export const comparePeriods = defineTool({
  name: 'gsc_compare_periods',
  title: 'Compare search performance',
  description:
    'Shows what gained and lost clicks in Google Search between two periods of equal length, on all rows, with totals. ' +
    'Use it for "why did traffic change". Default: the last 28 final days against those before.',
  effect: 'read',
  permission: 'gsc.performance.read',
  scopes: READING,
  timeoutMs: 55_000,
  input: z.object({
    site: siteField(),
    from: dayField('First day.'),
    to: dayField('Last day.'),
    against: z.enum(['previous_period', 'previous_year']).default('previous_period').describe('What to compare with.'),
    againstFrom: dayField('First day of another period.'),
    dimension: z.enum(['query', 'page', 'country', 'device']).default('query').describe('Compare by.'),
    filters: filtersField(),
    searchType: searchTypeField(),
    order: z.enum(['biggest', 'losses', 'gains']).default('biggest').describe('What comes first.'),
    limit: z.number().int().min(1).max(5_000).default(50).describe('Rows at most.'),
  }),
  output: z.object({
    now: Side.describe('The later period.'),
    before: Side.describe('The earlier period.'),
    changes: z.array(Change).describe('In the order asked for.'),
    found: z.number().describe('How many there are in all.'),
    notices: Notices,
  }),
  list: 'changes',
  quotaScope: ({ site }) => site,
  cost: () => 8,
  examples: [
    {
      title: 'What lost clicks',
      input: { site: 'sc-domain:larkmoor-tea.example', dimension: 'page', order: 'losses' },
    },
    {
      title: 'October against the year before',
      input: {
        site: 'sc-domain:larkmoor-tea.example',
        from: '2026-10-01',
        to: '2026-10-31',
        against: 'previous_year',
        filters: [{ dimension: 'query', operator: 'not_contains', value: 'larkmoor' }],
      },
    },
  ],

  async run(input, upstream: SearchConsoleUpstream, { now }) {
    const { site, dimension, filters, searchType, order, limit } = input;
    const dimensions = [dimension];
    const issues = questionFaults({ dimensions, filters, searchType });
    if (issues.length > 0) throw new PlatformError('invalid_input', 'Search Console would refuse this.', { issues });
    const period = toPeriod(input, { now: now(), usualDays: 28 });
    const earlier = earlierPeriod(input, period, now());
    const question: Question = { site, period, dimensions, filters, searchType, isFresh: false };
    const older: Question = { ...question, period: earlier };
    const [rows, olderRows, totals, olderTotals] = [
      await wholeOf(upstream, question),
      await wholeOf(upstream, older),
      await totalsOf(upstream, question),
      await totalsOf(upstream, older),
    ];
    const compared = compareRows(rows.rows, olderRows.rows, order);
    return {
      now: { ...period, totals: toMetrics(totals.sum) },
      before: { ...earlier, totals: toMetrics(olderTotals.sum) },
      changes: compared.slice(0, limit).map(toChange),
      found: compared.length,
      notices: noticesOf(
        freshnessNotice(totals, period),
        olderTotals.lastDay === undefined && `There are no data from ${earlier.from} to ${earlier.to}.`,
        (rows.isCut || olderRows.isCut) &&
          'Google holds back some of the rarest rows; changes among those are not seen.',
        compared.length > limit && `${compared.length - limit} smaller changes are left out; raise limit to see them.`,
      ),
    };
  },
});

type Input = z.output<typeof comparePeriods.input>;

function earlierPeriod(input: Input, period: Period, now: number): Period {
  const { against, againstFrom } = input;
  const earlier =
    againstFrom !== undefined
      ? { from: againstFrom, to: addDays(againstFrom, daysOf(period) - 1) }
      : against === 'previous_year'
        ? yearBefore(period)
        : periodBefore(period);
  try {
    return toPeriod(earlier, { now, usualDays: 28 });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const path = againstFrom === undefined ? 'against' : 'againstFrom';
    const said = (error.details.issues ?? []).map(({ message }) => ({ path, message }));
    throw new PlatformError('invalid_input', 'The earlier period cannot be asked for.', { issues: said });
  }
}

function toChange({ key, now, before, status }: Compared): z.output<typeof Change> {
  const [position, positionBefore] = [positionOf(now), positionOf(before)];
  return {
    key: key.toLowerCase() === key || !/^[A-Z]+$/.test(key) ? key : key.toLowerCase(),
    status,
    clicks: now.clicks,
    clicksBefore: before.clicks,
    clicksChange: now.clicks - before.clicks,
    impressions: now.impressions,
    impressionsBefore: before.impressions,
    ...(position !== undefined && { position: round(position, 2) }),
    ...(positionBefore !== undefined && { positionBefore: round(positionBefore, 2) }),
  };
}
