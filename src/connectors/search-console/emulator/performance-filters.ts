import { plainEnum } from '../../google/emulator/request-shape.ts';
import type { Seen } from './performance.ts';

/** One condition of a question. */
export interface Filter {
  readonly dimension: string;
  /** Rows without a query are never among those that a filter by query lets through. */
  readonly hidesRare: boolean;
  matches(seen: Seen): boolean;
}

/** Reads a filter whose fields are right; `undefined` for a regular expression that is none of RE2. */
export function filterOf({
  dimension = '',
  operator = 'EQUALS',
  expression = '',
}: Record<string, string | undefined>): Filter | undefined {
  const name = plainEnum(dimension);
  const test = testOf(plainEnum(operator), expression, name);
  if (test === undefined) return undefined;
  const [isWanted, holds] = test;
  return {
    dimension: name,
    hidesRare: name === 'QUERY',
    matches: (seen) => valuesOf(seen, name).some(holds) === isWanted,
  };
}

type Test = readonly [isWanted: boolean, holds: (value: string) => boolean];

function testOf(operator: string, expression: string, dimension: string): Test | undefined {
  const fold = (text: string) => (dimension === 'PAGE' ? text : text.toLowerCase());
  const wanted = fold(expression);
  switch (operator) {
    case 'EQUALS':
    case 'NOTEQUALS':
      return [operator === 'EQUALS', (value) => fold(value) === wanted];
    case 'CONTAINS':
    case 'NOTCONTAINS':
      return [operator === 'CONTAINS', (value) => fold(value).includes(wanted)];
    default: {
      const expressionOfRe2 = toRegExp(expression);
      return expressionOfRe2 && [operator === 'INCLUDINGREGEX', (value) => expressionOfRe2.test(value)];
    }
  }
}

/** Reads RE2 with what is there: whatever RE2 has not is refused, flags in front are carried over. */
function toRegExp(expression: string): RegExp | undefined {
  if (/\(\?<?[=!]|\(\?>|\\[1-9]|\\k/.test(expression)) return undefined;
  const flags = /^\(\?([ims]+)\)/.exec(expression);
  const rest = expression
    .slice(flags?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\z', '$')
    .replaceAll('\\A', '^');
  try {
    return new RegExp(rest, flags?.[1] ?? '');
  } catch {
    return undefined;
  }
}

function valuesOf({ row, page, appearances }: Seen, dimension: string): readonly string[] {
  switch (dimension) {
    case 'QUERY':
      return row.query === undefined ? [] : [row.query];
    case 'PAGE':
      return [page];
    case 'COUNTRY':
      return [row.country];
    case 'DEVICE':
      return [row.device];
    default:
      return appearances;
  }
}
