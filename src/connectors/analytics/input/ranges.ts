import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { type DayRange, dayField, endsBeforeItBegins } from './dates.ts';

/** The API takes four ranges, the main one included. */
const COMPARED_MAX = 3;

/** Input fields for the days of a report. */
export const rangeFields = {
  startDate: dayField('First day: 2026-11-01, yesterday, 28daysAgo.').default('28daysAgo'),
  endDate: dayField('Last day, included.').default('yesterday'),
};

/** Input field for further ranges to set beside the main one. */
export function compareField() {
  return z
    .array(z.object({ startDate: dayField('First day.'), endDate: dayField('Last day.') }).strict())
    .max(COMPARED_MAX)
    .default([])
    .describe('Further ranges; rows then have dateRange: main, compare_1 …');
}

/** A range with the name that its rows are marked with. */
export interface NamedRange extends DayRange {
  readonly name?: string;
}

/** Gives the ranges as the API takes them, named where there are several. Throws `invalid_input` for one that ends before it begins. */
export function toRanges(input: DayRange & { readonly compare?: readonly DayRange[] }, now: number): NamedRange[] {
  const { startDate, endDate, compare = [] } = input;
  const issues = [{ startDate, endDate }, ...compare].flatMap((range, index) => {
    const path = index === 0 ? 'endDate' : `compare[${index - 1}].endDate`;
    return endsBeforeItBegins(range, now) ? [{ path, message: 'Is before startDate; turn them round.' }] : [];
  });
  if (issues.length > 0)
    throw new PlatformError('invalid_input', 'A range ends before it begins.', { issues, sent: 'no' });
  if (compare.length === 0) return [{ startDate, endDate }];
  return [
    { startDate, endDate, name: 'main' },
    ...compare.map((range, index) => ({ ...range, name: `compare_${index + 1}` })),
  ];
}
