import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { type DayRange, dayField, endsBeforeItBegins, wrongDay } from './dates.ts';

/** The API takes four ranges, the main one included. */
const COMPARED_MAX = 3;
const RANGE = /^(\S{5,12})\.\.(\S{5,12})$/;

/** Input fields for the days of a report. */
export const rangeFields = {
  startDate: dayField('2026-11-01, yesterday or 28daysAgo.').default('28daysAgo'),
  endDate: dayField('Included.').default('yesterday'),
};

/** Input field for a list of ranges, each `2026-10-01..2026-10-31`. */
export function rangesField(most: number, description: string, least = 1) {
  return z
    .array(
      z.string().superRefine((text, context) => {
        const { startDate, endDate } = rangeOf(text) ?? {};
        const message =
          startDate === undefined || endDate === undefined
            ? 'Write a range as 2026-10-01..2026-10-31 or 56daysAgo..29daysAgo.'
            : (wrongDay(startDate) ?? wrongDay(endDate));
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
    )
    .refine((ranges) => ranges.length >= least, `At least ${least} range.`)
    .refine((ranges) => ranges.length <= most, `At most ${most} ranges.`)
    .describe(description);
}

/** Input field for further ranges to set beside the main one. */
export function compareField() {
  return rangesField(COMPARED_MAX, 'Further ranges: 56daysAgo..29daysAgo.', 0).optional();
}

/** A range with the name that its rows are marked with. */
export interface NamedRange extends DayRange {
  readonly name?: string;
}

/** Gives the ranges as the API takes them, named where there are several. Throws `invalid_input` for one that ends before it begins. */
export function toRanges({ startDate, endDate }: DayRange, compare: readonly string[], now: number): NamedRange[] {
  checkRange({ startDate, endDate }, 'endDate', now);
  return toNamedRanges([{ startDate, endDate }, ...toDayRanges(compare, 'compare', now)]);
}

/** Names ranges where there are several: the first is the main one. */
export function toNamedRanges(ranges: readonly DayRange[]): NamedRange[] {
  if (ranges.length < 2) return [...ranges];
  return ranges.map((range, index) => ({ ...range, name: index === 0 ? 'main' : `compare_${index}` }));
}

/** Gives ranges that passed `rangesField`. Throws `invalid_input` for one that ends before it begins. */
export function toDayRanges(texts: readonly string[], argument: string, now: number): DayRange[] {
  return texts.map((text, index) => {
    const range = rangeOf(text) ?? { startDate: '', endDate: '' };
    checkRange(range, `${argument}[${index}]`, now);
    return range;
  });
}

function rangeOf(text: string): DayRange | undefined {
  const [, startDate, endDate] = RANGE.exec(text) ?? [];
  return startDate === undefined || endDate === undefined ? undefined : { startDate, endDate };
}

function checkRange(range: DayRange, path: string, now: number): void {
  if (!endsBeforeItBegins(range, now)) return;
  const issues = [{ path, message: `Ends before it begins: ${range.startDate} to ${range.endDate}.` }];
  throw new PlatformError('invalid_input', 'A range ends before it begins.', { issues, sent: 'no' });
}
