import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { propertyField, reportScope } from '../input/property.ts';
import { rangesField, toDayRanges } from '../input/ranges.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { Basis, toBasis } from '../shapes/basis.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { quotaNotice } from '../shapes/property-quota.ts';
import { GaReport, toDimensionNames, toRows } from '../shapes/report.ts';
import { reportNotices } from '../shapes/report-notices.ts';

/** What steps of a cohort are called in requests, and in the dimension that counts them. */
const STEPS = {
  day: ['DAILY', 'cohortNthDay'],
  week: ['WEEKLY', 'cohortNthWeek'],
  month: ['MONTHLY', 'cohortNthMonth'],
} as const;

const GROUPS_MAX = 12;
const STEPS_MAX = 60;

/** `ga4_run_cohorts`: how many of those who came first on some days come back. */
export const runCohorts = defineTool({
  name: 'ga4_run_cohorts',
  title: 'Run a retention report',
  description: 'Says how many users of given first days, and which share, came again in each later day, week or month.',
  effect: 'read',
  permission: 'ga4.reports.read',
  scopes: ['analytics.readonly'],
  input: z.object({
    property: propertyField(),
    groups: rangesField(GROUPS_MAX, 'Such as 2026-09-06..2026-09-12: weeks from Sunday, or months.'),
    step: z.enum(['day', 'week', 'month']).default('week').describe('Period.'),
    steps: z.int().min(1).max(STEPS_MAX).default(5).describe('Periods.'),
  }),
  output: z.object({
    rows: z
      .array(
        z.object({
          group: z.string().describe('As in groups.'),
          step: z.number().int().describe('0 is the first.'),
          activeUsers: z.number().describe('Who were there in this step.'),
          totalUsers: z.number().describe('Who are in the group.'),
          retention: z.number().describe('The share of them, of 1.'),
        }),
      )
      .describe('By group and step.'),
    basis: Basis,
    notices: Notices,
  }),
  list: 'rows',
  quotaScope: (input) => reportScope(input),
  examples: [
    { title: 'A week of September', input: { groups: ['2026-09-06..2026-09-12'] } },
    {
      title: 'Two months beside each other',
      input: { groups: ['2026-07-01..2026-07-31', '2026-08-01..2026-08-31'], step: 'month', steps: 2 },
    },
  ],

  async run({ property, groups, step, steps }, upstream: AnalyticsUpstream, { now }) {
    const ranges = toDayRanges(groups, 'groups', now());
    const [granularity, counter] = STEPS[step];
    const request = {
      dimensions: [{ name: 'cohort' }, { name: counter }],
      metrics: [{ name: 'cohortActiveUsers' }, { name: 'cohortTotalUsers' }],
      cohortSpec: {
        cohorts: ranges.map((dateRange, index) => ({ name: groups[index], dimension: 'firstSessionDate', dateRange })),
        cohortsRange: { granularity, startOffset: 0, endOffset: steps },
      },
      limit: String(GROUPS_MAX * (STEPS_MAX + 1)),
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
      rows: rows.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.step - b.step),
      basis: toBasis(report.metadata, report.propertyQuota),
      notices: noticesOf(...reportNotices(report.metadata), quotaNotice(report.propertyQuota)),
    };
  },
});
