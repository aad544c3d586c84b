import type { World } from '../../../emulation/world/records.ts';
import { dimensionValue, type Setting } from './dimension-values.ts';
import { type Days, factsOf } from './facts.ts';
import { holds } from './filter-eval.ts';
import { metricText, type ReadMetric } from './metric-values.ts';
import type { Expression, OrderBy } from './requests.ts';
import { Tally } from './tally.ts';

/** A row before it is written: texts of its dimensions, and what was counted. */
export interface Row {
  readonly values: readonly string[];
  readonly tally: Tally;
}

/** What a table is made of. */
export interface TableQuery {
  readonly world: World;
  readonly nowMs: number;
  readonly keyEvents: ReadonlySet<string>;
  readonly dimensions: readonly string[];
  readonly read: ReadMetric;
  readonly dimensionFilter: Expression | undefined;
  readonly metricFilter: Expression | undefined;
  /** Names that decide whether items are counted one by one. */
  readonly named: readonly string[];
  /** Only what happened from this instant on; realtime. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

const ITEM = /^item[A-Z]/;

/** Groups what happened on some days by the dimensions, and keeps what the filters let through. */
export function tableOf(query: TableQuery, days: Days): Row[] {
  const { world, nowMs, keyEvents, dimensions } = query;
  const setting: Setting = { world, nowMs, keyEvents, firstDay: days.first };
  const byItem = query.named.some((name) => ITEM.test(name));
  const rows = new Map<string, Row>();
  for (const fact of factsOf(world, days, query.untilMs ?? nowMs, byItem)) {
    if (query.sinceMs !== undefined && fact.event.atMs < query.sinceMs) continue;
    if (!holds(query.dimensionFilter, (field) => dimensionValue(field, fact, setting))) continue;
    const values = dimensions.map((name) => dimensionValue(name, fact, setting));
    const key = values.join('\u0001');
    let row = rows.get(key);
    if (!row) {
      row = { values, tally: new Tally() };
      rows.set(key, row);
    }
    row.tally.add(fact, keyEvents);
  }
  return [...rows.values()].filter(({ tally }) => holds(query.metricFilter, (field) => query.read(field, tally)));
}

/** Adds up rows into one. */
export function totalOf(rows: readonly Row[]): Tally {
  const total = new Tally();
  for (const { tally } of rows) total.merge(tally);
  return total;
}

/** Folds what is beyond the `most` busiest rows into one that is called `(other)`. */
export function foldRare(rows: readonly Row[], most: number): { readonly rows: Row[]; readonly isFolded: boolean } {
  if (rows.length <= most) return { rows: [...rows], isFolded: false };
  const busiest = rows.toSorted((a, b) => b.tally.events - a.tally.events);
  const rare = busiest.slice(most - 1);
  const values = (rare[0]?.values ?? []).map(() => '(other)');
  return { rows: [...busiest.slice(0, most - 1), { values, tally: totalOf(rare) }], isFolded: true };
}

/** Sorts rows as asked; without an order, by the first metric from the top, then by name. */
export function sortRows(
  rows: readonly Row[],
  orderBys: readonly OrderBy[],
  dimensions: readonly string[],
  metrics: readonly string[],
  read: ReadMetric,
): Row[] {
  const [first] = metrics;
  const orders =
    orderBys.length > 0 ? orderBys : first === undefined ? [] : [{ desc: true, metric: { metricName: first } }];
  const byName = (a: Row, b: Row) => compareTexts(a.values.join('\u0001'), b.values.join('\u0001'));
  return rows.toSorted((a, b) => {
    for (const order of orders) {
      const way = compareBy(order, a, b, dimensions, read);
      if (way !== 0) return order.desc ? -way : way;
    }
    return byName(a, b);
  });
}

function compareBy(
  { metric, dimension }: OrderBy,
  a: Row,
  b: Row,
  dimensions: readonly string[],
  read: ReadMetric,
): number {
  if (metric) return read(metric.metricName ?? '', a.tally) - read(metric.metricName ?? '', b.tally);
  const index = dimensions.indexOf(dimension?.dimensionName ?? '');
  const [left, right] = [a.values[index] ?? '', b.values[index] ?? ''];
  if (dimension?.orderType === 'NUMERIC') return Number(left) - Number(right);
  const fold = dimension?.orderType === 'CASE_INSENSITIVE_ALPHANUMERIC';
  return fold ? compareTexts(left.toLowerCase(), right.toLowerCase()) : compareTexts(left, right);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Writes values as the API does. */
export function writtenRow(
  values: readonly string[],
  tally: Tally,
  metrics: readonly string[],
  read: ReadMetric,
  rate: (metric: string) => number,
) {
  return {
    ...(values.length > 0 && { dimensionValues: values.map((value) => ({ value })) }),
    ...(metrics.length > 0 && {
      metricValues: metrics.map((name) => ({ value: metricText(read(name, tally, rate)) })),
    }),
  };
}
