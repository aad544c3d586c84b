import { z } from 'zod';
import { type Issue, PlatformError } from '../../../kernel/errors.ts';
import { pacificDate } from '../../google/pacific-time.ts';

const DAY_MS = 86_400_000;
/** How far back Search Console keeps data. */
const MONTHS_KEPT = 16;
/** Hours are kept for about this many days. */
const HOURLY_DAYS = 10;
/** Data are final after two to three days. */
export const FINAL_AFTER_DAYS = 3;

/** Days as Google counts them, both included: `2026-11-01`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Input field for a Pacific day. */
export function dayField(description: string) {
  return z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'Write a day as 2026-11-01.')
    .refine(exists, 'There is no such day.')
    .optional()
    .describe(description);
}

function exists(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** Gives the day some days later; earlier for a negative number. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days a period has. */
export function daysOf({ from, to }: Period): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

/** Every day of a period, first to last. */
export function eachDay(period: Period): string[] {
  return Array.from({ length: daysOf(period) }, (_, index) => addDays(period.from, index));
}

/** Gives the same period one year earlier; the 29th of February becomes the 28th. */
export function yearBefore({ from, to }: Period): Period {
  return { from: monthsBack(from, 12), to: monthsBack(to, 12) };
}

/** Gives the period of the same length that ends the day before. */
export function periodBefore(period: Period): Period {
  return { from: addDays(period.from, -daysOf(period)), to: addDays(period.from, -1) };
}

/** What is asked for, before it is checked against today. */
export interface PeriodRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** How a period is made and checked. */
export interface PeriodRules {
  readonly now: number;
  /** Days of a period that nobody has chosen. */
  readonly usualDays: number;
  readonly isHourly?: boolean;
  /** Takes days that are not final for its end when nobody has chosen one. */
  readonly isFresh?: boolean;
}

/**
 * Gives the period that was asked for: `to` is the last final day where it was not given, `from` so many days before. A
 * period that Search Console cannot have data of is refused before it is asked.
 */
export function toPeriod(request: PeriodRequest, { now, usualDays, isHourly, isFresh }: PeriodRules): Period {
  const today = pacificDate(now);
  const earliest = isHourly ? addDays(today, -HOURLY_DAYS) : monthsBack(today, MONTHS_KEPT);
  const to = request.to ?? (isFresh || isHourly ? today : addDays(today, -FINAL_AFTER_DAYS));
  const from = request.from ?? latest(addDays(to, 1 - usualDays), earliest);
  const issues: Issue[] = [];
  if (from > to) issues.push({ path: 'from', message: `It is after the end, ${to}.` });
  if (to > today) issues.push({ path: 'to', message: `It is not over yet; today is ${today}, Pacific time.` });
  if (from < earliest) {
    const kept = isHourly ? `Hours are kept for ${HOURLY_DAYS} days` : `Search Console keeps ${MONTHS_KEPT} months`;
    issues.push({ path: 'from', message: `${kept}; begin on ${earliest} or later.` });
  }
  if (issues.length > 0) throw new PlatformError('invalid_input', 'The period cannot be asked for.', { issues });
  return { from, to };
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

function monthsBack(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(dayOfMonth, last));
  return date.toISOString().slice(0, 10);
}
