import { dayMs } from '../../../emulation/world/days.ts';
import type { Session } from '../../../emulation/world/traffic-records.ts';
import { daysOf } from './days.ts';
import { dimensionValue } from './dimension-values.ts';
import { type Days, type Fact, factsOf } from './facts.ts';
import { holds } from './filter-eval.ts';
import { headersOf, rateFor } from './headers.ts';
import { metricText } from './metric-values.ts';
import { type Asked, checkReport, computedOf } from './report-checks.ts';
import type { ReportParts } from './report-face.ts';
import { type ConversionsRequest, type OrderBy, Refusal } from './requests.ts';

/** A visit is credited for conversions up to so long after it. */
const LOOK_BACK_DAYS = 30;
const LIMIT_USUAL = 10_000;

interface Credit {
  /** The visit that gets it. */
  readonly touch: Fact;
  readonly conversionDay: number;
  readonly share: number;
  readonly valueCents: number;
}

interface Row {
  readonly values: readonly string[];
  readonly sums: Map<string, number>;
}

/** Answers `runReport` of the alpha where conversions are asked for: each is credited to the visits that led to it. */
export function answerConversions(request: ConversionsRequest, parts: ReportParts) {
  const asked = checkReport(request, parts.vocabulary, 'conversions');
  parts.quota.demand(false);
  const read = readerOf(request);
  const tables = (request.dateRanges ?? []).map((range) => rowsOf(request, parts, asked, daysOf(range, parts.nowMs)));
  const isMarked = tables.length > 1;
  const nameOf = (index: number) => request.dateRanges?.[index]?.name || `date_range_${index}`;
  const rows = tables.flatMap((table, index) =>
    table
      .filter((row) => holds(request.metricFilter, (field) => read(row, field)))
      .map((row) => (isMarked ? { ...row, values: [...row.values, nameOf(index)] } : row)),
  );
  const names = isMarked ? [...asked.dimensions, 'dateRange'] : asked.dimensions;
  const sorted = sort(rows, request.orderBys ?? [], names, read);
  const offset = Number(request.offset ?? 0);
  const limit = Number(request.limit ?? LIMIT_USUAL) || LIMIT_USUAL;
  const rate = rateFor(request.currencyCode);
  const written = ({ values, sums }: Row) => ({
    ...(values.length > 0 && { dimensionValues: values.map((value) => ({ value })) }),
    metricValues: asked.metrics.map((name) => ({ value: metricText(read({ values, sums }, name) * rate(name)) })),
  });
  const shown = sorted.slice(offset, offset + limit).map(written);
  const totals = tables.map((table, index) =>
    written({
      values: [...asked.dimensions.map(() => 'RESERVED_TOTAL'), ...(isMarked ? [nameOf(index)] : [])],
      sums: sumOf(table),
    }),
  );
  return {
    kind: 'analyticsData#runReport',
    ...headersOf(names, asked.metrics),
    ...(shown.length > 0 && { rows: shown, rowCount: sorted.length }),
    ...(request.metricAggregations?.includes('TOTAL') && sorted.length > 0 && { totals }),
    metadata: {
      currencyCode: request.currencyCode || parts.world.shop.currency,
      timeZone: parts.world.shop.timeZone,
      section: 'SECTION_ADVERTISING',
    },
    ...(request.returnPropertyQuota && { propertyQuota: parts.quota.charge(2, false) }),
  };
}

/** Gives the conversions of a property as its metadata lists them: its key events. */
export function conversionsOf({ state }: Pick<ReportParts, 'state'>) {
  return state.keyEvents.map(({ id, eventName }) => ({
    conversionAction: `conversionActions/${id}`,
    displayName: eventName,
  }));
}

type Read = (row: Row, metric: string) => number;

function readerOf(request: ConversionsRequest): Read {
  const computed = computedOf(request.metrics);
  return ({ sums }, name) => {
    const plain = (metric: string) => sums.get(metric) ?? 0;
    return computed.get(name)?.evaluate(plain) ?? plain(name);
  };
}

function rowsOf(request: ConversionsRequest, parts: ReportParts, asked: Asked, days: Days): Row[] {
  const { world, nowMs } = parts;
  const setting = { world, nowMs, keyEvents: new Set<string>(), firstDay: days.first };
  const isWithin = (day: number) => day >= days.first && day <= days.last;
  const rows = new Map<string, Row>();
  for (const { touch, conversionDay, share, valueCents } of creditsOf(request, parts, days)) {
    if (!holds(request.dimensionFilter, (field) => dimensionValue(field, touch, setting))) continue;
    const values = asked.dimensions.map((name) => dimensionValue(name, touch, setting));
    const key = values.join('\u0001');
    const row = rows.get(key) ?? { values, sums: new Map<string, number>() };
    const add = (name: string, by: number) => row.sums.set(name, (row.sums.get(name) ?? 0) + by);
    for (const [ending, day] of [
      ['ConversionDate', conversionDay],
      ['InteractionDate', touch.day],
    ] as const) {
      if (!isWithin(day)) continue;
      rows.set(key, row);
      add(`allConversionsBy${ending}`, share);
      add(`totalRevenueBy${ending}`, (share * valueCents) / 100);
    }
  }
  return [...rows.values()];
}

/** The last visit that was not direct gets all of a conversion, or every one of them a like part. */
function* creditsOf(request: ConversionsRequest, { world, state, nowMs }: ReportParts, days: Days): Generator<Credit> {
  const { conversionActions = [], attributionModel } = request.conversionSpec ?? {};
  const known = conversionsOf({ state });
  const strange = conversionActions.find(
    (action) => !known.some(({ conversionAction }) => conversionAction === action),
  );
  if (strange !== undefined) throw new Refusal(`Conversion action ${strange} does not exist in this property.`);
  const wanted = known
    .filter(({ conversionAction }) => conversionActions.length === 0 || conversionActions.includes(conversionAction))
    .map(({ displayName }) => displayName);
  const touches = new Map<string, Fact[]>();
  const span = { first: days.first - LOOK_BACK_DAYS * dayMs, last: days.last + LOOK_BACK_DAYS * dayMs };
  for (const fact of factsOf(world, span, state.hasData ? nowMs : 0, false)) {
    const visits = touches.get(fact.session.userId) ?? [];
    touches.set(fact.session.userId, visits);
    if (visits.at(-1)?.session.id !== fact.session.id) visits.push(fact);
    if (!wanted.includes(fact.event.name)) continue;
    const recent = visits.filter(({ day }) => fact.day - day <= LOOK_BACK_DAYS * dayMs);
    const led = recent.some(isLed) ? recent.filter(isLed) : recent;
    const credited = attributionModel === 'LAST_CLICK' ? led.slice(-1) : led;
    for (const touch of credited) {
      yield { touch, conversionDay: fact.day, share: 1 / credited.length, valueCents: fact.event.valueCents ?? 0 };
    }
  }
}

function isLed({ session }: { readonly session: Session }): boolean {
  return session.medium !== 'none';
}

function sumOf(rows: readonly Row[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) for (const [name, value] of row.sums) sums.set(name, (sums.get(name) ?? 0) + value);
  return sums;
}

function sort(rows: readonly Row[], orderBys: readonly OrderBy[], dimensions: readonly string[], read: Read): Row[] {
  return rows.toSorted((a, b) => {
    for (const { metric, dimension, desc } of orderBys) {
      const at = dimensions.indexOf(dimension?.dimensionName ?? '');
      const way = metric
        ? read(a, metric.metricName ?? '') - read(b, metric.metricName ?? '')
        : (a.values[at] ?? '').localeCompare(b.values[at] ?? '');
      if (way !== 0) return desc ? -way : way;
    }
    return a.values.join().localeCompare(b.values.join());
  });
}
