import { z } from 'zod';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Input field for a day: `2026-11-01`. */
export function dayField(description: string) {
  return z
    .string()
    .refine((text) => DAY.test(text) && dayExists(text), 'Write a day that exists, as 2026-11-01.')
    .optional()
    .describe(description);
}

/** Input field for an instant with its offset: `2026-11-01T09:00:00Z`. */
export function instantField(description: string) {
  return z
    .string()
    .refine(
      (text) => INSTANT.test(text) && dayExists(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
      'Write an instant that exists, with its offset: 2026-11-01T09:00:00Z.',
    )
    .describe(description);
}

/** `Date.parse` moves the 30th of February to March; a day that comes back as another one is none. */
function dayExists(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

/** Gives a day that passed `dayField` as Zoho's search wants it: `01-Nov-2026`. */
export function toSearchDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}-${MONTHS[Number(month) - 1]}-${year}`;
}

/** Gives an instant as Zoho's scheduler wants it, in UTC: `25/12/2026 09:00:00`, or with the month first. */
export function toScheduleTime(epochMs: number, dates: 'day_first' | 'month_first'): string {
  const [day = '', time = ''] = new Date(epochMs).toISOString().split('T');
  const [year, month, date] = day.split('-');
  const ordered = dates === 'day_first' ? `${date}/${month}/${year}` : `${month}/${date}/${year}`;
  return `${ordered} ${time.slice(0, 8)}`;
}
