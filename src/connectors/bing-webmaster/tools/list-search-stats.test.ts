import { describe, expect, it } from 'vitest';
import { connectBing, SITE } from '../../../../test/support/connected-bing.ts';
import { listSearchStats } from './list-search-stats.ts';

const HOME = SITE;

describe('search statistics', () => {
  it('give every query once, best first, over the whole of a period', async () => {
    const bing = connectBing();

    const answer = await bing.call(listSearchStats, { site: SITE, limit: 5_000 });

    const names = answer.rows.map(({ name }) => name);
    const clicks = answer.rows.map((row) => row.clicks);
    expect(new Set(names).size).toBe(names.length);
    expect(clicks).toEqual(clicks.toSorted((a, b) => b - a));
    expect(answer.rows[0]).toMatchObject({ name: expect.stringContaining('larkmoor'), ctr: expect.any(Number) });
    expect(answer).toMatchObject({ totalRows: names.length, about: { step: 'week' } });
    expect(answer.nextOffset).toBeUndefined();
  });

  it('say what was left out, and go on there without a gap', async () => {
    const bing = connectBing();
    const whole = await bing.call(listSearchStats, { site: SITE, limit: 5_000 });
    const seen: string[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page: { rows: { name: string }[]; nextOffset?: number | undefined } = await bing.call(listSearchStats, {
        site: SITE,
        limit: 60,
        offset,
      });
      seen.push(...page.rows.map(({ name }) => name));
      offset = page.nextOffset;
    }

    expect(seen).toEqual(whole.rows.map(({ name }) => name));
  });

  it('have no position when clicked where nobody clicked', async () => {
    const { rows } = await connectBing().call(listSearchStats, { site: SITE, limit: 5_000 });

    expect(rows.some(({ clicks }) => clicks === 0)).toBe(true);
    for (const { clicks, clickPosition, position } of rows) {
      expect(clickPosition === undefined).toBe(clicks === 0);
      expect(position).toBeGreaterThanOrEqual(1);
    }
  });

  it('of pages give addresses, and pages and queries join both ways', async () => {
    const bing = connectBing();
    const period = { site: SITE, from: '2026-08-01', to: '2026-10-31', limit: 5_000 };

    const pages = await bing.call(listSearchStats, { ...period, of: 'pages' });
    const queries = await bing.call(listSearchStats, { ...period, page: HOME });
    const [top] = queries.rows;
    const found = await bing.call(listSearchStats, { ...period, of: 'pages', query: top?.name });

    expect(bing.methods()).toEqual(['GetPageStats', 'GetPageQueryStats', 'GetQueryPageStats']);
    expect(pages.rows.every(({ name }) => name.startsWith(SITE))).toBe(true);
    expect(found.rows.find(({ name }) => name === HOME)).toEqual({ ...top, name: HOME });
    expect(queries.rows.reduce((sum, { impressions }) => sum + impressions, 0)).toBeLessThanOrEqual(
      pages.rows.find(({ name }) => name === HOME)?.impressions ?? 0,
    );
  });

  it('by week keep Bing’s weeks, whatever is asked for', async () => {
    const bing = connectBing();
    const of = (by: string) => bing.call(listSearchStats, { site: SITE, from: '2026-10-01', to: '2026-10-31', by });

    const [days, weeks] = [await of('day'), await of('week')];

    expect(days.rows).toEqual(weeks.rows);
    expect(days.about.notices).toEqual([expect.stringContaining('by week only')]);
    expect(weeks.about.notices).toBeUndefined();
    expect([...new Set(weeks.rows.map(({ date }) => date))].sort()).toEqual([
      '2026-10-03',
      '2026-10-10',
      '2026-10-17',
      '2026-10-24',
      '2026-10-31',
    ]);
  });

  it('are filtered by a part of the name and sorted as asked', async () => {
    const bing = connectBing();

    const brand = await bing.call(listSearchStats, { site: SITE, contains: 'LARKMOOR', sortBy: 'position' });

    expect(brand.rows.length).toBeGreaterThan(3);
    expect(brand.rows.every(({ name }) => name.includes('larkmoor'))).toBe(true);
    const positions = brand.rows.map(({ position = 0 }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    for (const sortBy of ['impressions', 'ctr'] as const) {
      const { rows } = await bing.call(listSearchStats, { site: SITE, sortBy });
      const values = rows.map((row) => row[sortBy]);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
    }
  });

  it.each([
    { of: 'queries', query: 'tea' },
    { of: 'pages', page: HOME },
    { of: 'countries' },
    { limit: 0 },
    { limit: 5_001 },
    { limit: 1.5 },
    { offset: -1 },
    { from: '2026-12-01', to: '2026-11-01' },
    { contains: '' },
    { sortBy: 'Clicks' },
  ])('refuse %j before Bing is asked', (input) => {
    expect(listSearchStats.input.safeParse(input).success).toBe(false);
  });
});
