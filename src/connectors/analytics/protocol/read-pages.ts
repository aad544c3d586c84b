import { GaReport } from '../shapes/report.ts';
import type { AnalyticsUpstream } from './upstream.ts';

/** Rows of one reply: the API gives up to 250,000, but a reply of so many is larger than the platform reads. */
const PAGE_ROWS = 50_000;

/**
 * Runs a report and reads as many of its rows as are wanted, page after page. Gives the last reply, whose account of
 * the quota is the newest, and the rows of all.
 */
export async function readPages(
  property: string,
  request: object,
  { limit, offset }: { readonly limit: number; readonly offset: number },
  upstream: AnalyticsUpstream,
): Promise<{ report: GaReport; rows: NonNullable<GaReport['rows']> }> {
  const rows: NonNullable<GaReport['rows']> = [];
  for (;;) {
    const wanted = Math.min(PAGE_ROWS, limit - rows.length);
    const page = { ...request, limit: String(wanted), offset: String(offset + rows.length) };
    const report = await upstream.report(property, 'runReport', page, GaReport);
    rows.push(...(report.rows ?? []));
    const isWhole = rows.length >= limit || offset + rows.length >= (report.rowCount ?? 0);
    // A page without rows ends it, too: a vendor that announces more than it gives must not keep us asking.
    if (isWhole || (report.rows ?? []).length === 0) return { report, rows };
  }
}
