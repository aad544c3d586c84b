import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { isCustom, isStandard, type ReportKind, unknownName } from '../fields/known-names.ts';

const FILTERS_MAX = 20;
const VALUES_MAX = 100;
const VALUE_MAX = 1_000;
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;

const TEXT_MATCHES = {
  contains: 'CONTAINS',
  begins_with: 'BEGINS_WITH',
  ends_with: 'ENDS_WITH',
  regex: 'PARTIAL_REGEXP',
  full_regex: 'FULL_REGEXP',
} as const;

const NUMBER_MATCHES = {
  less_than: 'LESS_THAN',
  at_most: 'LESS_THAN_OR_EQUAL',
  greater_than: 'GREATER_THAN',
  at_least: 'GREATER_THAN_OR_EQUAL',
} as const;

const MATCHES = [
  'is',
  ...(Object.keys(TEXT_MATCHES) as (keyof typeof TEXT_MATCHES)[]),
  'empty',
  ...(Object.keys(NUMBER_MATCHES) as (keyof typeof NUMBER_MATCHES)[]),
  'between',
] as const;

type Match = (typeof MATCHES)[number];

const FilterInput = z
  .object({
    field: z.string().max(150).describe('Dimension or metric.'),
    match: z.enum(MATCHES).default('is').describe('Numbers: is, less_than … between.'),
    values: z.array(z.string().max(VALUE_MAX)).max(VALUES_MAX).default([]).describe('Any of these; between takes two.'),
    not: z.boolean().default(false).describe('Turns it round.'),
    orGroup: z.int().min(1).max(9).optional().describe('Of one number, any is enough.'),
  })
  .strict();

type FilterInput = z.output<typeof FilterInput>;

/** Input field for filters, all of which must hold. */
export function filtersField() {
  return z.array(FilterInput).max(FILTERS_MAX).default([]).describe('All must hold.');
}

/** `FilterExpression` of the API, of which exactly one field is set. */
export type FilterExpression =
  | { readonly andGroup: { readonly expressions: readonly FilterExpression[] } }
  | { readonly orGroup: { readonly expressions: readonly FilterExpression[] } }
  | { readonly notExpression: FilterExpression }
  | { readonly filter: { readonly fieldName: string } & Readonly<Record<string, unknown>> };

/** The two filters of a request: rows are kept by dimensions, then by their sums. */
export interface FilterExpressions {
  readonly dimensionFilter?: FilterExpression;
  readonly metricFilter?: FilterExpression;
}

/** Turns checked filters into the API's expressions. Throws `invalid_input`, with the place, where one makes no sense. */
export function toFilterExpressions(
  filters: readonly FilterInput[],
  metrics: readonly string[],
  report: ReportKind,
): FilterExpressions {
  const issues: { path: string; message: string }[] = [];
  const judged = filters.map((filter, index) => {
    const isMetric = isMetricName(filter.field, metrics, report);
    const message = wrongFilter(filter, isMetric, report);
    if (message !== undefined) issues.push({ path: `filters[${index}]`, message });
    return { filter, isMetric };
  });
  for (const [group, members] of Map.groupBy(judged, ({ filter }) => filter.orGroup)) {
    if (group === undefined || new Set(members.map(({ isMetric }) => isMetric)).size === 1) continue;
    issues.push({ path: 'filters', message: `orGroup ${group} holds a dimension and a metric; keep them apart.` });
  }
  if (issues.length > 0) {
    throw new PlatformError('invalid_input', 'The filters do not fit.', { issues, sent: 'no' });
  }
  const of = (isMetric: boolean) =>
    together(
      judged.filter((one) => one.isMetric === isMetric).map((one) => one.filter),
      isMetric,
    );
  const [dimensionFilter, metricFilter] = [of(false), of(true)];
  return { ...(dimensionFilter && { dimensionFilter }), ...(metricFilter && { metricFilter }) };
}

/** Names in filters of which only the property itself can say whether it has them. */
export function customNamesIn(filters: readonly FilterInput[], metrics: readonly string[], report: ReportKind) {
  return filters
    .map(({ field }, index) => ({
      path: `filters[${index}].field`,
      name: field,
      isMetric: isMetricName(field, metrics, report),
    }))
    .filter(({ name, isMetric }) => !isStandard(name, isMetric ? 'metric' : 'dimension', report));
}

function isMetricName(name: string, metrics: readonly string[], report: ReportKind): boolean {
  if (metrics.includes(name) || isStandard(name, 'metric', report)) return true;
  return !isCustom(name, 'dimension', report) && isCustom(name, 'metric', report);
}

function wrongFilter({ field, match, values }: FilterInput, isMetric: boolean, report: ReportKind): string | undefined {
  const unknown = isMetric ? undefined : unknownName(field, 'dimension', report);
  if (unknown !== undefined) return unknown;
  if (match === 'empty') {
    if (isMetric) return 'A metric is never empty.';
    return values.length > 0 ? 'empty takes no values.' : undefined;
  }
  const isNumeric = match === 'between' || match in NUMBER_MATCHES;
  if (isMetric && !isNumeric && match !== 'is') return `A metric is compared as a number; ${match} is for dimensions.`;
  if (!isMetric && isNumeric) return `${match} compares numbers; ${field} is a dimension.`;
  const count = match === 'between' ? 2 : match in NUMBER_MATCHES ? 1 : undefined;
  if (count !== undefined && values.length !== count)
    return `${match} takes ${count === 1 ? 'one value' : 'two values'}.`;
  if (values.length === 0) return `${match} takes at least one value.`;
  if (isMetric && !values.every((value) => NUMBER.test(value))) return 'Write the values as plain numbers: 10 or 0.5.';
  if (match === 'between' && Number(values[0]) > Number(values[1])) return 'between takes the smaller value first.';
  return values.some((value) => match !== 'is' && value === '') ? `${match} takes no empty text.` : undefined;
}

/** Joins filters: those of one group by OR, everything by AND. */
function together(filters: readonly FilterInput[], isMetric: boolean): FilterExpression | undefined {
  const groups = [...Map.groupBy(filters, ({ orGroup }, index) => orGroup ?? `alone ${index}`).values()];
  const expressions = groups.map((members) =>
    joined(
      'orGroup',
      members.map((one) => toExpression(one, isMetric)),
    ),
  );
  return expressions.length === 0 ? undefined : joined('andGroup', expressions);
}

function joined(group: 'orGroup' | 'andGroup', expressions: readonly FilterExpression[]): FilterExpression {
  const [only] = expressions;
  if (expressions.length === 1 && only !== undefined) return only;
  return group === 'orGroup' ? { orGroup: { expressions } } : { andGroup: { expressions } };
}

function toExpression(input: FilterInput, isMetric: boolean): FilterExpression {
  const plain = isMetric ? metricExpression(input) : dimensionExpression(input);
  return input.not ? { notExpression: plain } : plain;
}

function dimensionExpression({ field, match, values }: FilterInput): FilterExpression {
  const one = (filter: Readonly<Record<string, unknown>>): FilterExpression => ({
    filter: { fieldName: field, ...filter },
  });
  if (match === 'empty') return one({ emptyFilter: {} });
  if (match === 'is' && values.length > 1) return one({ inListFilter: { values } });
  const matchType = match === 'is' ? 'EXACT' : TEXT_MATCHES[match as keyof typeof TEXT_MATCHES];
  return joined(
    'orGroup',
    values.map((value) => one({ stringFilter: { matchType, value } })),
  );
}

function metricExpression({ field, match, values }: FilterInput): FilterExpression {
  const [first = '0', second = '0'] = values;
  if (match === 'between') {
    return { filter: { fieldName: field, betweenFilter: { fromValue: toNumeric(first), toValue: toNumeric(second) } } };
  }
  const operation = operationOf(match);
  return joined(
    'orGroup',
    values.map((value) => ({ filter: { fieldName: field, numericFilter: { operation, value: toNumeric(value) } } })),
  );
}

function operationOf(match: Match): string {
  return match === 'is' ? 'EQUAL' : NUMBER_MATCHES[match as keyof typeof NUMBER_MATCHES];
}

/** Whole numbers are int64, which JSON carries as text. */
function toNumeric(text: string): { int64Value: string } | { doubleValue: number } {
  return text.includes('.') ? { doubleValue: Number(text) } : { int64Value: text };
}
