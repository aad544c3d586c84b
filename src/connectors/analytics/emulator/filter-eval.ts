import { type Expression, type FieldFilter, type NumericValue, Refusal, type StringFilter } from './requests.ts';

const REGEXP_MAX = 1_000;
/** Look-around and references back, which RE2 has not; a repetition, or a choice, that is repeated. */
const SLOW = [/\(\?[=!<]|\\[1-9]/, /[*+}]\)[*+{]/, /\|[^()|]*\)[*+{]/];

/** Whether an expression holds, where `read` gives the value of a field as text or number. */
export function holds(expression: Expression | undefined, read: (field: string) => string | number): boolean {
  if (expression === undefined) return true;
  const { andGroup, orGroup, notExpression, filter } = expression;
  if (andGroup) return (andGroup.expressions ?? []).every((part) => holds(part, read));
  if (orGroup) return (orGroup.expressions ?? []).some((part) => holds(part, read));
  if (notExpression) return !holds(notExpression, read);
  if (filter) return fits(filter, read(filter.fieldName ?? ''));
  return true;
}

/** Every field that an expression names. Throws where it says several things at once, or nothing that can be tested. */
export function fieldsOf(expression: Expression | undefined, at: string): string[] {
  if (expression === undefined) return [];
  const set = Object.keys(expression);
  if (set.length !== 1)
    throw new Refusal(
      `Invalid value at '${at}' (oneof), oneof field 'expr' is already set. Cannot set '${set[1] ?? ''}'`,
    );
  const { andGroup, orGroup, notExpression, filter } = expression;
  if (notExpression) return fieldsOf(notExpression, at);
  if (!filter) return ((andGroup ?? orGroup)?.expressions ?? []).flatMap((part) => fieldsOf(part, at));
  const { fieldName, ...tests } = filter;
  if (fieldName === undefined || fieldName === '') throw new Refusal('Filter fieldName is required.');
  if (Object.keys(tests).length !== 1) throw new Refusal(`Filter for ${fieldName} requires exactly one filter type.`);
  if (filter.stringFilter) testOf(filter.stringFilter);
  return [fieldName];
}

function fits(filter: FieldFilter, value: string | number): boolean {
  const { stringFilter, inListFilter, numericFilter, betweenFilter } = filter;
  if (stringFilter) return testOf(stringFilter)(String(value));
  if (inListFilter) {
    const plain = (text: string) => (inListFilter.caseSensitive ? text : text.toLowerCase());
    return (inListFilter.values ?? []).some((one) => plain(one) === plain(String(value)));
  }
  if (numericFilter) return compare(Number(value), numericFilter.operation, numberOf(numericFilter.value));
  if (betweenFilter)
    return Number(value) >= numberOf(betweenFilter.fromValue) && Number(value) <= numberOf(betweenFilter.toValue);
  return value === '' || value === '(not set)';
}

function testOf({ matchType = 'EXACT', value = '', caseSensitive = false }: StringFilter): (text: string) => boolean {
  const plain = (text: string) => (caseSensitive ? text : text.toLowerCase());
  const wanted = plain(value);
  switch (matchType) {
    case 'BEGINS_WITH':
      return (text) => plain(text).startsWith(wanted);
    case 'ENDS_WITH':
      return (text) => plain(text).endsWith(wanted);
    case 'CONTAINS':
      return (text) => plain(text).includes(wanted);
    case 'FULL_REGEXP':
      return patternOf(`^(?:${value})$`, caseSensitive);
    case 'PARTIAL_REGEXP':
      return patternOf(value, caseSensitive);
    default:
      return (text) => plain(text) === wanted;
  }
}

/** Google's expressions (RE2) take linear time and know no look-around; what could take longer is refused. */
function patternOf(source: string, caseSensitive: boolean): (text: string) => boolean {
  const isSlow = source.length > REGEXP_MAX || SLOW.some((slow) => slow.test(source));
  if (isSlow) throw new Refusal(`Invalid regular expression: ${source}`);
  try {
    const pattern = new RegExp(source, caseSensitive ? 'u' : 'iu');
    return (text) => pattern.test(text);
  } catch {
    throw new Refusal(`Invalid regular expression: ${source}`);
  }
}

function numberOf(value: NumericValue | undefined): number {
  return Number(value?.doubleValue ?? value?.int64Value ?? 0);
}

function compare(value: number, operation: string | undefined, wanted: number): boolean {
  switch (operation) {
    case 'LESS_THAN':
      return value < wanted;
    case 'LESS_THAN_OR_EQUAL':
      return value <= wanted;
    case 'GREATER_THAN':
      return value > wanted;
    case 'GREATER_THAN_OR_EQUAL':
      return value >= wanted;
    default:
      return value === wanted;
  }
}
