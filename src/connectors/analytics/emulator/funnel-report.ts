import type { TrackedEvent } from '../../../emulation/world/traffic-records.ts';
import { daysOf } from './days.ts';
import { dimensionValue } from './dimension-values.ts';
import { factsOf } from './facts.ts';
import { holds } from './filter-eval.ts';
import type { ReportParts } from './report-face.ts';
import { type DateRange, type Expression, type FieldFilter, Refusal } from './requests.ts';

interface FunnelFilter {
  readonly andGroup?: { readonly expressions?: readonly FunnelFilter[] };
  readonly orGroup?: { readonly expressions?: readonly FunnelFilter[] };
  readonly notExpression?: FunnelFilter;
  readonly funnelFieldFilter?: FieldFilter;
  readonly funnelEventFilter?: { readonly eventName?: string };
}

interface Step {
  readonly name?: string;
  readonly isDirectlyFollowedBy?: boolean;
  readonly filterExpression?: FunnelFilter;
}

/** `RunFunnelReportRequest` of the alpha. */
export interface FunnelRequest {
  readonly dateRanges?: readonly DateRange[];
  readonly funnel?: { readonly isOpenFunnel?: boolean; readonly steps?: readonly Step[] };
  readonly funnelBreakdown?: { readonly breakdownDimension?: { readonly name?: string } };
  readonly dimensionFilter?: Expression;
  readonly returnPropertyQuota?: boolean;
}

const STEPS_MAX = 10;
const TOTAL = 'RESERVED_TOTAL';

interface Walk {
  readonly part: string;
  reached: number;
}

/** Answers `runFunnelReport`: users by the step that they reached, in order of their events. */
export function answerFunnel(request: FunnelRequest, parts: ReportParts) {
  const { world, state, vocabulary, quota, nowMs } = parts;
  const steps = request.funnel?.steps ?? [];
  if (steps.length === 0 || steps.length > STEPS_MAX)
    throw new Refusal(`A funnel requires from 1 to ${STEPS_MAX} steps.`);
  const breakdown = request.funnelBreakdown?.breakdownDimension?.name;
  if (breakdown !== undefined) vocabulary.demand(breakdown, 'dimension', 'core');
  quota.demand(false);
  const [range] = request.dateRanges ?? [];
  if (range === undefined) throw new Refusal('A dateRange is required.');
  const days = daysOf(range, nowMs);
  const setting = { world, nowMs, keyEvents: new Set<string>(), firstDay: days.first };
  const walks = new Map<string, Walk>();
  for (const fact of factsOf(world, days, state.hasData ? nowMs : 0, false)) {
    const { userId } = fact.session;
    let walk = walks.get(userId);
    if (!walk) {
      walk = { part: breakdown === undefined ? '' : dimensionValue(breakdown, fact, setting), reached: 0 };
      walks.set(userId, walk);
    }
    const read = (field: string) => dimensionValue(field, fact, setting);
    const next = steps[walk.reached];
    if (next && matches(next.filterExpression, fact.event, read)) walk.reached += 1;
    else if (next?.isDirectlyFollowedBy && walk.reached > 0 && fact.event.name === 'page_view') walk.reached -= 1;
  }
  const all = [...walks.values()];
  const groups =
    breakdown === undefined ? [] : [...Map.groupBy(all, ({ part }) => part)].sort((a, b) => b[1].length - a[1].length);
  const counted = (members: readonly Walk[], at: number) => members.filter(({ reached }) => reached > at).length;
  const rows = steps.flatMap(({ name = '' }, at) => {
    const label = `${at + 1}. ${name || `Step ${at + 1}`}`;
    const row = (part: string | undefined, members: readonly Walk[]) => {
      const users = counted(members, at);
      const further = at + 1 < steps.length ? counted(members, at + 1) : users;
      const metrics = [
        users,
        users === 0 ? 0 : further / users,
        users - further,
        users === 0 ? 0 : (users - further) / users,
      ];
      return {
        dimensionValues: [{ value: label }, ...(part === undefined ? [] : [{ value: part }])],
        metricValues: metrics.map((value) => ({ value: String(value) })),
      };
    };
    return [
      row(breakdown === undefined ? undefined : TOTAL, all),
      ...groups.map(([part, members]) => row(part, members)),
    ];
  });
  const table = {
    dimensionHeaders: [{ name: 'funnelStepName' }, ...(breakdown === undefined ? [] : [{ name: breakdown }])],
    metricHeaders: [
      { name: 'activeUsers', type: 'TYPE_INTEGER' },
      { name: 'funnelStepCompletionRate', type: 'TYPE_FLOAT' },
      { name: 'funnelStepAbandonments', type: 'TYPE_INTEGER' },
      { name: 'funnelStepAbandonmentRate', type: 'TYPE_FLOAT' },
    ],
    rows,
    metadata: {},
  };
  const propertyQuota = quota.charge(2, false);
  return {
    funnelTable: table,
    kind: 'analyticsData#runFunnelReport',
    ...(request.returnPropertyQuota && { propertyQuota }),
  };
}

function matches(filter: FunnelFilter | undefined, event: TrackedEvent, read: (field: string) => string): boolean {
  if (filter === undefined) return true;
  const { andGroup, orGroup, notExpression, funnelFieldFilter, funnelEventFilter } = filter;
  if (andGroup) return (andGroup.expressions ?? []).every((part) => matches(part, event, read));
  if (orGroup) return (orGroup.expressions ?? []).some((part) => matches(part, event, read));
  if (notExpression) return !matches(notExpression, event, read);
  if (funnelEventFilter) return event.name === funnelEventFilter.eventName;
  return funnelFieldFilter === undefined || holds({ filter: funnelFieldFilter }, read);
}
