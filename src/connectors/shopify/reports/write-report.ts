import type { TABLES } from './check-report.ts';

/** What a report is made of. */
export interface ReportParts {
  readonly table: (typeof TABLES)[number];
  readonly metrics: readonly string[];
  readonly groupBy?: readonly string[];
  readonly timeseries?: string;
  readonly where?: readonly { readonly column: string; readonly operator: Operator; readonly value: string }[];
  readonly since: string;
  readonly until: string;
  readonly compareTo?: string;
  readonly orderBy?: string;
  readonly descending: boolean;
  readonly limit: number;
}

/** How a column is compared, in our words. */
export const OPERATORS = { is: '=', is_not: '!=', contains: 'CONTAINS', starts_with: 'STARTS WITH' } as const;

export type Operator = keyof typeof OPERATORS;

/** What a name of a column may be made of. */
export const COLUMN = /^[a-z][a-z0-9_]{0,63}$/;

/** What a value may not hold: nothing is known to escape a quotation mark inside quotation marks. */
export const UNQUOTABLE = /['"\\`\p{Cc}]/u;

/** Writes a ShopifyQL query; every name and value was checked by the tool's input. */
export function writeReport(parts: ReportParts): string {
  const { table, metrics, groupBy, timeseries, where, since, until, compareTo, orderBy, descending, limit } = parts;
  const conditions = where?.map(({ column, operator, value }) => `${column} ${OPERATORS[operator]} '${value}'`);
  return [
    `FROM ${table} SHOW ${metrics.join(', ')}`,
    conditions?.length && `WHERE ${conditions.join(' AND ')}`,
    groupBy?.length && `GROUP BY ${groupBy.join(', ')}`,
    timeseries && `TIMESERIES ${timeseries}`,
    `SINCE ${since} UNTIL ${until}`,
    compareTo && `COMPARE TO ${compareTo}`,
    orderBy && `ORDER BY ${orderBy} ${descending ? 'DESC' : 'ASC'}`,
    `LIMIT ${limit}`,
  ]
    .filter(Boolean)
    .join(' ');
}
