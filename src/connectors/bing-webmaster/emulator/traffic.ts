import { z } from 'zod';
import { dayMs, monthsBefore } from '../../../emulation/world/days.ts';
import { Random } from '../../../emulation/world/random.ts';
import type { World } from '../../../emulation/world/records.ts';
import { searchRowsOn } from '../../../emulation/world/search-demand.ts';
import type { SearchRow } from '../../../emulation/world/search-records.ts';
import type { Account, Row, Site } from './account.ts';
import { bingDay, weekOf } from './bing-dates.ts';
import { get, type Method, text, typed } from './method.ts';
import { Refusal } from './refusal.ts';

const months = 16;
/** Statistics come two days late. */
const lateDays = 2;

const known = new WeakMap<World, ReadonlyMap<number, readonly SearchRow[]>>();

/** Gives all that Bing keeps, by day, oldest first; computed once for each world. */
function keptRows(world: World): ReadonlyMap<number, readonly SearchRow[]> {
  let days = known.get(world);
  if (!days) {
    const all = new Map<number, readonly SearchRow[]>();
    const lastMs = world.dayMs - lateDays * dayMs;
    for (let day = weekOf(monthsBefore(lastMs, months)); day <= lastMs; day += dayMs) {
      all.set(day, searchRowsOn(world, 'bing', day));
    }
    known.set(world, all);
    days = all;
  }
  return days;
}

function rowsOf({ world }: Account, site: Site): [day: number, rows: readonly SearchRow[]][] {
  return site.isShop ? [...keptRows(world)] : [];
}

const sum = (rows: readonly SearchRow[], of: 'clicks' | 'impressions') => rows.reduce((all, row) => all + row[of], 0);

/** A mean position, whole as Bing gives it; -1 where there is nothing to be the mean of. */
function meanPosition(rows: readonly SearchRow[], weight: 'clicks' | 'impressions'): number {
  const all = sum(rows, weight);
  if (all === 0) return -1;
  return Math.max(1, Math.round(rows.reduce((total, row) => total + row.position * row[weight], 0) / all));
}

function traffic(day: number, rows: readonly SearchRow[]): Row {
  return typed('RankAndTrafficStats', {
    Clicks: sum(rows, 'clicks'),
    Date: bingDay(day),
    Impressions: sum(rows, 'impressions'),
  });
}

/** Weeks of rows that are named by a query or a page, oldest week first, most impressions first. */
function weekly(account: Account, site: Site, nameOf: (row: SearchRow) => string | undefined): Row[] {
  const weeks = Map.groupBy(
    rowsOf(account, site).flatMap(([day, rows]) => rows.map((row) => ({ week: weekOf(day), row, name: nameOf(row) }))),
    ({ week }) => week,
  );
  return [...weeks].flatMap(([week, cells]) => {
    const named = Map.groupBy(cells, ({ name }) => name);
    named.delete(undefined);
    return [...named]
      .map(([name, same]) =>
        queryStats(
          week,
          name as string,
          same.map(({ row }) => row),
        ),
      )
      .sort((a, b) => Number(b.Impressions) - Number(a.Impressions));
  });
}

function queryStats(week: number, name: string, rows: readonly SearchRow[]): Row {
  return typed('QueryStats', {
    AvgClickPosition: meanPosition(rows, 'clicks'),
    AvgImpressionPosition: meanPosition(rows, 'impressions'),
    Clicks: sum(rows, 'clicks'),
    Date: bingDay(week),
    Impressions: sum(rows, 'impressions'),
    Query: name,
  });
}

const pageOf = (site: Site, row: SearchRow) => new URL(row.path, site.url).href;
const isDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const market = { q: text, country: z.string().length(2), language: z.string().min(2) };

/** Searches of everybody in a market for a text in the week of a day. */
function searches({ seed }: World, q: string, country: string, week: number): { exact: number; broad: number } {
  const base = new Random(seed, `bing/keyword/${country}/${q.toLowerCase()}`).integer(20, 4_000);
  const exact = Math.round(base * (0.8 + 0.4 * new Random(seed, `bing/keyword/${country}/${q}/${week}`).next()));
  return { exact, broad: exact * 3 + q.length };
}

function weeksBetween(fromMs: number, toMs: number): number[] {
  const weeks: number[] = [];
  for (let week = weekOf(fromMs); week <= toMs; week += 7 * dayMs) weeks.push(week);
  return weeks;
}

/** Weeks of a period of which there are figures already. */
function countedWeeks({ world }: Account, startDate: string, endDate: string): number[] {
  const [fromMs, toMs] = [Date.parse(startDate), Date.parse(endDate)];
  if (fromMs > toMs) throw new Refusal(8);
  const lastMs = world.dayMs - lateDays * dayMs;
  if (fromMs > lastMs) return [];
  return weeksBetween(fromMs, Math.min(toMs, lastMs)).filter((week) => week + 6 * dayMs >= fromMs);
}

function keyword(account: Account, q: string, country: string, weeks: readonly number[]): Row {
  const counts = weeks.map((week) => searches(account.world, q, country, week));
  const total = (of: 'exact' | 'broad') => counts.reduce((all, count) => all + count[of], 0);
  return typed('Keyword', {
    BroadImpressions: total('broad'),
    Impressions: total('exact'),
    Query: weeks.length === 0 ? null : q,
  });
}

const related = ['best', 'buy', 'how to brew', 'organic', 'what is', 'near me', 'benefits of', 'cheap'];

function inMarket(method: Method): Method {
  return { ...method, reach: 'any', params: method.params.omit({ siteUrl: true }) };
}

/** Search traffic and keywords. */
export const trafficMethods: Readonly<Record<string, Method>> = {
  GetRankAndTrafficStats: get({}, (_params, account, site) =>
    rowsOf(account, site).map(([day, rows]) => traffic(day, rows)),
  ),
  GetQueryTrafficStats: get({ query: text }, ({ query }, account, site) =>
    rowsOf(account, site)
      .map(([day, rows]) =>
        traffic(
          day,
          rows.filter((row) => row.query === query),
        ),
      )
      .filter(({ Impressions }) => Number(Impressions) > 0),
  ),
  GetQueryStats: get({}, (_params, account, site) => weekly(account, site, ({ query }) => query)),
  GetPageStats: get({}, (_params, account, site) => weekly(account, site, (row) => pageOf(site, row))),
  GetPageQueryStats: get({ page: text }, ({ page }, account, site) =>
    weekly(account, site, (row) => (pageOf(site, row) === page ? row.query : undefined)),
  ),
  GetQueryPageStats: get({ query: text }, ({ query }, account, site) =>
    weekly(account, site, (row) => (row.query === query ? pageOf(site, row) : undefined)),
  ),
  GetQueryPageDetailStats: get({ query: text, page: text }, ({ query, page }, account, site) =>
    weekly(account, site, (row) => (row.query === query && pageOf(site, row) === page ? query : undefined)).map(
      ({ Clicks, Date: date, Impressions, AvgImpressionPosition }) =>
        typed('DetailedQueryStats', { Clicks, Date: date, Impressions, Position: AvgImpressionPosition }),
    ),
  ),
  GetKeyword: inMarket(
    get({ ...market, startDate: isDay, endDate: isDay }, ({ q, country, startDate, endDate }, account) =>
      keyword(account, q, country, countedWeeks(account, startDate, endDate)),
    ),
  ),
  GetRelatedKeywords: inMarket(
    get({ ...market, startDate: isDay, endDate: isDay }, ({ q, country, startDate, endDate }, account) => {
      const weeks = countedWeeks(account, startDate, endDate);
      return weeks.length === 0 ? [] : related.map((more) => keyword(account, `${more} ${q}`, country, weeks));
    }),
  ),
  GetKeywordStats: inMarket(
    get(market, ({ q, country }, account) => {
      const lastMs = account.world.dayMs - lateDays * dayMs;
      return weeksBetween(monthsBefore(lastMs, 6), lastMs).map((week) => {
        const { exact, broad } = searches(account.world, q, country, week);
        const row = { BroadImpressions: broad, Date: bingDay(week, false), Impressions: exact, Query: q };
        return typed('KeywordStats', row);
      });
    }),
  ),
};
