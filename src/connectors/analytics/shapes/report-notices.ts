import { quoted } from '../../../kernel/quoted.ts';
import type { GaMetadataOfReport } from './report.ts';

/** Says in plain words what a report's numbers suffer from. */
export function reportNotices(metadata: GaMetadataOfReport | undefined): string[] {
  if (metadata === undefined) return [];
  return [
    ...(metadata.samplingMetadatas ?? []).map(samplingNotice),
    metadata.subjectToThresholding
      ? 'Thresholds apply: rows with few users are withheld to keep people unknown, so sums come out low.'
      : undefined,
    metadata.dataLossFromOtherRow
      ? 'Rare values are lost in a row (other): too many distinct values. Ask for fewer dimensions or a shorter time.'
      : undefined,
    restrictionNotice(metadata),
    ...(metadata.dataTruncationReasons ?? []).map(truncationNotice),
    metadata.emptyReason ? `The report is empty: ${quoted(metadata.emptyReason)}` : undefined,
  ].filter((notice) => notice !== undefined);
}

type Sampling = NonNullable<GaMetadataOfReport['samplingMetadatas']>[number];

function samplingNotice({ samplesReadCount = '0', samplingSpaceSize = '0' }: Sampling): string {
  const share = Number(samplingSpaceSize) > 0 ? (Number(samplesReadCount) / Number(samplingSpaceSize)) * 100 : 0;
  return `Sampled: estimated from ${samplesReadCount} of ${samplingSpaceSize} events (${share.toFixed(1)} %).`;
}

function restrictionNotice({ schemaRestrictionResponse }: GaMetadataOfReport): string | undefined {
  const names = (schemaRestrictionResponse?.activeMetricRestrictions ?? []).flatMap(
    ({ metricName }) => metricName ?? [],
  );
  if (names.length === 0) return undefined;
  return `The connection may not see cost or revenue: ${names.join(', ')} count as zero.`;
}

type Truncation = NonNullable<GaMetadataOfReport['dataTruncationReasons']>[number];

function truncationNotice({ dataTruncationMessage, dataTruncationDate }: Truncation): string {
  const since = dataTruncationDate ? ` Data before ${quoted(dataTruncationDate)} is missing.` : '';
  return `Data is cut off.${since} ${quoted(dataTruncationMessage ?? '')}`.trim();
}
