import { GaReport } from '../shapes/report.ts';
import type { ReadTable } from '../shapes/table.ts';
import type { AnalyticsUpstream, Version } from './upstream.ts';

/** Rows of one reply: the API gives up to 250,000, but a reply of so many is larger than the platform reads. */
const PAGE_ROWS = 50_000;

/** Runs a report and reads as many of its rows as are wanted, page after page. */
export async function readPages(
  property: string,
  request: object,
  { limit, offset }: { readonly limit: number; readonly offset: number },
  upstream: AnalyticsUpstream,
  version: Version = 'v1beta',
): Promise<ReadTable> {
  const rows: NonNullable<GaReport['rows']> = [];
  for (;;) {
    const wanted = Math.min(PAGE_ROWS, limit - rows.length);
    const page = { ...request, limit: String(wanted), offset: String(offset + rows.length) };
    const report = await upstream.report(property, 'runReport', page, GaReport, version);
    const { rows: more = [], rowCount = 0 } = report;
    rows.push(...more.slice(0, wanted));
    const end = offset + rows.length;
    // A page without rows ends it, too: a vendor that announces more than it gives must not keep us asking.
    if (rows.length >= limit || end >= rowCount || more.length === 0) {
      const nextOffset = more.length > 0 && end < rowCount ? end : undefined;
      return { report, rows, rowCount, nextOffset, cut: undefined };
    }
  }
}
