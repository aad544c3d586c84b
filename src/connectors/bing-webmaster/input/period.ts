import { z } from 'zod';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Whether there is such a day; the 30th of February is none. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}

/** Input field for a bound of a period, itself included. */
export function dayField(description: string) {
  return z.string().refine(isDay, 'Write a day that exists, as 2026-11-01.').optional().describe(description);
}

/** The two bounds of a period, both included. */
export const periodFields = {
  from: dayField('YYYY-MM-DD.'),
  to: dayField('Inclusive.'),
};

/** The rule that a period does not end before it begins. */
export function isInOrder({ from, to }: { readonly from?: string; readonly to?: string }): boolean {
  return from === undefined || to === undefined || from <= to;
}

/** What to say when a period ends before it begins. */
export const outOfOrder = { error: 'It ends before it begins.', path: ['to'] };

/** Gives the day that lies so many days after another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Gives how many days lie between two days. */
export function daysBetween(first: string, second: string): number {
  return Math.round((Date.parse(`${second}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}
