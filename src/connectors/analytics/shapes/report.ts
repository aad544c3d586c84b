import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { GaPropertyQuota } from './property-quota.ts';

const GaRow = z.object({
  dimensionValues: z.array(z.object({ value: z.string().default('') })).optional(),
  metricValues: z.array(z.object({ value: z.string().default('') })).optional(),
});

const GaMetadataOfReport = z.object({
  currencyCode: z.string().optional(),
  timeZone: z.string().optional(),
  dataLossFromOtherRow: z.boolean().optional(),
  subjectToThresholding: z.boolean().optional(),
  emptyReason: z.string().optional(),
  samplingMetadatas: z
    .array(z.object({ samplesReadCount: z.string().optional(), samplingSpaceSize: z.string().optional() }))
    .optional(),
  schemaRestrictionResponse: z
    .object({ activeMetricRestrictions: z.array(z.object({ metricName: z.string().optional() })).optional() })
    .optional(),
  dataTruncationReasons: z
    .array(z.object({ dataTruncationMessage: z.string().optional(), dataTruncationDate: z.string().optional() }))
    .optional(),
});

export type GaMetadataOfReport = z.output<typeof GaMetadataOfReport>;

/** A report as the Data API gives it: every value is a text; an empty one has neither rows nor a count of them. */
export const GaReport = z.object({
  dimensionHeaders: z.array(z.object({ name: z.string() })).optional(),
  metricHeaders: z.array(z.object({ name: z.string(), type: z.string().optional() })).optional(),
  rows: z.array(GaRow).optional(),
  totals: z.array(GaRow).optional(),
  rowCount: z.number().int().optional(),
  metadata: GaMetadataOfReport.optional(),
  propertyQuota: GaPropertyQuota.optional(),
});

export type GaReport = z.output<typeof GaReport>;

/** A row as tools give it: values stand in the order of the answer's names. */
export const ReportRow = z.object({
  dimensions: z.array(z.string()).describe('In the order of dimensionNames.'),
  metrics: z.array(z.number()).describe('In the order of metrics.'),
});

export type ReportRow = z.output<typeof ReportRow>;

/** Output field for the metrics of a report. */
export const MetricHeaders = z
  .array(
    z.object({
      name: z.string().describe('API name.'),
      type: z.string().describe('integer, float, seconds, currency …; rates are shares of 1.'),
    }),
  )
  .describe('What the numbers of each row are.');

/** Gives names and types of a report's metrics. */
export function toMetricHeaders({ metricHeaders = [] }: Pick<GaReport, 'metricHeaders'>) {
  return metricHeaders.map(({ name, type = 'TYPE_FLOAT' }) => ({
    name,
    type: type.replace('TYPE_', '').toLowerCase(),
  }));
}

/** Gives the names of a report's dimensions; `dateRange` is among them where several ranges were asked for. */
export function toDimensionNames({ dimensionHeaders = [] }: Pick<GaReport, 'dimensionHeaders'>): string[] {
  return dimensionHeaders.map(({ name }) => name);
}

/**
 * Gives rows with numbers as numbers and days as ISO 8601; `(not set)` and `(other)` stay as they are. Of the metrics that
 * are `computed`, what has no value is 0.
 */
export function toRows(
  report: Pick<GaReport, 'dimensionHeaders' | 'metricHeaders'>,
  rows: GaReport['rows'] = [],
  computed: ReadonlySet<string> = new Set(),
): ReportRow[] {
  const names = toDimensionNames(report);
  const { metricHeaders = [] } = report;
  const metricCount = metricHeaders.length;
  // A total of nothing has no values at all.
  const filled = rows.filter(({ dimensionValues, metricValues }) => dimensionValues ?? metricValues);
  return filled.map(({ dimensionValues = [], metricValues = [] }) => {
    if (dimensionValues.length !== names.length || metricValues.length !== metricCount) throw unreadable();
    return {
      dimensions: dimensionValues.map(({ value }, index) => toDimensionValue(names[index] ?? '', value)),
      metrics: metricValues.map(({ value }, index) =>
        isUndefined(value) && computed.has(metricHeaders[index]?.name ?? '') ? 0 : toNumber(value),
      ),
    };
  });
}

const DAYS = new Set(['date', 'firstSessionDate']);
const DAY = /^(\d{4})(\d{2})(\d{2})$/;

function toDimensionValue(name: string, value: string): string {
  return DAYS.has(name) ? value.replace(DAY, '$1-$2-$3') : value;
}

/** Whether this is how a number is written that there is not: a part of nothing. */
export function isUndefined(value: string | undefined): boolean {
  return value !== undefined && /^-?(nan|inf(inity)?)$/i.test(value);
}

function toNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw unreadable();
  return value;
}

function unreadable(): PlatformError {
  return new PlatformError('upstream_failed', 'Google Analytics answered with a table that cannot be read.', {
    sent: 'no',
  });
}
