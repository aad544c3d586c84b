import { z } from 'zod';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_AGO = /^(\d{1,4})daysAgo$/;
const DAY_MS = 86_400_000;
/** Analytics began to keep data in this form then; an earlier day is a slip. */
const FIRST_DAY = '2015-08-14';

/** Input field for a day as the Data API takes it; days are the property's. */
export function dayField(description: string) {
  return z
    .string()
    .superRefine((text, context) => {
      const message = wrongDay(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .describe(description);
}

/** A stretch of days, both ends included. */
export interface DayRange {
  readonly startDate: string;
  readonly endDate: string;
}

/** Says that a range ends before it begins, as far as that is certain whatever the property's time zone. */
export function endsBeforeItBegins({ startDate, endDate }: DayRange, now: number): boolean {
  const start = bounds(startDate, now);
  const end = bounds(endDate, now);
  if (start.isRelative === end.isRelative) return end.latest < start.latest;
  return end.latest < start.earliest;
}

/** Says why a text is no day that the Data API takes; `undefined` for one that is. */
export function wrongDay(text: string): string | undefined {
  if (text === 'today' || text === 'yesterday' || DAYS_AGO.test(text)) return undefined;
  if (!DAY.test(text)) return 'Write a day as 2026-11-01, today, yesterday or 28daysAgo.';
  const midnight = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(text)) return 'There is no such day.';
  return text < FIRST_DAY ? `Analytics has no data before ${FIRST_DAY}.` : undefined;
}

/** The first and the last day, as UTC midnights, that a word for a day can mean somewhere on earth. */
function bounds(day: string, now: number): { earliest: number; latest: number; isRelative: boolean } {
  if (DAY.test(day)) {
    const midnight = Date.parse(`${day}T00:00:00Z`);
    return { earliest: midnight, latest: midnight, isRelative: false };
  }
  const ago = day === 'today' ? 0 : day === 'yesterday' ? 1 : Number(DAYS_AGO.exec(day)?.[1] ?? 0);
  const today = Math.floor(now / DAY_MS) * DAY_MS - ago * DAY_MS;
  return { earliest: today - DAY_MS, latest: today + DAY_MS, isRelative: true };
}
