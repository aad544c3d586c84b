import { z } from 'zod';
import { type OrderBy, toOrderBys } from '../input/order.ts';
import { GaReport } from '../shapes/report.ts';
import type { ReadTable } from '../shapes/table.ts';
import type { AnalyticsUpstream } from './upstream.ts';

/** Columns of a cross table at most. */
export const COLUMNS_MAX = 50;

const GaPivotReport = GaReport.extend({
  pivotHeaders: z.array(z.object({ rowCount: z.number().int().optional() })).optional(),
});

/** What a cross table is made of besides its request. */
export interface PivotQuery {
  readonly dimensions: readonly string[];
  readonly columns: readonly string[];
  readonly metrics: readonly string[];
  readonly orderBys: readonly OrderBy[];
  readonly limit: number;
  readonly offset: number;
}

/** Runs a cross table: its rows in the order that is wanted, its columns the largest, or in order of time. */
export async function readPivot(
  property: string,
  request: object,
  { dimensions, columns, metrics, orderBys, limit, offset }: PivotQuery,
  upstream: AnalyticsUpstream,
): Promise<ReadTable> {
  const pivots = [
    { fieldNames: dimensions, orderBys, limit: String(limit), offset: String(offset) },
    { fieldNames: columns, orderBys: toOrderBys([], columns, metrics), limit: String(COLUMNS_MAX) },
  ];
  const report = await upstream.report(property, 'runPivotReport', { ...request, pivots }, GaPivotReport);
  const [rowHeader, columnHeader] = report.pivotHeaders ?? [];
  const [rowCount, columnCount] = [rowHeader?.rowCount ?? 0, columnHeader?.rowCount ?? 0];
  const left = columnCount - COLUMNS_MAX;
  return {
    report,
    rows: report.rows ?? [],
    rowCount,
    nextOffset: offset + limit < rowCount ? offset + limit : undefined,
    cut: left > 0 ? `${left} of ${columnCount} columns are left out; filter, or make them rows.` : undefined,
  };
}
