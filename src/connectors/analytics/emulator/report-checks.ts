import type { ReportKind } from '../fields/known-names.ts';
import { demandCompatible } from './compatibility.ts';
import { fieldsOf } from './filter-eval.ts';
import { type MetricExpression, parseMetricExpression } from './metric-expression.ts';
import { metricReader, type ReadMetric } from './metric-values.ts';
import { type Metric, type Named, Refusal, type ReportRequest } from './requests.ts';
import type { Vocabulary } from './vocabulary.ts';

const DIMENSIONS_MAX = 9;
const METRICS_MAX = 10;
const RANGES_MAX = 4;
const THRESHOLDED = new Set(['userAgeBracket', 'userGender', 'brandingInterest', 'audienceId', 'audienceName']);

/** What a checked request asks for, by name. */
export interface Asked {
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
  /** Reads a metric of the request, a computed one as well. */
  readonly read: ReadMetric;
  /** Names of dimensions in filters. */
  readonly filtered: readonly string[];
  /** Names of metrics in filters. */
  readonly filteredMetrics: readonly string[];
  /** It counts among the requests that might be thresholded. */
  readonly isPotentiallyThresholded: boolean;
}

/** Refuses what the Data API refuses before it looks at any data. */
export function checkReport(request: ReportRequest, vocabulary: Vocabulary, report: ReportKind): Asked {
  const dimensions = namesOf(request.dimensions, 'dimensions');
  const metrics = namesOf(request.metrics, 'metrics');
  if (dimensions.length + metrics.length === 0) {
    throw new Refusal('Requests require dimensions and/or metrics. Most requests include both.');
  }
  if (dimensions.length > DIMENSIONS_MAX)
    throw new Refusal(
      `Requests are limited to ${DIMENSIONS_MAX} dimensions. This request has ${dimensions.length} dimensions.`,
    );
  if (metrics.length > METRICS_MAX)
    throw new Refusal(`Requests are limited to ${METRICS_MAX} metrics. This request has ${metrics.length} metrics.`);
  const ranges = request.dateRanges?.length ?? 0;
  if (ranges > RANGES_MAX)
    throw new Refusal(`Requests are limited to ${RANGES_MAX} dateRanges. This request has ${ranges} dateRanges.`);
  if (report !== 'realtime' && ranges === 0 && !request.cohortSpec) throw new Refusal('A dateRange is required.');
  const filtered = fieldsOf(request.dimensionFilter, 'dimension_filter');
  const filteredMetrics = fieldsOf(request.metricFilter, 'metric_filter');
  for (const name of [...dimensions, ...filtered]) vocabulary.demand(name, 'dimension', report);
  const computed = computedOf(request.metrics);
  const known = knownMetrics([...metrics, ...filteredMetrics], computed);
  for (const name of known) vocabulary.demand(name, 'metric', report);
  checkOrders(request, dimensions, metrics);
  checkSizes(request);
  if (report === 'core') demandCompatible([...dimensions, ...filtered], known);
  return {
    dimensions,
    metrics,
    read: metricReader(computed),
    filtered,
    filteredMetrics,
    isPotentiallyThresholded: [...dimensions, ...filtered].some((name) => THRESHOLDED.has(name)),
  };
}

/** Gives the metrics that a request computes, by the names that it gives them. */
export function computedOf(metrics: readonly Metric[] = []): ReadonlyMap<string, MetricExpression> {
  return new Map(
    metrics.flatMap(({ name = '', expression = '' }) =>
      expression === '' ? [] : [[name, parseMetricExpression(name, expression)] as const],
    ),
  );
}

/** Gives what metrics stand on: themselves, or what they are computed from. */
export function knownMetrics(names: readonly string[], computed: ReadonlyMap<string, MetricExpression>): string[] {
  return names.flatMap((name) => computed.get(name)?.metrics ?? name);
}

function namesOf(list: readonly Named[] = [], what: string): string[] {
  const names = list.map(({ name = '' }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refusal(`The request's ${what} contain the duplicate name ${twice}.`);
  return names;
}

function checkOrders(
  { orderBys = [], pivots = [] }: ReportRequest,
  dimensions: readonly string[],
  metrics: readonly string[],
): void {
  for (const { dimension, metric } of [...orderBys, ...pivots.flatMap((pivot) => pivot.orderBys ?? [])]) {
    const name = dimension?.dimensionName ?? metric?.metricName ?? '';
    if (dimension && !dimensions.includes(name))
      throw new Refusal(`Ordering by dimension ${name} requires that it is in the request's dimensions.`);
    if (metric && !metrics.includes(name))
      throw new Refusal(`Ordering by metric ${name} requires that it is in the request's metrics.`);
  }
}

function checkSizes({ limit, offset, currencyCode }: ReportRequest): void {
  if (limit !== undefined && Number(limit) < 0) throw new Refusal('The limit must be a non-negative number.');
  if (offset !== undefined && Number(offset) < 0) throw new Refusal('The offset must be a non-negative number.');
  if (currencyCode !== undefined && currencyCode !== '' && !/^[A-Z]{3}$/.test(currencyCode)) {
    throw new Refusal(`Invalid currencyCode: ${currencyCode}`);
  }
}
