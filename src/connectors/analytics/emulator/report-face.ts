import type { World } from '../../../emulation/world/records.ts';
import { cohortReport } from './cohort-report.ts';
import { daysOf } from './days.ts';
import type { Days } from './facts.ts';
import type { Habits } from './habits.ts';
import { headersOf, rateFor } from './headers.ts';
import { pivotReport } from './pivot-report.ts';
import type { PropertyQuota } from './property-quota.ts';
import type { PropertyState } from './property-state.ts';
import { type Asked, checkReport } from './report-checks.ts';
import { type BatchRequest, Refusal, type ReportRequest } from './requests.ts';
import { foldRare, type Row, sortRows, type TableQuery, tableOf, totalOf, writtenRow } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What answering for one property takes. */
export interface ReportParts {
  readonly world: World;
  readonly state: PropertyState;
  readonly vocabulary: Vocabulary;
  readonly quota: PropertyQuota;
  readonly habits: Habits;
  readonly nowMs: number;
}

const LIMIT_USUAL = 10_000;
const LIMIT_MAX = 250_000;
const DAYS_PER_TOKEN = 45;
const ROWS_PER_TOKEN = 2_000;

/** Answers `runReport` and `runPivotReport`. */
export function answerReport(request: ReportRequest, parts: ReportParts, kind: 'runReport' | 'runPivotReport') {
  const asked = checkReport(request, parts.vocabulary, 'core');
  if (asked.dimensions.some((name) => name.startsWith('cohort')) && !request.cohortSpec) {
    throw new Refusal('Dimensions and metrics of cohorts require a cohortSpec.');
  }
  parts.quota.demand(asked.isPotentiallyThresholded);
  if (request.cohortSpec) return withQuota(cohortReport(request, parts, asked), request, parts, asked, 0, 0);
  const ranges = (request.dateRanges ?? []).map((range) => daysOf(range, parts.nowMs));
  const query = queryOf(request, parts, asked);
  const tables = ranges.map((days) => shownRows(tableOf(query, days), asked, parts));
  const span = ranges.reduce((sum, { first, last }) => sum + (last - first) / 86_400_000 + 1, 0);
  const counted = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const metadata = metadataOf(request, parts, tables, asked);
  const report =
    kind === 'runPivotReport'
      ? {
          kind: 'analyticsData#runPivotReport',
          ...pivotReport(
            request,
            asked,
            ranges,
            tables.map(({ rows }) => rows),
          ),
        }
      : {
          kind: 'analyticsData#runReport',
          ...plainReport(
            request,
            asked,
            tables.map(({ rows }) => rows),
          ),
        };
  return withQuota({ ...report, metadata }, request, parts, asked, span, counted);
}

const BATCH_MAX = 5;

/** Answers `batchRunReports`: every request alone, or none where one is refused. */
export function answerBatch({ requests = [] }: BatchRequest, property: string, parts: ReportParts) {
  if (requests.length > BATCH_MAX)
    throw new Refusal(
      `Batch requests are limited to ${BATCH_MAX} requests. This batch has ${requests.length} requests.`,
    );
  const strange = requests.some((request) => request.property && request.property !== `properties/${property}`);
  if (strange) throw new Refusal('All requests of a batch must be for the same property.');
  for (const request of requests) checkReport(request, parts.vocabulary, 'core');
  return {
    kind: 'analyticsData#batchRunReports',
    ...(requests.length > 0 && { reports: requests.map((request) => answerReport(request, parts, 'runReport')) }),
  };
}

/** What a table is computed from. */
function queryOf(request: ReportRequest, { world, state, nowMs }: ReportParts, asked: Asked): TableQuery {
  return {
    world,
    nowMs: state.hasData ? nowMs : 0,
    keyEvents: new Set(state.keyEvents.map(({ eventName }) => eventName)),
    dimensions: asked.dimensions,
    read: asked.read,
    dimensionFilter: request.dimensionFilter,
    metricFilter: request.metricFilter,
    named: [...asked.dimensions, ...asked.filtered],
  };
}

interface Shown {
  readonly rows: Row[];
  readonly isFolded: boolean;
  readonly isThresholded: boolean;
  readonly events: number;
}

function shownRows(all: Row[], asked: Asked, { habits }: ReportParts): Shown {
  const events = all.reduce((sum, { tally }) => sum + tally.events, 0);
  const kept = asked.isPotentiallyThresholded
    ? all.filter(({ tally }) => tally.users.size >= habits.thresholdUsers)
    : all;
  return { ...foldRare(kept, habits.rowsBeforeOther), isThresholded: kept.length < all.length, events };
}

function metadataOf(request: ReportRequest, { world, habits }: ReportParts, tables: readonly Shown[], asked: Asked) {
  const sampled = tables.filter(({ events }) => events > habits.eventsBeforeSampling);
  const restricted = asked.metrics.filter((name) => habits.restrictedMetrics.includes(name));
  return {
    currencyCode: request.currencyCode || world.shop.currency,
    timeZone: world.shop.timeZone,
    ...(tables.some(({ isFolded }) => isFolded) && { dataLossFromOtherRow: true }),
    ...(tables.some(({ isThresholded }) => isThresholded) && { subjectToThresholding: true }),
    ...(sampled.length > 0 && {
      samplingMetadatas: sampled.map(({ events }) => ({
        samplesReadCount: String(habits.eventsBeforeSampling),
        samplingSpaceSize: String(events),
      })),
    }),
    ...(restricted.length > 0 && {
      schemaRestrictionResponse: {
        activeMetricRestrictions: restricted.map((metricName) => ({
          metricName,
          restrictedMetricTypes: ['REVENUE_DATA'],
        })),
      },
    }),
  };
}

/** A list of rows; with several ranges each is marked with its own. */
function plainReport(request: ReportRequest, asked: Asked, tables: readonly Row[][]) {
  const { dimensions, metrics, read } = asked;
  const ranges = request.dateRanges ?? [];
  const hasRanges = ranges.length > 1;
  const nameOf = (index: number) => ranges[index]?.name || `date_range_${index}`;
  const marked = tables.flatMap((rows, index) =>
    rows.map(({ values, tally }) => ({ values: hasRanges ? [...values, nameOf(index)] : values, tally })),
  );
  const names = hasRanges ? [...dimensions, 'dateRange'] : dimensions;
  const sorted = sortRows(marked, request.orderBys ?? [], names, metrics, read);
  const offset = Number(request.offset ?? 0);
  const limit = Math.min(Number(request.limit ?? LIMIT_USUAL) || LIMIT_USUAL, LIMIT_MAX);
  const rate = rateFor(request.currencyCode);
  const rows = sorted
    .slice(offset, offset + limit)
    .map(({ values, tally }) => writtenRow(values, tally, metrics, read, rate));
  const wantsTotal = request.metricAggregations?.includes('TOTAL') ?? false;
  const totals = tables.map((table, index) => {
    const texts = dimensions.map(() => 'RESERVED_TOTAL');
    return writtenRow(hasRanges ? [...texts, nameOf(index)] : texts, totalOf(table), metrics, read, rate);
  });
  return {
    ...headersOf(names, metrics),
    ...(rows.length > 0 && { rows }),
    ...(wantsTotal && sorted.length > 0 && { totals }),
    ...(sorted.length > 0 && { rowCount: sorted.length }),
  };
}

/** Answers `runRealtimeReport`. */
export function answerRealtime(request: ReportRequest, parts: ReportParts, reachMinutes: number) {
  const asked = checkReport(request, parts.vocabulary, 'realtime');
  const minutes = request.minuteRanges ?? [{}];
  if (minutes.length > 2) throw new Refusal('Requests are limited to 2 minuteRanges.');
  for (const { startMinutesAgo = 29, endMinutesAgo = 0 } of minutes) {
    if (startMinutesAgo >= reachMinutes) {
      throw new Refusal(
        `The startMinutesAgo ${startMinutesAgo} is too large. This property supports up to ${reachMinutes - 1} minutes ago.`,
      );
    }
    if (startMinutesAgo < endMinutesAgo)
      throw new Refusal('The startMinutesAgo must not be smaller than endMinutesAgo.');
  }
  parts.quota.demand(asked.isPotentiallyThresholded);
  const { nowMs } = parts;
  const days: Days = daysOf({ startDate: 'yesterday', endDate: 'today' }, nowMs);
  const tables = minutes.map(({ startMinutesAgo = 29, endMinutesAgo = 0 }) =>
    tableOf(
      {
        ...queryOf(request, parts, asked),
        sinceMs: nowMs - (startMinutesAgo + 1) * 60_000 + 1,
        untilMs: parts.state.hasData ? nowMs - endMinutesAgo * 60_000 : 0,
      },
      days,
    ),
  );
  const named = { ...request, dateRanges: minutes.map(({ name }, index) => ({ name: name || `date_range_${index}` })) };
  const report = { kind: 'analyticsData#runRealtimeReport', ...plainReport(named, asked, tables) };
  return withQuota(
    report,
    request,
    parts,
    asked,
    1,
    tables.reduce((sum, rows) => sum + rows.length, 0),
  );
}

function withQuota<Report extends object>(
  report: Report,
  request: ReportRequest,
  { quota }: ReportParts,
  { dimensions, metrics, isPotentiallyThresholded }: Asked,
  days: number,
  rows: number,
) {
  const columns = dimensions.length + metrics.length;
  const tokens = 1 + Math.floor(days / DAYS_PER_TOKEN) + Math.floor(columns / 6) + Math.floor(rows / ROWS_PER_TOKEN);
  const propertyQuota = quota.charge(tokens, isPotentiallyThresholded);
  return request.returnPropertyQuota ? { ...report, propertyQuota } : report;
}
