import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import type { Question, Row } from '../analysis/collect-rows.ts';
import {
  type Chance,
  ctrGaps,
  type Decline,
  declines,
  quickWins,
  type Rivalry,
  rivalries,
} from '../analysis/opportunities.ts';
import { sumOf } from '../analysis/sum.ts';
import { totalsOf } from '../analysis/totals.ts';
import { wholeOf } from '../analysis/whole.ts';
import { addDays, dayField, daysOf, type Period, toPeriod } from '../input/period.ts';
import { filtersField } from '../input/question.ts';
import { siteField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { READING } from '../scopes.ts';
import { Basis } from '../shapes/basis.ts';
import { freshnessNotice } from '../shapes/freshness.ts';
import { METRICS, round, toMetrics } from '../shapes/metrics.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { PeriodShape } from '../shapes/period.ts';

const KINDS = ['quick_wins', 'ctr_gaps', 'cannibalisation', 'decay'] as const;
const PARTS = 3;
const USUAL_DAYS = { quick_wins: 28, ctr_gaps: 28, cannibalisation: 28, decay: 90 } as const;

const Finding = z.object({
  query: z.string().optional().describe('What was searched for.'),
  page: z.string().optional().describe('The page.'),
  ...METRICS,
  expectedCtr: z.number().optional().describe('quick_wins: at position 3; ctr_gaps: usual at this position.'),
  potentialClicks: z.number().optional().describe('Clicks more in as many days at the expected CTR.'),
  pages: z
    .array(z.object({ page: z.string().describe('The page.'), ...METRICS }))
    .optional()
    .describe('cannibalisation: pages in each other’s way, most clicked first.'),
  trend: z.array(z.number()).optional().describe('decay: clicks in each third of the period.'),
  lostClicks: z.number().optional().describe('decay: first third less last.'),
});

/** `gsc_find_opportunities`: what could earn more from Google Search. */
export const findOpportunities = defineTool({
  name: 'gsc_find_opportunities',
  title: 'Find search opportunities',
  description:
    'Finds what could earn more clicks from Google: quick_wins (positions 5 to 15), ctr_gaps (clicked half as often as ' +
    'usual), cannibalisation (pages competing for a query), decay (clicks falling over thirds of a period). Computed on ' +
    'all rows; basis tells what they cover.',
  effect: 'read',
  permission: 'gsc.performance.read',
  core: true,
  scopes: READING,
  timeoutMs: 55_000,
  input: z.object({
    site: siteField(),
    kind: z.enum(KINDS).describe('What to look for.'),
    from: dayField('First day.'),
    to: dayField('Last day.'),
    filters: filtersField(),
    minImpressions: z.number().int().min(1).max(1_000_000).default(50).describe('Leave out what is shown less.'),
    limit: z.number().int().min(1).max(1_000).default(25).describe('Findings at most.'),
  }),
  output: z.object({
    findings: z.array(Finding).describe('Most worth first.'),
    found: z.number().describe('How many there are in all.'),
    period: PeriodShape.describe('The days asked for, Pacific time.'),
    basis: Basis.describe('What this stands on.'),
    notices: Notices,
  }),
  list: 'findings',
  quotaScope: ({ site }) => site,
  cost: () => 8,
  examples: [
    { title: 'Quick wins', input: { site: 'sc-domain:larkmoor-tea.example', kind: 'quick_wins' } },
    {
      title: 'Product pages that compete',
      input: {
        site: 'sc-domain:larkmoor-tea.example',
        kind: 'cannibalisation',
        from: '2026-09-01',
        to: '2026-10-31',
      },
    },
    { title: 'Fading pages', input: { site: 'sc-domain:larkmoor-tea.example', kind: 'decay', minImpressions: 100 } },
  ],

  async run(input, upstream: SearchConsoleUpstream, { now }) {
    const { site, kind, filters, minImpressions, limit } = input;
    const period = toPeriod(input, { now: now(), usualDays: USUAL_DAYS[kind] });
    const dimensions = kind === 'decay' ? (['page'] as const) : (['query', 'page'] as const);
    const question: Question = { site, period, dimensions, filters, searchType: 'web', isFresh: false };
    const parts = kind === 'decay' ? thirdsOf(period) : [period];
    const asked = await Promise.all(parts.map((part) => wholeOf(upstream, { ...question, period: part })));
    const totals = await totalsOf(upstream, {
      ...question,
      period: { from: parts[0]?.from ?? period.from, to: period.to },
    });
    const rows = asked.map((one) => one.rows);
    const findings = findingsOf(kind, rows, minImpressions);
    const read = sumOf(rows.flat());
    const share = (part: number, whole: number) => (whole === 0 ? 1 : round(Math.min(1, part / whole), 4));
    const isCut = asked.some((one) => one.isCut);
    return {
      findings: findings.slice(0, limit),
      found: findings.length,
      period: { from: parts[0]?.from ?? period.from, to: period.to },
      basis: {
        rows: rows.reduce((sum, { length }) => sum + length, 0),
        clicksShare: share(read.clicks, totals.sum.clicks),
        impressionsShare: share(read.impressions, totals.sum.impressions),
        isCut,
      },
      notices: noticesOf(
        freshnessNotice(totals, period),
        isCut && 'Google holds back some of the rarest rows; what is among those is not seen.',
        findings.length > limit && `${findings.length - limit} more are left out; raise limit to see them.`,
      ),
    };
  },
});

/** Cuts a period into three of equal length; days that are too many fall off at its beginning. */
function thirdsOf(period: Period): Period[] {
  const days = Math.floor(daysOf(period) / PARTS);
  if (days < 1) {
    throw new PlatformError('invalid_input', 'The period is too short.', {
      issues: [{ path: 'from', message: `decay compares thirds; give ${PARTS} days or more.` }],
    });
  }
  return Array.from({ length: PARTS }, (_, index) => {
    const to = addDays(period.to, -days * (PARTS - 1 - index));
    return { from: addDays(to, 1 - days), to };
  });
}

type Findings = z.output<typeof Finding>[];

function findingsOf(
  kind: (typeof KINDS)[number],
  parts: readonly (readonly Row[])[],
  minImpressions: number,
): Findings {
  const [rows = []] = parts;
  switch (kind) {
    case 'quick_wins':
      return quickWins(rows, minImpressions).map(fromChance);
    case 'ctr_gaps':
      return ctrGaps(rows, minImpressions).map(fromChance);
    case 'cannibalisation':
      return rivalries(rows, minImpressions).map(fromRivalry);
    case 'decay':
      return declines(parts, minImpressions).map(fromDecline);
  }
}

function fromChance(chance: Chance): Findings[number] {
  const { query, page, potentialClicks, expectedCtr } = chance;
  return {
    query,
    page,
    ...toMetrics(chance),
    expectedCtr: round(expectedCtr, 4),
    potentialClicks: round(potentialClicks, 1),
  };
}

function fromRivalry(rivalry: Rivalry): Findings[number] {
  const pages = rivalry.pages.map((one) => ({ page: one.page, ...toMetrics(one) }));
  return { query: rivalry.query, ...toMetrics(rivalry), pages };
}

function fromDecline(decline: Decline): Findings[number] {
  const { page, trend, lostClicks } = decline;
  return { page, ...toMetrics(decline), trend: [...trend], lostClicks };
}
