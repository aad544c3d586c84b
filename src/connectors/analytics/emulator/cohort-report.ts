import { dayMs } from '../../../emulation/world/days.ts';
import { firstDayOf } from '../../../emulation/world/traffic.ts';
import { daysOf } from './days.ts';
import { factsOf } from './facts.ts';
import { headersOf } from './headers.ts';
import type { Asked } from './report-checks.ts';
import type { ReportParts } from './report-face.ts';
import { Refusal, type ReportRequest } from './requests.ts';

const COUNTERS: Readonly<Record<string, string>> = {
  DAILY: 'cohortNthDay',
  WEEKLY: 'cohortNthWeek',
  MONTHLY: 'cohortNthMonth',
};

/** Gives for each cohort how many of its users came again, step by step. */
export function cohortReport(
  request: ReportRequest,
  { world, state, nowMs }: ReportParts,
  { dimensions, metrics }: Asked,
) {
  const { cohorts = [], cohortsRange } = request.cohortSpec ?? {};
  const { granularity = '', startOffset = 0, endOffset = 0 } = cohortsRange ?? {};
  const counter = COUNTERS[granularity];
  if (cohorts.length === 0 || counter === undefined)
    throw new Refusal('A cohortSpec requires cohorts and a cohortsRange with a granularity.');
  if (!dimensions.includes('cohort') || !dimensions.includes(counter)) {
    throw new Refusal(`Cohort requests with granularity ${granularity} require the dimensions cohort and ${counter}.`);
  }
  const rows = cohorts.flatMap(({ name = '', dimension, dateRange = {} }, index) => {
    if (dimension !== 'firstSessionDate') throw new Refusal('The cohort dimension must be firstSessionDate.');
    const days = daysOf(dateRange, nowMs);
    const isMember = (userId: string) => {
      const first = firstDayOf(world, userId);
      return first !== undefined && first >= days.first && first <= days.last;
    };
    const active = new Map<number, Set<string>>();
    const members = new Set<string>();
    const until = { first: days.first, last: lastDay(days.last, granularity, endOffset) };
    for (const { session, day } of factsOf(world, until, state.hasData ? nowMs : 0, false)) {
      if (!isMember(session.userId)) continue;
      members.add(session.userId);
      const step = stepOf(
        granularity,
        granularity === 'DAILY' ? (firstDayOf(world, session.userId) ?? day) : days.first,
        day,
      );
      if (!active.has(step)) active.set(step, new Set());
      active.get(step)!.add(session.userId);
    }
    const steps = Array.from({ length: endOffset - startOffset + 1 }, (_, at) => startOffset + at);
    return steps
      .filter((step) => active.has(step))
      .map((step) => ({
        cohort: name || `cohort_${index}`,
        step,
        active: active.get(step)!.size,
        total: members.size,
      }));
  });
  const valueFor = (row: (typeof rows)[number], field: string) =>
    field === 'cohort' ? row.cohort : String(row.step).padStart(4, '0');
  const numberOf = (row: (typeof rows)[number], metric: string) =>
    metric === 'cohortActiveUsers' ? row.active : row.total;
  return {
    kind: 'analyticsData#runReport',
    ...headersOf(dimensions, metrics),
    ...(rows.length > 0 && {
      rows: rows.map((row) => ({
        dimensionValues: dimensions.map((field) => ({ value: valueFor(row, field) })),
        metricValues: metrics.map((metric) => ({ value: String(numberOf(row, metric)) })),
      })),
      rowCount: rows.length,
    }),
    metadata: { currencyCode: world.shop.currency, timeZone: world.shop.timeZone },
  };
}

function lastDay(last: number, granularity: string, steps: number): number {
  return last + steps * (granularity === 'DAILY' ? 1 : granularity === 'WEEKLY' ? 7 : 31) * dayMs;
}

function stepOf(granularity: string, first: number, day: number): number {
  if (granularity === 'DAILY') return (day - first) / dayMs;
  if (granularity === 'WEEKLY') return Math.floor((day - first) / dayMs / 7);
  const months = (at: number) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  return months(day) - months(first);
}
