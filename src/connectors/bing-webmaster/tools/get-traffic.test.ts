import { describe, expect, it } from 'vitest';
import { connectBing, methodOf, SITE } from '../../../../test/support/connected-bing.ts';
import type { WireRequest } from '../../../kernel/wire.ts';
import { getTraffic } from './get-traffic.ts';

const PAGE = `${SITE}blogs/journal/earl-grey-explained`;

describe('traffic over time', () => {
  it('covers all that Bing keeps, adds up to the same whatever it is added up to', async () => {
    const bing = connectBing();
    const answers = await Promise.all(
      ['day', 'week', 'month', 'total'].map((by) => bing.call(getTraffic, { site: SITE, by })),
    );

    for (const { rows, totals } of answers) {
      expect(rows.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(answers[0]?.totals.clicks);
      expect(totals).toEqual(answers[0]?.totals);
    }
    expect(answers[0]?.about).toMatchObject({ site: SITE, step: 'day', lastDate: '2026-11-20' });
    expect(answers[0]?.rows.length).toBeGreaterThan(470);
    expect(answers[3]?.rows).toHaveLength(1);
    const dates = answers[1]?.rows.map(({ date }) => date) ?? [];
    expect(dates).toEqual(dates.toSorted());
    expect(dates.every((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 1)).toBe(true);
  });

  it('is cut to the period, both days included, and says where Bing has less', async () => {
    const { rows, about, totals } = await connectBing().call(getTraffic, {
      site: SITE,
      from: '2026-11-10',
      to: '2026-11-21',
      by: 'day',
    });

    expect(rows.map(({ date }) => date)).toEqual(
      Array.from({ length: 11 }, (_, index) => `2026-11-${String(index + 10)}`),
    );
    expect(about.notices).toEqual(['Bing has nothing after 2026-11-20 yet.']);
    expect(totals.ctr).toBeCloseTo(totals.clicks / totals.impressions, 3);
  });

  it('of a query, of a page, and of both asks Bing narrowly, and tells positions where Bing does', async () => {
    const bing = connectBing();

    const query = await bing.call(getTraffic, { site: SITE, query: 'earl grey tea' });
    const page = await bing.call(getTraffic, { site: SITE, page: PAGE });
    const both = await bing.call(getTraffic, { site: SITE, query: 'earl grey tea', page: PAGE, by: 'total' });

    expect(bing.methods()).toEqual(['GetQueryTrafficStats', 'GetPageQueryStats', 'GetQueryPageDetailStats']);
    expect(query.totals.position).toBeUndefined();
    expect(page.about.step).toBe('week');
    expect(page.totals.position).toBeGreaterThan(1);
    expect(both.totals.impressions).toBeLessThanOrEqual(page.totals.impressions);
    expect(both.totals.impressions).toBeLessThanOrEqual(query.totals.impressions);
    expect(both.totals.position).toBeGreaterThan(1);
  });

  it('does not stand on the order of Bing’s rows', async () => {
    const turned = (request: WireRequest) => {
      if (methodOf(request) !== 'GetRankAndTrafficStats') return undefined;
      const days = [3, 1, 2].map((day) => ({
        Date: `/Date(${Date.UTC(2026, 10, day, 8)}-0800)/`,
        Clicks: day,
        Impressions: 10,
      }));
      return { status: 200, headers: {}, body: JSON.stringify({ d: days }) };
    };

    const { rows } = await connectBing({ answer: turned }).call(getTraffic, { site: SITE, by: 'day' });

    expect(rows.map(({ date, clicks }) => [date, clicks])).toEqual([
      ['2026-11-01', 1],
      ['2026-11-02', 2],
      ['2026-11-03', 3],
    ]);
  });

  it('of a query that nobody asked is empty', async () => {
    expect(await connectBing().call(getTraffic, { site: SITE, query: 'zzz' })).toEqual({
      about: { site: SITE, step: 'unknown' },
      totals: { clicks: 0, impressions: 0, ctr: 0 },
      rows: [],
    });
  });

  it.each([
    { from: '2026-02-30' },
    { from: '2026-11-02', to: '2026-11-01' },
    { by: 'hour' },
    { site: 'www.larkmoor-tea.example' },
    { page: '/products' },
    { query: 'a\r\nHost: evil' },
    { query: ['a'] },
    { days: 30 },
  ])('refuses %j before Bing is asked', (input) => {
    expect(getTraffic.input.safeParse(input).success).toBe(false);
  });
});
