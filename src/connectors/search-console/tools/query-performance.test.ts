import { describe, expect, it } from 'vitest';
import { connectSearchConsole, SITE } from '../../../../test/support/connected-search-console.ts';
import type { PlatformError } from '../../../kernel/errors.ts';
import { queryPerformance } from './query-performance.ts';

type Asked = Record<string, unknown>;
type Page = Awaited<ReturnType<typeof queryPerformance.run>>;
const bodies = ({ exchanged }: ReturnType<typeof connectSearchConsole>): Asked[] =>
  exchanged.map(({ request }) => JSON.parse(String(request.body)));
const sum = (rows: readonly { clicks: number; impressions: number }[], field: 'clicks' | 'impressions') =>
  rows.reduce((total, row) => total + row[field], 0);

describe('search performance', () => {
  it('is asked for in Google’s words, for a property that is one segment of the path', async () => {
    const console = connectSearchConsole();

    await console.call(queryPerformance, {
      site: SITE,
      dimensions: ['query', 'search_appearance'].slice(0, 1),
      aggregation: 'by_property',
      searchType: 'image',
      limit: 10,
    });

    expect(console.exchanged[0]?.request.url).toBe(
      'https://searchconsole.googleapis.com/webmasters/v3/sites/sc-domain%3Alarkmoor-tea.example/searchAnalytics/query',
    );
    expect(bodies(console)[0]).toEqual({
      startDate: '2026-10-23',
      endDate: '2026-11-19',
      dimensions: ['QUERY'],
      type: 'IMAGE',
      aggregationType: 'BY_PROPERTY',
      dataState: 'FINAL',
      rowLimit: 11,
      startRow: 0,
    });
  });

  it('by query is never the whole: the totals hold what Google tells nobody', async () => {
    const { rows, totals, notListed, nextOffset } = await connectSearchConsole().call(queryPerformance, { site: SITE });

    expect(nextOffset).toBeUndefined();
    expect(notListed?.impressions).toBeGreaterThan(totals.impressions * 0.1);
    expect(sum(rows, 'clicks') + (notListed?.clicks ?? 0)).toBe(totals.clicks);
    expect(sum(rows, 'impressions') + (notListed?.impressions ?? 0)).toBe(totals.impressions);
    expect(totals.ctr).toBeCloseTo(totals.clicks / totals.impressions, 3);
  });

  it('by page leaves nothing out, and its totals are counted by page as well', async () => {
    const console = connectSearchConsole();

    const { notListed, countedBy } = await console.call(queryPerformance, { site: SITE, dimensions: ['page'] });

    expect(notListed).toEqual({ clicks: 0, impressions: 0 });
    expect(countedBy).toBe('by_page');
    expect(bodies(console)[1]).toMatchObject({ dimensions: ['DATE'], aggregationType: 'BY_PAGE' });
  });

  it('without dimensions is one row', async () => {
    const { rows, totals } = await connectSearchConsole().call(queryPerformance, { site: SITE, dimensions: [] });

    expect(rows).toEqual([totals]);
  });

  it('goes on where it stopped, without a row twice or lost', async () => {
    const console = connectSearchConsole();
    const whole = await console.call(queryPerformance, { site: SITE, dimensions: ['query', 'page'] });

    const pages: unknown[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page: Page = await console.call(queryPerformance, {
        site: SITE,
        dimensions: ['query', 'page'],
        limit: 100,
        offset,
      });
      if (page.nextOffset !== undefined) expect(page.notices?.join()).toContain('nextOffset');
      pages.push(...page.rows);
      offset = page.nextOffset;
    }

    expect(pages).toEqual(whole.rows);
    expect(pages.length).toBeGreaterThan(300);
  });

  it('of more than 25,000 rows is asked for page by page', async () => {
    const console = connectSearchConsole();

    const { rows, nextOffset } = await console.call(queryPerformance, {
      site: SITE,
      from: '2026-06-01',
      to: '2026-11-15',
      dimensions: ['date', 'query', 'page', 'country', 'device'],
      limit: 30_000,
    });

    expect(rows).toHaveLength(30_000);
    expect(nextOffset).toBe(30_000);
    expect(bodies(console).map(({ startRow, rowLimit }) => [startRow, rowLimit])).toEqual([
      [0, 25_000],
      [25_000, 5_001],
      [undefined, 1_000],
    ]);
  });

  it('of more than Google gives of one question is asked for day by day, and equal rows are added up', async () => {
    const console = connectSearchConsole({ limits: { exposedRows: 300 } });
    const asked = { site: SITE, from: '2026-11-01', to: '2026-11-07', dimensions: ['query'] };

    const few = await console.call(queryPerformance, { ...asked, limit: 5_000 });
    const all = await console.call(queryPerformance, { ...asked, limit: 60_000 });

    const queries = all.rows.map(({ query }) => query);
    expect(new Set(queries).size).toBe(queries.length);
    expect(few.rows.length).toBeLessThanOrEqual(300);
    expect(sum(all.rows, 'clicks')).toBeGreaterThanOrEqual(sum(few.rows, 'clicks'));
    expect(all.rows.map(({ clicks }) => clicks)).toEqual(
      all.rows.map(({ clicks }) => clicks).toSorted((a, b) => b - a),
    );
    expect(
      bodies(console)
        .slice(2, 9)
        .map(({ startDate, endDate }) => `${startDate} ${endDate}`),
    ).toEqual(Array.from({ length: 7 }, (_, index) => `2026-11-0${index + 1} 2026-11-0${index + 1}`));
  });

  it('of more days than can be asked one by one is refused, not cut', async () => {
    const console = connectSearchConsole();

    await expect(
      console.call(queryPerformance, { site: SITE, from: '2026-01-01', to: '2026-11-01', limit: 60_000 }),
    ).rejects.toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'limit' }] } });
    expect(console.exchanged).toEqual([]);
  });

  it('says where final data end, and from where on figures grow', async () => {
    const console = connectSearchConsole();

    const final = await console.call(queryPerformance, { site: SITE, from: '2026-11-10', to: '2026-11-21' });
    const fresh = await console.call(queryPerformance, {
      site: SITE,
      from: '2026-11-10',
      to: '2026-11-21',
      fresh: true,
    });

    expect(final.notices).toEqual(['Final data end on 2026-11-19; later days are not in these figures.']);
    expect(fresh.notices).toEqual(['Figures from 2026-11-20 on are not final and still grow.']);
    expect(fresh.totals.clicks).toBeGreaterThan(final.totals.clicks);
  });

  it('by hour is of the last days, and never final', async () => {
    const console = connectSearchConsole();

    const { rows, notices } = await console.call(queryPerformance, { site: SITE, dimensions: ['hour'] });

    expect(bodies(console)[0]).toMatchObject({
      dataState: 'HOURLY_ALL',
      startDate: '2026-11-20',
      endDate: '2026-11-22',
    });
    expect(rows[0]?.hour).toBe('2026-11-20T00:00:00-08:00');
    expect(notices).toEqual(['Figures from 2026-11-20 on are not final and still grow.']);
  });

  it('is empty, with words, where there are no data', async () => {
    const { rows, totals, notices } = await connectSearchConsole().call(queryPerformance, {
      site: SITE,
      filters: [{ dimension: 'query', value: 'coffee' }],
    });

    expect(rows).toEqual([]);
    expect(totals).toEqual({ clicks: 0, impressions: 0, ctr: 0 });
    expect(notices).toEqual(['There are no data from 2026-10-23 to 2026-11-19.']);
  });

  it('has no positions in a feed', async () => {
    const { rows } = await connectSearchConsole().call(queryPerformance, {
      site: SITE,
      dimensions: ['page'],
      searchType: 'discover',
    });

    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every((row) => !('position' in row))).toBe(true);
  });

  it.each([
    [
      { dimension: 'query', operator: 'matches_regex', value: '^(how|what)\\b' },
      (row: Asked) => /^(how|what)\b/.test(String(row.query)),
    ],
    [
      { dimension: 'query', operator: 'not_contains', value: 'larkmoor' },
      (row: Asked) => !String(row.query).includes('larkmoor'),
    ],
    [
      { dimension: 'query', operator: 'not_matches_regex', value: '(?i)TEA' },
      (row: Asked) => !/tea/i.test(String(row.query)),
    ],
    [
      { dimension: 'page', operator: 'contains', value: '/products/' },
      (row: Asked) => String(row.page).includes('/products/'),
    ],
    [{ dimension: 'country', value: 'IRL' }, (row: Asked) => row.country === 'irl'],
    [{ dimension: 'device', operator: 'not_equals', value: 'mobile' }, (row: Asked) => row.device !== 'mobile'],
  ])('keeps to a filter: %j', async (filter, holds) => {
    const { rows } = await connectSearchConsole().call(queryPerformance, {
      site: SITE,
      dimensions: ['query', 'page', 'country', 'device'],
      filters: [filter],
    });

    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((row) => holds(row))).toBe(true);
  });

  it('reads both spellings of Google’s enums and of its metadata', async () => {
    const asked = { site: SITE, dimensions: ['date', 'device'], fresh: true };
    const ofGuides = await connectSearchConsole().call(queryPerformance, asked);
    const ofDiscovery = await connectSearchConsole({ enums: 'discovery' }).call(queryPerformance, asked);
    const body = {
      responseAggregationType: 'byProperty',
      metadata: { first_incomplete_date: '2026-11-20' },
      rows: [{ keys: ['2026-11-21'], clicks: 1, impressions: 2, ctr: 0.5, position: 3 }],
    };
    const old = await connectSearchConsole({
      answer: () => ({ status: 200, headers: {}, body: JSON.stringify(body) }),
    }).call(queryPerformance, { site: SITE, dimensions: ['date'], fresh: true });

    expect(ofDiscovery).toEqual(ofGuides);
    expect(old).toMatchObject({
      countedBy: 'by_property',
      notices: ['Figures from 2026-11-20 on are not final and still grow.'],
    });
  });
});

describe('a property that is refused', () => {
  const failure = (site: string) =>
    connectSearchConsole()
      .call(queryPerformance, { site })
      .catch((error: PlatformError) => error as PlatformError);

  it.each([
    ['https://larkmoor-tea.example/', 'Did you mean sc-domain:larkmoor-tea.example?'],
    ['http://www.larkmoor-tea.example/', 'Did you mean sc-domain:larkmoor-tea.example?'],
    ['sc-domain:larkmor-tea.example', 'Did you mean sc-domain:larkmoor-tea.example?'],
    ['https://unheard-of.test/', 'gsc_list_sites gives those that it has.'],
  ])('because it is spelled %s is told the nearest spelling', async (site, hint) => {
    expect(await failure(site)).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(hint),
      details: { sent: 'no', issues: [{ path: 'site', message: hint }] },
    });
  });

  it('for lack of rights is told the rights', async () => {
    expect(await failure('https://staging.larkmoor-tea.example/')).toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('is unverified user of https://staging.larkmoor-tea.example/'),
    });
  });
});

describe('a question that Google would refuse', () => {
  it.each([
    { site: SITE, dimensions: ['page'], aggregation: 'by_property' },
    { site: SITE, dimensions: ['query'], searchType: 'discover' },
    { site: SITE, from: '2025-01-01' },
    { site: SITE, to: '2027-01-01' },
    { site: SITE, dimensions: ['hour'], from: '2026-11-01' },
  ])('is refused without asking: %j', async (input) => {
    const console = connectSearchConsole();

    await expect(console.call(queryPerformance, input)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(console.exchanged).toEqual([]);
  });

  it.each([
    {},
    { site: 'example.com' },
    { site: SITE, dimensions: ['year'] },
    { site: SITE, limit: 0 },
    { site: SITE, limit: 1.5 },
    { site: SITE, offset: -1 },
    { site: SITE, from: '2026-02-30' },
    { site: SITE, dataState: 'all' },
    { site: SITE, filters: [{ dimension: 'query', operator: 'matches_regex', value: '(a)\\1' }] },
  ])('does not fit the arguments: %j', (input) => {
    expect(queryPerformance.input.safeParse(input).success).toBe(false);
  });
});

describe('a Search Console that lies', () => {
  it.each([
    ['a web page', '<!doctype html><p>Moment</p>'],
    ['half an answer', '{"rows":[{"keys":["tea"],"clicks":1'],
    ['rows of another kind', '{"rows":[{"keys":"tea","clicks":"many"}]}'],
    ['a list', '[]'],
    ['an error with status 200', '{"error":{"code":500}}'],
  ])('with %s is not believed, and nothing was done', async (_what, body) => {
    const console = connectSearchConsole({ answer: () => ({ status: 200, headers: {}, body }) });

    await expect(console.call(queryPerformance, { site: SITE })).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'no' },
    });
  });

  it('with fields that nobody knows yet is read all the same', async () => {
    const body = JSON.stringify({
      rows: [{ keys: ['tea'], clicks: 1, impressions: 2, ctr: 0.5, position: 3, novelty: {} }],
      novelty: 1,
    });
    const console = connectSearchConsole({ answer: () => ({ status: 200, headers: {}, body }) });

    const { rows } = await console.call(queryPerformance, { site: SITE });

    expect(rows).toEqual([{ query: 'tea', clicks: 1, impressions: 2, ctr: 0.5, position: 3 }]);
  });
});
