import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { isCustom, isStandard, type ReportKind, unknownName } from '../fields/known-names.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import type { PlacedName } from './own-names.ts';

const FILTERS_MAX = 20;
const FILTER_MAX = 4_000;
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;

/** Input field for filters, all of which must hold. */
export function filtersField() {
  return z
    .array(
      z
        .string()
        .max(FILTER_MAX)
        .superRefine((text, context) => {
          const parsed = conditionsOf(text);
          if ('wrong' in parsed) context.addIssue({ code: 'custom', message: parsed.wrong });
        }),
    )
    .refine((filters) => filters.length <= FILTERS_MAX, `At most ${FILTERS_MAX} filters.`)
    .optional()
    .describe(
      'All hold; || is or: country=Ireland||country=France, sessions>10. = != ~ contains !~ ^ begins $ ends =~ regex !=~ > >= < <=',
    );
}

/** `FilterExpression` of the API, of which exactly one field is set. */
export type FilterExpression =
  | { readonly andGroup: { readonly expressions: readonly FilterExpression[] } }
  | { readonly orGroup: { readonly expressions: readonly FilterExpression[] } }
  | { readonly notExpression: FilterExpression }
  | { readonly filter: { readonly fieldName: string } & Readonly<Record<string, unknown>> };

/** The filters of a request: facts are kept by dimensions, then rows by their sums; and the names that only the property can confirm. */
export interface Filters {
  readonly expressions: { readonly dimensionFilter?: FilterExpression; readonly metricFilter?: FilterExpression };
  readonly own: readonly PlacedName[];
  /** Names of all dimensions in them. */
  readonly dimensions: readonly string[];
}

/** Turns filters into the API's expressions. Throws `invalid_input`, with the place, where one makes no sense. */
export function toFilters(filters: readonly string[], metrics: readonly string[], report: ReportKind): Filters {
  const issues: { path: string; message: string }[] = [];
  const own: PlacedName[] = [];
  const judged = filters.map((text, index) => {
    const path = `filters[${index}]`;
    const conditions = parsed(text).map((condition) => ({
      ...condition,
      isMetric: isMetric(condition.field, metrics, report),
    }));
    for (const condition of conditions) {
      const message = wrongCondition(condition, condition.isMetric, report);
      if (message !== undefined) issues.push({ path, message });
      // What is computed by the report itself is neither standard nor the property's.
      if (isCustom(condition.field, condition.isMetric ? 'metric' : 'dimension', report))
        own.push({ path, name: condition.field, isMetric: condition.isMetric });
    }
    if (new Set(conditions.map((condition) => condition.isMetric)).size > 1) {
      issues.push({ path, message: 'A dimension and a metric cannot be alternatives; make two filters of them.' });
    }
    return { conditions, isMetric: conditions[0]?.isMetric ?? false };
  });
  if (issues.length > 0) throw new PlatformError('invalid_input', 'The filters do not fit.', { issues, sent: 'no' });
  const of = (wanted: boolean) => {
    const expressions = judged
      .filter((one) => one.isMetric === wanted)
      .map((one) => alternatives(one.conditions, wanted));
    return expressions.length === 0 ? undefined : joined('andGroup', expressions);
  };
  const [dimensionFilter, metricFilter] = [of(false), of(true)];
  return {
    expressions: { ...(dimensionFilter && { dimensionFilter }), ...(metricFilter && { metricFilter }) },
    own,
    dimensions: fieldsOf(filters),
  };
}

/** Gives every field that filters name. */
export function fieldsOf(filters: readonly string[] = []): string[] {
  return filters.flatMap((text) => parsed(text).map(({ field }) => field));
}

/** What did not pass the field's own check never gets here. */
function parsed(text: string): readonly Condition[] {
  const found = conditionsOf(text);
  return 'wrong' in found ? [] : found.conditions;
}

function isMetric(name: string, metrics: readonly string[], report: ReportKind): boolean {
  if (metrics.includes(name) || isStandard(name, 'metric', report)) return true;
  return !isCustom(name, 'dimension', report) && isCustom(name, 'metric', report);
}

function wrongCondition(
  { field, operator, value }: Condition,
  isNumber: boolean,
  report: ReportKind,
): string | undefined {
  const unknown = isNumber ? undefined : unknownName(field, 'dimension', report);
  if (unknown !== undefined) return unknown;
  if (isNumber) {
    if (!(operator in NUMBER_OPERATIONS)) return `${field} is a number; compare it with = != > >= < or <=.`;
    return NUMBER.test(value) ? undefined : `${field} is a number; compare it with a plain one: ${field}>10.`;
  }
  if (!(operator in TEXT_OPERATIONS)) return `${field} is a text; compare it with = != ~ !~ ^ $ =~ or !=~.`;
  return value === '' && operator !== '=' && operator !== '!=' ? `Give a text behind ${operator}.` : undefined;
}

// biome-ignore format: a table is read in columns
const TEXT_OPERATIONS: Readonly<Record<string, { readonly matchType: string; readonly isNot?: true }>> = {
  '=':  { matchType: 'EXACT' },          '!=':  { matchType: 'EXACT', isNot: true },
  '~':  { matchType: 'CONTAINS' },       '!~':  { matchType: 'CONTAINS', isNot: true },
  '=~': { matchType: 'PARTIAL_REGEXP' }, '!=~': { matchType: 'PARTIAL_REGEXP', isNot: true },
  '^':  { matchType: 'BEGINS_WITH' },    '$':   { matchType: 'ENDS_WITH' },
};

// biome-ignore format: a table is read in columns
const NUMBER_OPERATIONS: Readonly<Record<string, { readonly operation: string; readonly isNot?: true }>> = {
  '=': { operation: 'EQUAL' },        '!=': { operation: 'EQUAL', isNot: true },
  '>': { operation: 'GREATER_THAN' }, '>=': { operation: 'GREATER_THAN_OR_EQUAL' },
  '<': { operation: 'LESS_THAN' },    '<=': { operation: 'LESS_THAN_OR_EQUAL' },
};

/** Alternatives that are values of one field are a list; others stand side by side. */
function alternatives(conditions: readonly Condition[], isNumber: boolean): FilterExpression {
  const [first] = conditions;
  const isList =
    !isNumber &&
    conditions.length > 1 &&
    conditions.every(({ field, operator, value }) => field === first?.field && operator === '=' && value !== '');
  if (isList)
    return {
      filter: { fieldName: first?.field ?? '', inListFilter: { values: conditions.map(({ value }) => value) } },
    };
  return joined(
    'orGroup',
    conditions.map((condition) => (isNumber ? numberExpression(condition) : textExpression(condition))),
  );
}

function joined(group: 'orGroup' | 'andGroup', expressions: readonly FilterExpression[]): FilterExpression {
  const [only] = expressions;
  if (expressions.length === 1 && only !== undefined) return only;
  return group === 'orGroup' ? { orGroup: { expressions } } : { andGroup: { expressions } };
}

function textExpression({ field, operator, value }: Condition): FilterExpression {
  const { matchType = 'EXACT', isNot } = TEXT_OPERATIONS[operator] ?? {};
  const test = value === '' ? { emptyFilter: {} } : { stringFilter: { matchType, value } };
  const expression: FilterExpression = { filter: { fieldName: field, ...test } };
  return isNot ? { notExpression: expression } : expression;
}

/** Whole numbers are int64, which JSON carries as text. */
function numberExpression({ field, operator, value }: Condition): FilterExpression {
  const { operation = 'EQUAL', isNot } = NUMBER_OPERATIONS[operator] ?? {};
  const number = value.includes('.') ? { doubleValue: Number(value) } : { int64Value: value };
  const expression: FilterExpression = { filter: { fieldName: field, numericFilter: { operation, value: number } } };
  return isNot ? { notExpression: expression } : expression;
}
