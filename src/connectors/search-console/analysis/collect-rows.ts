import { PlatformError } from '../../../kernel/errors.ts';
import { daysOf, eachDay, type Period } from '../input/period.ts';
import type { Dimension, QuestionShape } from '../input/question.ts';
import { toFilterGroups } from '../input/question.ts';
import type { RowReply } from '../protocol/replies.ts';
import type { PerformanceAnswer, PerformanceQuestion, SearchConsoleUpstream } from '../protocol/upstream.ts';
import { toEnum } from '../protocol/words.ts';
import { addUp, type Sum } from './sum.ts';

/** The most rows that Google gives at once. */
const PAGE_ROWS = 25_000;
/** The most that Google gives of one question, however it is paged. */
export const EXPOSED_ROWS = 50_000;
/** Beyond that a question is asked for each day on its own; so many days at most. */
const SINGLE_DAYS_MAX = 100;

/** A question to search analytics about one property, checked. */
export interface Question extends QuestionShape {
  readonly site: string;
  readonly period: Period;
  /** Takes days that are not final. Hours never are. */
  readonly isFresh: boolean;
}

/** One row: its keys in the order of the dimensions. */
export interface Row extends Sum {
  readonly keys: readonly string[];
}

/** Rows of an answer, with what is known of the rest. */
export interface Collected {
  readonly rows: readonly Row[];
  /** There are more rows than these. */
  readonly hasMore: boolean;
  /** How Google counted: `by_page`, `by_property`. */
  readonly aggregation: string | undefined;
  /** From this day on figures still grow, where Google says so beside the rows. */
  readonly firstIncompleteDay: string | undefined;
}

/** Gives the day from which on figures of an answer still grow; Google names it by day or by hour, in two spellings. */
export function firstIncompleteDay({ metadata }: PerformanceAnswer): string | undefined {
  const hour = metadata?.firstIncompleteHour ?? metadata?.first_incomplete_hour;
  return metadata?.firstIncompleteDate ?? metadata?.first_incomplete_date ?? hour?.slice(0, 10);
}

/**
 * Gives the rows from `offset` on, at most `limit`, in as many requests as that takes: pages of 25,000, and day by day where
 * more is wanted than Google gives of one question. Then rows of equal keys are added up.
 */
export async function collectRows(
  upstream: SearchConsoleUpstream,
  question: Question,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Collected> {
  if (offset + limit <= EXPOSED_ROWS || daysOf(question.period) === 1) {
    const { rows, ...told } = await pages(upstream, question, offset, limit + 1);
    return { rows: rows.slice(0, limit).map(toRow), hasMore: rows.length > limit, ...told };
  }
  const { rows, ...told } = await dayByDay(upstream, question);
  return { rows: rows.slice(offset, offset + limit), hasMore: rows.length > offset + limit, ...told };
}

interface Pages extends Pick<Collected, 'aggregation' | 'firstIncompleteDay'> {
  readonly rows: readonly RowReply[];
}

/** Asks page after page until one comes back short, or `wanted` rows are there. */
async function pages(
  upstream: SearchConsoleUpstream,
  question: Question,
  offset: number,
  wanted: number,
): Promise<Pages> {
  const asked = toQuestion(question);
  let rows: RowReply[] = [];
  for (;;) {
    const rowLimit = Math.min(PAGE_ROWS, wanted - rows.length);
    const startRow = offset + rows.length;
    const reply = await upstream.performance(question.site, { ...asked, rowLimit, startRow });
    rows = rows.length === 0 ? reply.rows : rows.concat(reply.rows);
    const isOver = reply.rows.length < rowLimit || rows.length >= wanted;
    if (isOver) {
      return { rows, aggregation: reply.responseAggregationType, firstIncompleteDay: firstIncompleteDay(reply) };
    }
  }
}

async function dayByDay(upstream: SearchConsoleUpstream, question: Question): Promise<Omit<Collected, 'hasMore'>> {
  const days = eachDay(question.period);
  if (days.length > SINGLE_DAYS_MAX) {
    const message = `More than ${EXPOSED_ROWS} rows are asked for day by day; take ${SINGLE_DAYS_MAX} days at most, or fewer rows.`;
    throw new PlatformError('invalid_input', 'The rows cannot be asked for in one call.', {
      issues: [{ path: 'limit', message }],
    });
  }
  const isDated = question.dimensions.includes('date') || question.dimensions.includes('hour');
  const dated: Row[] = [];
  const sums = new Map<string, Row>();
  let aggregation: string | undefined;
  let incomplete: string | undefined;
  for (const day of days) {
    const found = await pages(upstream, { ...question, period: { from: day, to: day } }, 0, EXPOSED_ROWS);
    aggregation ??= found.aggregation;
    incomplete ??= found.firstIncompleteDay;
    for (const reply of found.rows) {
      const row = toRow(reply);
      if (isDated) {
        dated.push(row);
        continue;
      }
      const key = row.keys.join('\u0000');
      const before = sums.get(key);
      sums.set(key, before ? { ...addUp(before, row), keys: row.keys } : row);
    }
  }
  const rows = isDated ? dated : [...sums.values()].sort(byClicks);
  return { rows, aggregation, firstIncompleteDay: incomplete };
}

/** The order in which Google gives rows. */
function byClicks(a: Row, b: Row): number {
  return b.clicks - a.clicks || b.impressions - a.impressions;
}

function toRow({ keys = [], clicks, impressions, position }: RowReply): Row {
  return { keys, clicks, impressions, positions: position * impressions };
}

/** Gives a question in Google's words, without paging. */
export function toQuestion(
  question: Question,
  dimensions: readonly Dimension[] = question.dimensions,
): PerformanceQuestion {
  const { period, filters, searchType, aggregation, isFresh } = question;
  const isHourly = question.dimensions.includes('hour');
  return {
    startDate: period.from,
    endDate: period.to,
    dimensions: dimensions.map(toEnum),
    type: toEnum(searchType),
    dimensionFilterGroups: toFilterGroups(filters),
    aggregationType: aggregation === undefined || aggregation === 'auto' ? undefined : toEnum(aggregation),
    dataState: isHourly ? 'HOURLY_ALL' : isFresh ? 'ALL' : 'FINAL',
  };
}
