import { describe, expect, it } from 'vitest';
import { connectSearchConsole, SITE } from '../../../../test/support/connected-search-console.ts';
import { comparePeriods } from './compare-periods.ts';
import { findOpportunities } from './find-opportunities.ts';
import { queryPerformance } from './query-performance.ts';

describe('comparing periods', () => {
  it('adds up to what the periods say each for itself', async () => {
    const console = connectSearchConsole();
    const range = { site: SITE, from: '2026-10-01', to: '2026-10-31' };

    const { now, before, changes, found } = await console.call(comparePeriods, { ...range, limit: 5_000 });
    const own = await console.call(queryPerformance, range);

    expect([now.from, now.to, before.from, before.to]).toEqual([
      '2026-10-01',
      '2026-10-31',
      '2026-08-31',
      '2026-09-30',
    ]);
    expect(now.totals).toEqual(own.totals);
    expect(changes).toHaveLength(found);
    for (const row of own.rows.slice(0, 50)) {
      expect(changes.find(({ key }) => key === row.query)).toMatchObject({
        clicks: row.clicks,
        position: row.position,
      });
    }
    expect(changes.every(({ clicks, clicksBefore, clicksChange }) => clicks - clicksBefore === clicksChange)).toBe(
      true,
    );
  });

  it('takes the year before or any other period, of the same length', async () => {
    const console = connectSearchConsole();
    const range = { site: SITE, from: '2026-10-01', to: '2026-10-14', dimension: 'device' };

    const year = await console.call(comparePeriods, { ...range, against: 'previous_year' });
    const other = await console.call(comparePeriods, { ...range, againstFrom: '2026-03-01' });

    expect(year.before).toMatchObject({ from: '2025-10-01', to: '2025-10-14' });
    expect(other.before).toMatchObject({ from: '2026-03-01', to: '2026-03-14' });
    expect(year.changes.map(({ key }) => key).toSorted()).toEqual(['desktop', 'mobile', 'tablet']);
  });

  it('says how many smaller changes are left out', async () => {
    const { changes, found, notices } = await connectSearchConsole().call(comparePeriods, { site: SITE, limit: 10 });

    expect(changes).toHaveLength(10);
    expect(notices).toEqual([`${found - 10} smaller changes are left out; raise limit to see them.`]);
  });

  it.each([
    [{ from: '2025-08-01', to: '2025-08-31' }, 'against'],
    [{ from: '2026-10-01', to: '2026-10-31', againstFrom: '2026-11-10' }, 'againstFrom'],
    [{ from: '2026-10-01', to: '2026-10-31', againstFrom: '2025-01-01' }, 'againstFrom'],
  ])('with a period that has no data is refused before Google is asked: %j', async (range, path) => {
    const console = connectSearchConsole();

    await expect(console.call(comparePeriods, { site: SITE, ...range })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path }] },
    });
    expect(console.exchanged).toEqual([]);
  });
});

describe('opportunities', () => {
  const find = (input: object) => connectSearchConsole().call(findOpportunities, { site: SITE, ...input });

  it('of every kind are in the fictional shop, and say what they stand on', async () => {
    for (const kind of ['quick_wins', 'ctr_gaps', 'cannibalisation', 'decay']) {
      const { findings, found, basis } = await find({ kind });

      expect(found, kind).toBeGreaterThan(0);
      expect(findings.length).toBe(Math.min(found, 25));
      expect(basis.rows).toBeGreaterThan(100);
      expect(basis.clicksShare).toBeGreaterThan(0.5);
      expect(basis.isCut).toBe(false);
    }
  });

  it('stand on all rows, asked for page by page where they are many', async () => {
    const console = connectSearchConsole();

    await console.call(findOpportunities, { site: SITE, kind: 'quick_wins', from: '2025-08-01', to: '2026-11-01' });

    expect(JSON.parse(String(console.exchanged[0]?.request.body))).toMatchObject({
      rowLimit: 25_000,
      startRow: 0,
      dimensions: ['QUERY', 'PAGE'],
    });
  });

  it('say so where Google holds rows back', async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => ({
      keys: [`q${index}`, 'https://www.larkmoor-tea.example/'],
      clicks: 1,
      impressions: 100,
      ctr: 0.01,
      position: 8,
    }));
    const page = JSON.stringify({ rows });
    const console = connectSearchConsole({
      answer: ({ body }) => (String(body).includes('"QUERY"') ? { status: 200, headers: {}, body: page } : undefined),
    });

    const { basis, notices, found } = await console.call(findOpportunities, { site: SITE, kind: 'quick_wins' });

    expect(basis).toMatchObject({ rows: 49_999, isCut: true });
    expect(found).toBe(49_999);
    expect(notices).toContain('Google holds back some of the rarest rows; what is among those is not seen.');
  });

  it('keep to filters', async () => {
    const { findings } = await find({
      kind: 'quick_wins',
      filters: [{ dimension: 'page', operator: 'contains', value: '/collections/' }],
    });

    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every(({ page }) => page?.includes('/collections/'))).toBe(true);
  });

  it('of decay show the year before, so that a season is not taken for a loss', async () => {
    const { findings } = await find({ kind: 'decay' });
    const early = await find({ kind: 'decay', from: '2025-09-01', to: '2025-12-31' });

    const iced = findings.find(({ page }) => page?.endsWith('/collections/iced-tea'));
    const [first = 0, , last = 0] = iced?.trendYearBefore ?? [];
    expect(first).toBeGreaterThan(last * 2);
    expect(early.findings[0]).not.toHaveProperty('trendYearBefore', expect.anything());
  });

  it('of decay need three days', async () => {
    await expect(find({ kind: 'decay', from: '2026-11-01', to: '2026-11-02' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const { period } = await find({ kind: 'decay', from: '2026-11-01', to: '2026-11-10' });
    expect(period).toEqual({ from: '2026-11-02', to: '2026-11-10' });
  });
});
