import { PlatformError } from '../../../kernel/errors.ts';
import type { ReportKind } from '../fields/known-names.ts';
import { toFilters } from './filters.ts';
import { computedNames, ownMetrics, toMetrics } from './metrics.ts';
import { type OrderBy, toOrderBys } from './order.ts';
import { ownNames, type PlacedName } from './own-names.ts';
import type { NamedRange } from './ranges.ts';

/** What a table of a report is asked with, once its fields have been checked. */
export interface TableInput {
  readonly dimensions?: readonly string[] | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly filters?: readonly string[] | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly orderBy?: readonly string[] | undefined;
  readonly currency?: string | undefined;
  readonly keepEmptyRows?: boolean | undefined;
}

/** A table as the API is asked for it, without its order and size. */
export interface AskedTable {
  readonly request: object;
  readonly orderBys: readonly OrderBy[];
  /** Names of metrics, of computed ones as well. */
  readonly metrics: readonly string[];
  readonly computed: ReadonlySet<string>;
  /** What only the property can confirm. */
  readonly own: readonly PlacedName[];
}

/** Gives a table as the API takes it. Throws `invalid_input`, with the place behind `at`, where its parts do not fit. */
export function toTable(
  input: TableInput,
  dateRanges: readonly NamedRange[],
  at = '',
  report: ReportKind = 'core',
): AskedTable {
  return placed(at, () => {
    const { dimensions = [], columns = [] } = input;
    const metrics = toMetrics(input.metrics ?? []);
    const names = metrics.map(({ name }) => name);
    const filters = toFilters(input.filters ?? [], names, report);
    const own = [
      ...ownNames(dimensions, 'dimensions', false, report),
      ...ownNames(columns, 'columns', false, report),
      ...ownMetrics(metrics, 'metrics', report),
      ...filters.own,
    ];
    return {
      request: {
        dimensions: [...dimensions, ...columns].map((name) => ({ name })),
        metrics,
        dateRanges,
        ...filters.expressions,
        ...(input.currency && { currencyCode: input.currency }),
        keepEmptyRows: input.keepEmptyRows ?? false,
        returnPropertyQuota: true,
      },
      orderBys: toOrderBys(input.orderBy ?? [], dimensions, names),
      metrics: names,
      computed: computedNames(metrics),
      own: own.map((name) => ({ ...name, path: at + name.path })),
    };
  });
}

/** Totals are of metrics; a table without any has none. */
export function totalsOf(metrics: readonly string[]): object {
  return metrics.length > 0 ? { metricAggregations: ['TOTAL'] } : {};
}

/** Says of what is refused in which of several tables it stands. */
function placed<Result>(at: string, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (at === '' || !(error instanceof PlatformError) || error.details.issues === undefined) throw error;
    const issues = error.details.issues.map((issue) => ({ ...issue, path: at + issue.path }));
    throw new PlatformError(error.code, error.message, { ...error.details, issues }, { cause: error });
  }
}
