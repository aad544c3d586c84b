import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { dayField } from '../input/dates.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { toRanges } from '../input/ranges.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { quotaNotice, TokensLeft, toTokensLeft } from '../shapes/property-quota.ts';
import { GaReport, toDimensionNames, toRows } from '../shapes/report.ts';
import { reportNotices } from '../shapes/report-notices.ts';

/** What steps of a cohort are called in requests and in the dimension that counts them. */
const STEPS = {
  day: ['DAILY', 'cohortNthDay'],
  week: ['WEEKLY', 'cohortNthWeek'],
  month: ['MONTHLY', 'cohortNthMonth'],
} as const;

const PERIODS_MAX = 60;

/** `ga4_run_cohorts`: how many of those who came first on some days come back. */
export const runCohorts = defineTool({
  name: 'ga4_run_cohorts',
  title: 'Run a retention report',
  description:
    'Follows users whose first visit fell into given days: how many of them were active in each later day, week or month. ' +
    'Gives one row for each group and step with its share of the group.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  input: z.object({
    property: propertyField(),
    groups: z
      .array(z.object({ startDate: dayField('First day.'), endDate: dayField('Last day.') }).strict())
      .min(1)
      .max(12)
      .describe('Days of the first visit, a group each. Weeks begin on Sunday, months on their first day.'),
    step: z.enum(['day', 'week', 'month']).default('week').describe('How to count on.'),
    steps: z.int().min(1).max(PERIODS_MAX).default(5).describe('How far, after the first.'),
  }),
  output: z.object({
    rows: z
      .array(
        z.object({
          group: z.string().describe('As startDate to endDate.'),
          step: z.number().int().describe('0 is the first.'),
          activeUsers: z.number().describe('Who were there in this step.'),
          totalUsers: z.number().describe('Who are in the group.'),
          retention: z.number().describe('The share of them, of 1.'),
        }),
      )
      .describe('By group and step.'),
    tokensLeft: TokensLeft,
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: (input) => reportScope(input),
  examples: [
    { title: 'A week of September', input: { groups: [{ startDate: '2026-09-06', endDate: '2026-09-12' }] } },
    {
      title: 'Two months beside each other',
      input: {
        groups: [
          { startDate: '2026-07-01', endDate: '2026-07-31' },
          { startDate: '2026-08-01', endDate: '2026-08-31' },
        ],
        step: 'month',
        steps: 2,
      },
    },
  ],

  async run({ property, groups, step, steps }, upstream: AnalyticsUpstream, { now }) {
    const [first = { startDate: '', endDate: '' }, ...rest] = groups;
    toRanges({ ...first, compare: rest }, now());
    const [granularity, counter] = STEPS[step];
    const names = groups.map(({ startDate, endDate }) => `${startDate} to ${endDate}`);
    const request = {
      dimensions: [{ name: 'cohort' }, { name: counter }],
      metrics: [{ name: 'cohortActiveUsers' }, { name: 'cohortTotalUsers' }],
      cohortSpec: {
        cohorts: groups.map((dateRange, index) => ({ name: names[index], dimension: 'firstSessionDate', dateRange })),
        cohortsRange: { granularity, startOffset: 0, endOffset: steps },
      },
      limit: '10000',
      returnPropertyQuota: true,
    };
    const report = await upstream.report(upstream.property(property), 'runReport', request, GaReport);
    const at = toDimensionNames(report).indexOf('cohort');
    const rows = toRows(report, report.rows).map(({ dimensions, metrics: [activeUsers = 0, totalUsers = 0] }) => ({
      group: dimensions[at] ?? '',
      step: Number(dimensions[1 - at] ?? 0),
      activeUsers,
      totalUsers,
      retention: totalUsers === 0 ? 0 : activeUsers / totalUsers,
    }));
    return {
      rows: rows.sort((a, b) => names.indexOf(a.group) - names.indexOf(b.group) || a.step - b.step),
      tokensLeft: toTokensLeft(report.propertyQuota),
      notices: noticesOf(...reportNotices(report.metadata), quotaNotice(report.propertyQuota)),
    };
  },
});
