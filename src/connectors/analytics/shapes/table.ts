import { z } from 'zod';
import { Basis, toBasis } from './basis.ts';
import { Notices, noticesOf } from './notices.ts';
import { quotaNotice } from './property-quota.ts';
import {
  type GaReport,
  isUndefined,
  MetricHeaders,
  ReportRow,
  toDimensionNames,
  toMetricHeaders,
  toRows,
} from './report.ts';
import { reportNotices } from './report-notices.ts';

/** Output fields of a table. */
export const tableFields = {
  dimensionNames: z.array(z.string()).describe('What the texts of each row are.'),
  metrics: MetricHeaders,
  rows: z.array(ReportRow).describe('The table; a cross table has a row for each cell.'),
  rowCount: z.number().int().describe('Rows that there are, whatever the limit.'),
  nextOffset: z.number().int().optional().describe('Give it as offset for the next rows; absent at the end.'),
  totals: z.array(ReportRow).optional().describe('Over all rows, one for each range.'),
  basis: Basis,
  notices: Notices,
};

/** What was read of a table. */
export interface ReadTable {
  /** The last reply: headers, and the newest account of the quota. */
  readonly report: GaReport;
  readonly rows: NonNullable<GaReport['rows']>;
  readonly rowCount: number;
  readonly nextOffset: number | undefined;
  /** What was left out without a way to get it. */
  readonly cut: string | undefined;
}

/** Gives a table as tools answer it; what is computed of nothing counts as zero, and is told. */
export function toTableAnswer({ report, rows, rowCount, nextOffset, cut }: ReadTable, computed: ReadonlySet<string>) {
  const totals = toRows(report, report.totals, computed);
  return {
    dimensionNames: toDimensionNames(report),
    metrics: toMetricHeaders(report),
    rows: toRows(report, rows, computed),
    rowCount,
    nextOffset,
    totals: totals.length > 0 ? totals : undefined,
    basis: toBasis(report.metadata, report.propertyQuota),
    notices: noticesOf(
      cut,
      undefinedNotice(report, rows, computed),
      ...reportNotices(report.metadata),
      quotaNotice(report.propertyQuota),
    ),
  };
}

/** Says of which computed metrics some rows have no value. */
export function undefinedNotice(
  { metricHeaders = [] }: Pick<GaReport, 'metricHeaders'>,
  rows: GaReport['rows'] = [],
  computed: ReadonlySet<string>,
): string | undefined {
  if (computed.size === 0) return undefined;
  const names = metricHeaders
    .filter(
      ({ name }, at) => computed.has(name) && rows.some(({ metricValues }) => isUndefined(metricValues?.[at]?.value)),
    )
    .map(({ name }) => name);
  return names.length === 0 ? undefined : `Some rows divide by zero and have 0 there: ${names.join(', ')}.`;
}
