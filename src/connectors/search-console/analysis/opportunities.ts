import type { Row } from './collect-rows.ts';
import { expectedCtr } from './expected-ctr.ts';
import { addUp, ctrOf, NOTHING, positionOf, type Sum, sumOf } from './sum.ts';

/** A query on a page that could earn more. */
export interface Chance extends Sum {
  readonly query: string;
  readonly page: string;
  readonly expectedCtr: number;
  /** Clicks more in as many days, if it got what is expected. */
  readonly potentialClicks: number;
}

/** Positions at which a little work brings a page to the first places. */
const NEAR = { from: 4.5, to: 15.5 };
/** Where quick wins could get to. */
const WITHIN_REACH = 3;
const FIRST_PAGE = 10.5;
/** Below this part of what is expected, the title or the text does not invite. */
const GAP = 0.5;

/** Gives queries that stand just below the top, by what the third position would bring them. Rows are by query and page. */
export function quickWins(rows: readonly Row[], minImpressions: number): Chance[] {
  const expected = expectedCtr(rows);
  return chances(rows, minImpressions, (row, position) => {
    if (position < NEAR.from || position >= NEAR.to) return undefined;
    return {
      expectedCtr: expected(WITHIN_REACH),
      potentialClicks: row.impressions * expected(WITHIN_REACH) - row.clicks,
    };
  });
}

/** Gives queries on the first page that are clicked less than half as often as is usual for their position. */
export function ctrGaps(rows: readonly Row[], minImpressions: number): Chance[] {
  const expected = expectedCtr(rows);
  return chances(rows, minImpressions, (row, position) => {
    const usual = expected(position);
    if (position > FIRST_PAGE || ctrOf(row) >= usual * GAP) return undefined;
    return { expectedCtr: usual, potentialClicks: row.impressions * usual - row.clicks };
  });
}

type Judge = (row: Row, position: number) => Pick<Chance, 'expectedCtr' | 'potentialClicks'> | undefined;

function chances(rows: readonly Row[], minImpressions: number, judge: Judge): Chance[] {
  const found: Chance[] = [];
  for (const row of rows) {
    const position = positionOf(row);
    if (row.impressions < minImpressions || position === undefined) continue;
    const judged = judge(row, position);
    if (judged === undefined || judged.potentialClicks <= 0) continue;
    const [query = '', page = ''] = row.keys;
    const { clicks, impressions, positions } = row;
    found.push({ query, page, clicks, impressions, positions, ...judged });
  }
  return found.sort((a, b) => b.potentialClicks - a.potentialClicks);
}

/** A query for which several pages stand in each other's way. */
export interface Rivalry extends Sum {
  readonly query: string;
  readonly pages: readonly (Sum & { readonly page: string })[];
}

/** A page that is shown for less than this part of a query's impressions is no rival. */
const RIVAL_SHARE = 0.1;

/** Gives queries that at least two pages are shown for to a good part, by their impressions. Rows are by query and page. */
export function rivalries(rows: readonly Row[], minImpressions: number): Rivalry[] {
  const found: Rivalry[] = [];
  for (const [query = '', there] of Map.groupBy(rows, ({ keys }) => keys[0])) {
    const sum = sumOf(there);
    if (sum.impressions < minImpressions) continue;
    const pages = there
      .filter(({ impressions }) => impressions >= sum.impressions * RIVAL_SHARE)
      .map(({ keys, clicks, impressions, positions }) => ({ page: keys[1] ?? '', clicks, impressions, positions }))
      .sort((a, b) => b.clicks - a.clicks || b.impressions - a.impressions);
    if (pages.length > 1) found.push({ query, ...sum, pages });
  }
  return found.sort((a, b) => b.impressions - a.impressions);
}

/** A page that loses clicks from one part of the period to the next. */
export interface Decline extends Sum {
  readonly page: string;
  /** Clicks in each part, first to last. */
  readonly trend: readonly number[];
  readonly lostClicks: number;
}

/** What a page has to lose in all before it counts, of the clicks of the first part. */
const LOSS = 0.3;

/** Gives pages whose clicks go down from part to part, by what they have lost. Each part's rows are by page. */
export function declines(parts: readonly (readonly Row[])[], minImpressions: number): Decline[] {
  const byPage = new Map<string, Sum[]>();
  for (const [index, rows] of parts.entries()) {
    for (const row of rows) {
      const page = row.keys[0] ?? '';
      const sums = byPage.get(page) ?? parts.map(() => NOTHING);
      sums[index] = row;
      byPage.set(page, sums);
    }
  }
  const found: Decline[] = [];
  for (const [page, sums] of byPage) {
    const trend = sums.map(({ clicks }) => clicks);
    const [first = 0, last = 0] = [trend[0], trend.at(-1)];
    const sum = sums.reduce(addUp, NOTHING);
    const isFalling = trend.every((clicks, index) => index === 0 || clicks <= (trend[index - 1] as number));
    if (!isFalling || last > first * (1 - LOSS) || first === 0 || sum.impressions < minImpressions) continue;
    found.push({ page, trend, lostClicks: first - last, ...sum });
  }
  return found.sort((a, b) => b.lostClicks - a.lostClicks);
}
