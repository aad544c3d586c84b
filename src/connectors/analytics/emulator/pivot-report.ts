import type { Days } from './facts.ts';
import { headersOf, rateFor } from './headers.ts';
import type { Asked } from './report-checks.ts';
import { type Pivot, Refusal, type ReportRequest } from './requests.ts';
import { type Row, sortRows, totalOf, writtenRow } from './table.ts';

const CELLS_MAX = 250_000;

/** Gives the cells of a cross table: those whose part of each pivot is among the ones that the pivot shows. */
export function pivotReport(request: ReportRequest, asked: Asked, ranges: readonly Days[], tables: readonly Row[][]) {
  const pivots = request.pivots ?? [];
  check(pivots, asked, ranges);
  const [rows = []] = tables;
  const shown = pivots.map((pivot) => headerOf(pivot, rows, asked));
  const places = pivots.map(({ fieldNames = [] }) => fieldNames.map((name) => asked.dimensions.indexOf(name)));
  const keyOf = (row: Row, place: readonly number[]) => place.map((index) => row.values[index] ?? '').join('\u0001');
  const cells = rows
    .filter((row) => places.every((place, index) => shown[index]!.ranks.has(keyOf(row, place))))
    .map((row) => ({ row, ranks: places.map((place, index) => shown[index]!.ranks.get(keyOf(row, place))!) }))
    .sort((a, b) => {
      const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
      return at < 0 ? 0 : a.ranks[at]! - b.ranks[at]!;
    });
  const rate = rateFor(request.currencyCode);
  return {
    pivotHeaders: shown.map(({ header }) => header),
    ...headersOf(asked.dimensions, asked.metrics),
    ...(cells.length > 0 && {
      rows: cells.map(({ row }) => writtenRow(row.values, row.tally, asked.metrics, asked.read, rate)),
    }),
  };
}

function check(pivots: readonly Pivot[], { dimensions }: Asked, ranges: readonly Days[]): void {
  if (pivots.length === 0) throw new Refusal('Pivot reports require at least one pivot.');
  if (ranges.length > 1 && !pivots.some(({ fieldNames }) => fieldNames?.includes('dateRange'))) {
    throw new Refusal('With multiple dateRanges, dateRange must be in a pivot.');
  }
  const used = pivots.flatMap(({ fieldNames = [] }) => fieldNames);
  const strange = used.find((name) => !dimensions.includes(name));
  if (strange !== undefined) throw new Refusal(`The pivot field ${strange} is not in the request's dimensions.`);
  const unused = dimensions.find((name) => !used.includes(name));
  if (unused !== undefined) throw new Refusal(`The dimension ${unused} is not used in a pivot.`);
  if (pivots.some(({ limit }) => Number(limit ?? 0) <= 0))
    throw new Refusal('Each pivot requires a limit greater than zero.');
  const cells = pivots.reduce((product, { limit }) => product * Number(limit), 1);
  if (cells > CELLS_MAX)
    throw new Refusal(`The product of the pivots' limits is ${cells}; it cannot exceed ${CELLS_MAX}.`);
}

function headerOf({ fieldNames = [], orderBys = [], limit, offset }: Pivot, rows: readonly Row[], asked: Asked) {
  const place = fieldNames.map((name) => asked.dimensions.indexOf(name));
  const valuesOf = (row: Row) => place.map((index) => row.values[index] ?? '');
  const groups = Map.groupBy(rows, (row) => valuesOf(row).join('\u0001'));
  const all = [...groups.values()].map((members) => ({ values: valuesOf(members[0]!), tally: totalOf(members) }));
  const from = Number(offset ?? 0);
  const kept = sortRows(all, orderBys, fieldNames, asked.metrics, asked.read).slice(from, from + Number(limit));
  const header = {
    ...(kept.length > 0 && {
      pivotDimensionHeaders: kept.map(({ values }) => ({ dimensionValues: values.map((value) => ({ value })) })),
    }),
    ...(all.length > 0 && { rowCount: all.length }),
  };
  return { header, ranks: new Map(kept.map(({ values }, rank) => [values.join('\u0001'), rank])) };
}
