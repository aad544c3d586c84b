import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { GaReport } from '../shapes/report.ts';
import type { ReadTable } from '../shapes/table.ts';
import type { AnalyticsUpstream } from './upstream.ts';

const GaBatch = z.object({ reports: z.array(GaReport).default([]) });

/** Runs several reports in one request. Throws `upstream_failed` where Google answers another number of them. */
export async function readBatch(
  property: string,
  requests: readonly object[],
  upstream: AnalyticsUpstream,
): Promise<readonly ReadTable[]> {
  const { reports } = await upstream.report(property, 'batchRunReports', { requests }, GaBatch);
  if (reports.length !== requests.length) {
    const message = `Google Analytics answered ${reports.length} of ${requests.length} reports.`;
    throw new PlatformError('upstream_failed', message, { sent: 'no' });
  }
  return reports.map((report) => {
    const { rows = [], rowCount = 0 } = report;
    const nextOffset = rows.length > 0 && rows.length < rowCount ? rows.length : undefined;
    return { report, rows, rowCount, nextOffset, cut: undefined };
  });
}
