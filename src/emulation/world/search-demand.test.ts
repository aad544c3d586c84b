import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildWorld } from './build-world.ts';
import { dayMs } from './days.ts';
import type { World } from './records.ts';
import { pacificDay, searchRowsOn } from './search-demand.ts';
import type { SearchEngine, SearchRow } from './search-records.ts';

const noon = Date.UTC(2026, 10, 22, 12);
let world: World;

beforeAll(() => {
  world = buildWorld(noon);
});

const lastDays = (engine: SearchEngine, days: number, untilMs = world.dayMs): SearchRow[] =>
  Array.from({ length: days }, (_, index) => searchRowsOn(world, engine, untilMs - (index + 1) * dayMs)).flat();
const clicksOf = (rows: readonly SearchRow[]) => rows.reduce((sum, { clicks }) => sum + clicks, 0);
const digestOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

describe('the demand for the shop in search engines', () => {
  it('is the same for the same seed and day, in whatever order days are asked for', () => {
    const other = buildWorld(noon);
    searchRowsOn(other, 'bing', world.dayMs - 3 * dayMs);

    for (const back of [9, 2, 5]) {
      const day = world.dayMs - back * dayMs;
      expect(searchRowsOn(other, 'google', day)).toEqual(searchRowsOn(world, 'google', day));
    }
    expect(searchRowsOn(buildWorld(noon, 'other'), 'google', noon - (noon % dayMs))).not.toEqual(
      searchRowsOn(world, 'google', world.dayMs),
    );
  });

  it('keeps its sealed digest: whoever changes it renews it on purpose', () => {
    expect(digestOf([...lastDays('google', 30), ...lastDays('bing', 30)])).toBe('284dfb7ad6833e6f');
  });

  it('has some hundred rows a day for Google and about a hundred for Bing', () => {
    expect(lastDays('google', 60).length / 60).toBeGreaterThan(250);
    expect(lastDays('google', 60).length / 60).toBeLessThan(500);
    expect(lastDays('bing', 60).length / 60).toBeGreaterThan(70);
    expect(lastDays('bing', 60).length / 60).toBeLessThan(180);
  });

  it('never has more clicks than impressions, nor a position above the first', () => {
    for (const row of [...lastDays('google', 30), ...lastDays('bing', 30)]) {
      expect(row.clicks).toBeLessThanOrEqual(row.impressions);
      expect(row.impressions).toBeGreaterThan(0);
      expect(row.position).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(['google', 'bing'] as const)('counts every visit from %s that led to an order among its clicks', (engine) => {
    for (const { visits } of world.orders) {
      for (const { source, medium, landingPath, atMs } of visits) {
        if (source !== engine || medium !== 'organic') continue;
        const day = engine === 'google' ? pacificDay(atMs) : Math.floor(atMs / dayMs) * dayMs;
        const clicked = searchRowsOn(world, engine, day).filter(
          ({ path, clicks }) => path === landingPath && clicks > 0,
        );
        expect(clicked.length, landingPath).toBeGreaterThan(0);
      }
    }
  });

  it('holds what an analyst looks for: a brand, seasons, rare queries, rivals, chances, pages that fade', () => {
    const rows = lastDays('google', 90);
    const before = lastDays('google', 90, world.dayMs - 180 * dayMs);
    const byQuery = Map.groupBy(
      rows.filter(({ query, kind }) => query && kind === 'web'),
      ({ query }) => query,
    );
    const clicksByPath = (some: readonly SearchRow[]) =>
      new Map([...Map.groupBy(some, ({ path }) => path)].map(([path, there]) => [path, clicksOf(there)] as const));
    const [now, then] = [clicksByPath(rows), clicksByPath(before)];

    expect(byQuery.get('larkmoor tea')!.every(({ position }) => position < 3)).toBe(true);
    expect(clicksOf(searchRowsIn('2025-12'))).toBeGreaterThan(1.2 * clicksOf(searchRowsIn('2026-06')));
    expect(rows.filter(({ query }) => query === undefined).length).toBeGreaterThan(rows.length * 0.15);
    expect(
      [...byQuery.values()].filter((there) => new Set(there.map(({ path }) => path)).size > 1).length,
    ).toBeGreaterThan(5);
    expect(
      rows.filter(({ position, impressions }) => position > 5 && position < 15 && impressions > 20).length,
    ).toBeGreaterThan(20);
    expect(
      [...then].filter(([path, clicks]) => clicks > 15 && (now.get(path) ?? 0) < clicks * 0.6).length,
    ).toBeGreaterThan(3);
  });

  it('answers for 90 days quickly once asked, because a day is drawn once', () => {
    const day = world.dayMs - dayMs;

    expect(searchRowsOn(world, 'google', day)).toBe(searchRowsOn(world, 'google', day));
  });
});

function searchRowsIn(month: string): SearchRow[] {
  const from = Date.parse(`${month}-01T00:00:00Z`);
  return Array.from({ length: 28 }, (_, index) => searchRowsOn(world, 'google', from + index * dayMs)).flat();
}

describe('a day on the Pacific coast', () => {
  it.each([
    ['2026-11-22T07:59:59Z', '2026-11-21'],
    ['2026-11-22T08:00:00Z', '2026-11-22'],
    ['2026-07-01T06:59:59Z', '2026-06-30'],
    ['2026-07-01T07:00:00Z', '2026-07-01'],
    ['2026-03-08T08:00:00Z', '2026-03-08'],
    ['2026-11-01T07:00:00Z', '2026-11-01'],
    ['2026-11-02T07:59:00Z', '2026-11-01'],
  ])('holds %s as %s', (instant, day) => {
    expect(new Date(pacificDay(Date.parse(instant))).toISOString().slice(0, 10)).toBe(day);
  });

  it('is the one of the time zone database', () => {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });
    for (let atMs = Date.UTC(2025, 0, 1); atMs < Date.UTC(2027, 0, 1); atMs += 5 * 3_600_000) {
      expect(new Date(pacificDay(atMs)).toISOString().slice(0, 10)).toBe(format.format(atMs));
    }
  });
});
