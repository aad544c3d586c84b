import { z } from 'zod';
import { addDays, daysBetween } from '../input/period.ts';

/** What rows are added up to. */
export const GRAINS = ['day', 'week', 'month', 'total'] as const;
export type Grain = (typeof GRAINS)[number];

/** How far apart Bing's dates lie; `unknown` where there are not two. */
export type Step = 'day' | 'week' | 'unknown';

const WEEK_DAYS = 7;

/** What every answer about a stretch of time says of it. */
export const About = z.object({
  site: z.string().describe('The site.'),
  step: z
    .enum(['day', 'week', 'unknown'])
    .describe('How far apart Bing’s dates lie; week: each week is filed under one date.'),
  firstDate: z.string().optional().describe('Oldest date that Bing has; absent: it has nothing.'),
  lastDate: z.string().optional().describe('Newest date that Bing has.'),
  notices: z.array(z.string()).optional().describe('What to know before comparing.'),
});

/** A stretch of time that Bing reported on, cut to what was asked for. */
export interface History<Row> {
  readonly step: Step;
  readonly firstDate: string | undefined;
  readonly lastDate: string | undefined;
  /** Oldest first. */
  readonly rows: readonly Row[];
  /** Gives the group of a date: the date itself, a Monday, the first of a month, or nothing for all together. */
  groupOf(date: string): string;
  /** Whether a group reaches beyond what is asked for or what Bing has. */
  isPartial(group: string): boolean;
}

/**
 * Puts Bing's rows in order, oldest first, finds out their step, and cuts them to a period, both bounds included. Bing
 * takes no dates: it answers with all it has, in no order that can be relied on.
 */
export function toHistory<Row extends { readonly Date: string }>(
  answered: readonly Row[],
  by: Grain,
  from: string | undefined,
  to: string | undefined,
): History<Row> {
  const sorted = answered.toSorted((a, b) => (a.Date < b.Date ? -1 : a.Date > b.Date ? 1 : 0));
  const dates = [...new Set(sorted.map(({ Date: date }) => date))];
  const step = stepOf(dates);
  const [firstDate, lastDate] = [dates[0], dates.at(-1)];
  const lastCovered = lastDate === undefined ? '' : step === 'week' ? addDays(lastDate, WEEK_DAYS - 1) : lastDate;
  const begin = later(from, firstDate);
  const end = earlier(to, lastCovered);
  return {
    step,
    firstDate,
    lastDate,
    rows: sorted.filter(({ Date: date }) => (from === undefined || date >= from) && (to === undefined || date <= to)),
    groupOf: (date) => groupOf(date, by, step),
    isPartial(group) {
      if (by === 'month') return group < begin || lastOfMonth(group) > end;
      return by === 'week' && step === 'day' && (group < begin || addDays(group, WEEK_DAYS - 1) > end);
    },
  };
}

/** Weekly dates lie whole weeks apart, with weeks missing in which nothing happened. */
export function stepOf(dates: readonly string[]): Step {
  const gaps = dates.slice(1).map((date, index) => daysBetween(dates[index] as string, date));
  if (gaps.length === 0) return 'unknown';
  return gaps.every((gap) => gap % WEEK_DAYS === 0) ? 'week' : 'day';
}

function groupOf(date: string, by: Grain, step: Step): string {
  if (by === 'total') return '';
  if (by === 'month') return `${date.slice(0, 7)}-01`;
  if (by === 'day' || step === 'week') return date;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % WEEK_DAYS));
}

function lastOfMonth(first: string): string {
  return addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
}

function later(a: string | undefined, b: string | undefined): string {
  return (a ?? '') > (b ?? '') ? (a as string) : (b ?? '');
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b;
}

/** Sums of rows, with means weighted by what they are means of. */
export interface Sums {
  readonly clicks: number;
  readonly impressions: number;
  /** Clicks for each impression, to four places; 0 where there is none. */
  readonly ctr: number;
}

/** Adds up clicks and impressions. */
export function sumOf(rows: readonly { readonly Clicks: number; readonly Impressions: number }[]): Sums {
  const clicks = rows.reduce((sum, row) => sum + row.Clicks, 0);
  const impressions = rows.reduce((sum, row) => sum + row.Impressions, 0);
  return { clicks, impressions, ctr: impressions === 0 ? 0 : rounded(clicks / impressions, 4) };
}

/** Gives the mean of the rows that have a value, weighted, to one place; Bing writes -1 where there is none. */
export function meanOf<Row>(
  rows: readonly Row[],
  value: (row: Row) => number,
  weight: (row: Row) => number,
): number | undefined {
  const having = rows.filter((row) => value(row) >= 0 && weight(row) > 0);
  const total = having.reduce((sum, row) => sum + weight(row), 0);
  if (total === 0) return undefined;
  return rounded(having.reduce((sum, row) => sum + value(row) * weight(row), 0) / total, 1);
}

function rounded(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}

/** Says of a history what the reader must know to compare periods: what Bing has, and where that is less than was asked for. */
export function aboutOf(
  site: string,
  { step, firstDate, lastDate }: Pick<History<unknown>, 'step' | 'firstDate' | 'lastDate'>,
  by: Grain,
  from: string | undefined,
  to: string | undefined,
): z.output<typeof About> {
  const notices: string[] = [];
  if (firstDate !== undefined && from !== undefined && from < firstDate) {
    notices.push(`Bing has nothing before ${firstDate}.`);
  }
  if (lastDate !== undefined && to !== undefined && daysBetween(lastDate, to) >= (step === 'week' ? WEEK_DAYS : 1)) {
    notices.push(`Bing has nothing after ${lastDate} yet.`);
  }
  if (step === 'week' && by === 'day') notices.push('Bing gives this by week only; each row is a week.');
  if (step === 'week' && by === 'month')
    notices.push('Bing gives this by week; a week counts to the month of its date.');
  return { site, step, firstDate, lastDate, notices: notices.length > 0 ? notices : undefined };
}
