import { z } from 'zod';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const DAY_MS = 86_400_000;

/** Input field for a day (`2026-11-01`, a whole day where the shop is) or an instant with its offset (`2026-11-01T09:00:00+01:00`). */
export function dateField(description: string) {
  return z
    .string()
    .regex(INSTANT, 'Write a day as 2026-11-01, or an instant with its offset as 2026-11-01T09:00:00Z.')
    .refine(exists, 'There is no such day or time.')
    .optional()
    .describe(description);
}

/** `Date.parse` moves the 30th of February to March; a day that comes back as another one is none. */
function exists(text: string): boolean {
  const midnight = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(midnight) || Number.isNaN(Date.parse(text))) return false;
  return new Date(midnight).toISOString().startsWith(text.slice(0, 10));
}

/** Whether what passed `dateField` is a whole day, whose bounds depend on the shop's time zone. */
export function isDay(text: string): boolean {
  return DATE.test(text);
}

/** A stretch of time as the arguments of a search bound it, in epoch milliseconds; `to` is the first instant that is outside. */
export interface Period {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

/** Gives the period between two bounds that passed `dateField`, both included; days are days of the time zone. */
export function toPeriod(from: string | undefined, to: string | undefined, timeZone: string): Period {
  return {
    fromMs: from === undefined ? undefined : isDay(from) ? startOfDay(from, timeZone) : Date.parse(from),
    toMs: to === undefined ? undefined : isDay(to) ? endOfDay(to, timeZone) : Date.parse(to) + 1,
  };
}

/**
 * Gives the epoch milliseconds at which a day begins in a time zone (IANA name). Where clocks are changed at midnight,
 * that is the first instant of the day.
 */
function startOfDay(day: string, timeZone: string): number {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // The zone's offset is looked up near the answer and once more at it: a change of clocks may lie between the two.
  const guess = utcMidnight - offsetMs(utcMidnight, timeZone);
  const start = utcMidnight - offsetMs(guess, timeZone);
  return offsetMs(start, timeZone) === offsetMs(guess, timeZone) ? start : Math.max(start, guess);
}

/** Gives the epoch milliseconds at which the day after begins. */
function endOfDay(day: string, timeZone: string): number {
  return startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), timeZone);
}

/** What clocks in the zone show at an instant, less UTC. */
function offsetMs(epochMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(epochMs / 1000) * 1000;
}
