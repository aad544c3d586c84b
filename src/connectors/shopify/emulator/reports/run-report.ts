import { dayMs } from '../../../../emulation/world/days.ts';
import type { ShopState } from '../shop-state.ts';
import { type Fact, type FactTable, tables } from './facts.ts';
import { type Condition, parseReport, type ReportQuery } from './parse-report.ts';

interface Column {
  readonly name: string;
  readonly dataType: string;
  readonly displayName: string;
}

/** What `shopifyqlQuery` answers. */
export interface ReportAnswer {
  readonly tableData: { readonly columns: readonly Column[]; readonly rows: readonly Record<string, unknown>[] } | null;
  readonly parseErrors: readonly string[];
}

type Row = Record<string, string | number | null>;

const periods = ['hour', 'day', 'week', 'month', 'quarter', 'year'];

/** Answers a ShopifyQL query; days are days of UTC here. */
export function runReport(state: ShopState, text: string, nowMs: number): ReportAnswer {
  const query = parseReport(text);
  if (typeof query === 'string') return refused(query);
  const table = tables[query.table];
  if (!table) return refused(`Line 1 Column 6: Unknown table '${query.table}'`);
  const unknown = unknownColumn(query, table);
  if (unknown !== undefined) return refused(`Line 1: Unknown column '${unknown}'`);
  const from = momentOf(query.since, nowMs);
  const to = momentOf(query.until, nowMs);
  if (from === undefined || to === undefined) return refused(`Line 1: invalid date in SINCE or UNTIL`);

  const facts = table.rows(state).filter((fact) => query.where.every((condition) => keeps(fact, condition)));
  const until = to + dayMs;
  const now = group(
    facts.filter(({ atMs }) => atMs >= from && atMs < until),
    query,
  );
  if (query.compareTo !== undefined) {
    const back = query.compareTo === 'previous_year' ? 365 * dayMs : until - from;
    const shifted = facts.map((fact) => ({ ...fact, atMs: fact.atMs + back }));
    const before = group(
      shifted.filter(({ atMs }) => atMs >= from && atMs < until),
      query,
    );
    for (const [key, row] of now) {
      for (const name of query.show) row[comparison(name, query)] = before.get(key)?.[name] ?? 0;
    }
  }
  const rows = sorted([...now.values()], query).slice(0, query.limit);
  const columns = columnsOf(query, table);
  return { tableData: { columns, rows: rows.map((row) => written(row, columns)) }, parseErrors: [] };
}

function refused(error: string): ReportAnswer {
  return { tableData: null, parseErrors: [error] };
}

function unknownColumn({ show, by, where, orderBy, series, compareTo }: ReportQuery, table: FactTable) {
  if (series !== undefined && !periods.includes(series)) return series;
  if (compareTo !== undefined && !['previous_period', 'previous_year'].includes(compareTo)) return compareTo;
  const figure = show.find((name) => !Object.hasOwn(table.figures, name));
  const dimension = [...by, ...where.map(({ column }) => column)].find((name) => !table.dimensions.includes(name));
  const shown = [...show, ...by, ...(series ? [series] : [])];
  const order = orderBy && !shown.includes(orderBy.column) ? orderBy.column : undefined;
  return figure ?? dimension ?? order;
}

/** Reads `today`, `yesterday`, `-30d`, `-3m`, or a day; gives the midnight that begins it. */
function momentOf(text: string, nowMs: number): number | undefined {
  const today = Math.floor(nowMs / dayMs) * dayMs;
  if (text === 'today') return today;
  if (text === 'yesterday') return today - dayMs;
  const [, count, unit = ''] = /^-(\d{1,4})([dwmy])$/.exec(text) ?? [];
  const days = { d: 1, w: 7, m: 30, y: 365 }[unit];
  if (count !== undefined && days !== undefined) return today - Number(count) * days * dayMs;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : at;
}

function keeps({ dimensions }: Fact, { column, operator, value }: Condition): boolean {
  const found = dimensions[column] ?? '';
  if (operator === '=') return found === value;
  if (operator === '!=') return found !== value;
  if (operator === 'CONTAINS') return found.includes(value);
  if (operator === 'STARTS WITH') return found.startsWith(value);
  return operator.startsWith('<') ? found < value : found > value;
}

function group(facts: readonly Fact[], { show, by, series }: ReportQuery): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const { atMs, dimensions, figures } of facts) {
    const names: Row = series === undefined ? {} : { [series]: periodOf(atMs, series) };
    for (const name of by) names[name] = dimensions[name] ?? '';
    const key = JSON.stringify(names);
    const row = rows.get(key) ?? { ...names, ...Object.fromEntries(show.map((name) => [name, 0])) };
    for (const name of show) row[name] = Number(row[name]) + (figures[name] ?? 0);
    rows.set(key, row);
  }
  return rows;
}

function periodOf(atMs: number, period: string): string {
  const day = new Date(atMs).toISOString().slice(0, 10);
  if (period === 'hour') return `${new Date(atMs).toISOString().slice(0, 13)}:00:00Z`;
  if (period === 'day') return day;
  if (period === 'week') {
    const sinceMonday = (new Date(atMs).getUTCDay() + 6) % 7;
    return new Date(atMs - sinceMonday * dayMs).toISOString().slice(0, 10);
  }
  if (period === 'month') return `${day.slice(0, 7)}-01`;
  const month = Number(day.slice(5, 7));
  const first = String(Math.floor((month - 1) / 3) * 3 + 1).padStart(2, '0');
  return period === 'quarter' ? `${day.slice(0, 4)}-${first}-01` : `${day.slice(0, 4)}-01-01`;
}

function sorted(rows: Row[], { orderBy, series }: ReportQuery): Row[] {
  const column = orderBy?.column ?? series;
  if (column === undefined) return rows;
  const direction = orderBy?.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [a[column] ?? '', b[column] ?? ''];
    if (x === y) return 0;
    return x < y ? -direction : direction;
  });
}

function columnsOf(query: ReportQuery, table: FactTable): Column[] {
  const { series, by, show, compareTo } = query;
  const column = (name: string, dataType: string): Column => ({
    name,
    dataType,
    displayName: (name[0]?.toUpperCase() + name.slice(1)).replaceAll('_', ' '),
  });
  return [
    ...(series === undefined ? [] : [column(series, `${series.toUpperCase()}_TIMESTAMP`)]),
    ...by.map((name) => column(name, 'STRING')),
    ...show.map((name) => column(name, table.figures[name]!)),
    ...(compareTo === undefined ? [] : show.map((name) => column(comparison(name, query), table.figures[name]!))),
  ];
}

function comparison(name: string, { compareTo }: ReportQuery): string {
  return `comparison_${name}__${compareTo}`;
}

/** Money comes as text, whole numbers as text too, as third-party apps are given them. */
function written(row: Row, columns: readonly Column[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ name, dataType }) => {
      const value = row[name] ?? null;
      if (dataType === 'MONEY') return [name, Number(value).toFixed(2)];
      return [name, dataType === 'INTEGER' ? String(value) : value];
    }),
  );
}
