import { z } from 'zod';
import type { Issue } from '../../../kernel/errors.ts';
import { toEnum } from '../protocol/words.ts';
import { re2Fault } from './re2.ts';

/** What rows can be grouped by. */
export const DIMENSIONS = ['date', 'hour', 'query', 'page', 'country', 'device', 'search_appearance'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const SEARCH_TYPES = ['web', 'image', 'video', 'news', 'discover', 'google_news'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

export const AGGREGATIONS = ['auto', 'by_property', 'by_page', 'by_news_showcase_panel'] as const;

const FILTER_DIMENSIONS = ['query', 'page', 'country', 'device', 'search_appearance'] as const;

/** How a filter compares, in our words and Google's. */
const OPERATORS = {
  equals: 'EQUALS',
  not_equals: 'NOT_EQUALS',
  contains: 'CONTAINS',
  not_contains: 'NOT_CONTAINS',
  matches_regex: 'INCLUDING_REGEX',
  not_matches_regex: 'EXCLUDING_REGEX',
} as const;

const FILTERS_MAX = 20;
const VALUE_CHARACTERS_MAX = 4_096;
const DEVICES = ['DESKTOP', 'MOBILE', 'TABLET'];

const Filter = z
  .strictObject({
    dimension: z.enum(FILTER_DIMENSIONS).describe('What is compared.'),
    operator: z
      .enum(Object.keys(OPERATORS) as [keyof typeof OPERATORS, ...(keyof typeof OPERATORS)[]])
      .default('equals')
      .describe('Regex is RE2.'),
    value: z.string().min(1).max(VALUE_CHARACTERS_MAX).describe('A country as irl, a device as mobile.'),
  })
  .superRefine((filter, context) => {
    const message = filterFault(filter);
    if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['value'] });
  });

export type Filter = z.output<typeof Filter>;

/** Input field for conditions that must all hold; Search Console knows no "or". */
export const filtersField = () => z.array(Filter).max(FILTERS_MAX).default([]).describe('All must match.');

/** Input field for the kind of results. */
export const searchTypeField = () => z.enum(SEARCH_TYPES).default('web').describe('Kind of results.');

function filterFault({ dimension, operator, value }: z.input<typeof Filter>): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (/[\u0000-\u001f\u007f]/.test(value)) return 'Write it in one line, without control characters.';
  if (operator?.endsWith('regex')) return re2Fault(value);
  const isExact = operator === 'equals' || operator === 'not_equals' || operator === undefined;
  if (dimension === 'country' && isExact && !/^[A-Za-z]{3}$/.test(value)) {
    return 'Write a country with three letters (ISO 3166-1 alpha-3), as irl.';
  }
  if (dimension === 'device' && isExact && !DEVICES.includes(value.toUpperCase())) {
    return 'A device is desktop, mobile or tablet.';
  }
  return undefined;
}

/** What a question is about, as far as Search Console has rules on it. */
export interface QuestionShape {
  readonly dimensions: readonly Dimension[];
  readonly filters: readonly Filter[];
  readonly searchType: SearchType;
  readonly aggregation?: (typeof AGGREGATIONS)[number];
}

/** Gives what Search Console would refuse about a question, argument by argument, so that it need not be asked. */
export function questionFaults({ dimensions, filters, searchType, aggregation }: QuestionShape): Issue[] {
  const issues: Issue[] = [];
  const uses = (dimension: Dimension) =>
    dimensions.includes(dimension) || filters.some((filter) => filter.dimension === dimension);
  if (new Set(dimensions).size < dimensions.length) {
    issues.push({ path: 'dimensions', message: 'Name each dimension once.' });
  }
  if ((searchType === 'discover' || searchType === 'google_news') && uses('query')) {
    issues.push({ path: 'searchType', message: `${searchType} knows no queries; leave the query out.` });
  }
  if (aggregation === 'by_property' && uses('page')) {
    issues.push({ path: 'aggregation', message: 'by_property cannot be combined with page; use auto or by_page.' });
  }
  if (aggregation === 'by_news_showcase_panel' && searchType !== 'discover' && searchType !== 'google_news') {
    issues.push({ path: 'aggregation', message: 'by_news_showcase_panel is for discover and google_news.' });
  }
  return issues;
}

/** Gives filters in Google's words; without any, nothing is sent. */
export function toFilterGroups(filters: readonly Filter[]): readonly unknown[] | undefined {
  if (filters.length === 0) return undefined;
  return [
    {
      groupType: 'AND',
      filters: filters.map(({ dimension, operator, value }) => ({
        dimension: toEnum(dimension),
        operator: OPERATORS[operator],
        expression: toExpression(dimension, operator, value),
      })),
    },
  ];
}

function toExpression(dimension: string, operator: string, value: string): string {
  if (operator.endsWith('regex')) return value;
  if (dimension === 'country') return value.toLowerCase();
  if (dimension === 'device' || dimension === 'search_appearance') return value.toUpperCase();
  return value;
}
