import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { firstIncompleteDay, type Question, toQuestion } from './collect-rows.ts';
import { type Sum, sumOf } from './sum.ts';

/** What a question is worth as a whole, with what rows never show: queries that Google keeps to itself. */
export interface Totals {
  readonly sum: Sum;
  /** The last day with data; `undefined` where there are none at all. */
  readonly lastDay: string | undefined;
  /** From this day on figures still grow; `undefined` where all are final, or Google does not say. */
  readonly firstIncompleteDay: string | undefined;
}

/** More than there are days in 16 months. */
const DAYS_MAX = 1_000;

/**
 * Asks for the totals of a question, day by day in one request: rows by query leave out what only few people asked, so
 * their sum is less. Counted as the rows are, so that the two can be compared.
 */
export async function totalsOf(
  upstream: SearchConsoleUpstream,
  question: Question,
  countedAs?: string,
): Promise<Totals> {
  const asked = toQuestion(question, ['date']);
  const usesPage = countedAs === 'by_page' || question.dimensions.includes('page');
  const aggregationType = asked.aggregationType ?? (usesPage ? 'BY_PAGE' : undefined);
  const reply = await upstream.performance(question.site, { ...asked, aggregationType, rowLimit: DAYS_MAX });
  const days = reply.rows.map(({ keys = [], clicks, impressions, position }) => ({
    day: keys[0] ?? '',
    clicks,
    impressions,
    positions: position * impressions,
  }));
  return {
    sum: sumOf(days),
    lastDay: days.reduce<string | undefined>(
      (last, { day }) => (last === undefined || day > last ? day : last),
      undefined,
    ),
    firstIncompleteDay: firstIncompleteDay(reply),
  };
}
