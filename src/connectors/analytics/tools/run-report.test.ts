import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../../test/support/connected-analytics.ts';
import { buildWorld } from '../../../emulation/world/build-world.ts';
import { isTracked, shopDay } from '../../../emulation/world/traffic.ts';
import { runReport } from './run-report.ts';

const google = connectAnalytics();
const report = (input: Record<string, unknown>) => google.call(runReport, input);
const lastBody = () => google.sent.at(-1)?.body;

describe('a report', () => {
  it('gives numbers by their types, days as ISO 8601, totals, time zone and currency', async () => {
    const answer = await report({
      dimensions: ['date'],
      metrics: ['sessions', 'totalRevenue', 'bounceRate'],
      startDate: '7daysAgo',
    });

    expect(answer.dimensionNames).toEqual(['date']);
    expect(answer.metrics.map(({ type }) => type)).toEqual(['integer', 'currency', 'float']);
    expect(answer.rows.map(({ dimensions }) => dimensions[0])).toEqual([
      '2026-11-15',
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
    ]);
    const sum = (index: number) => answer.rows.reduce((total, { metrics }) => total + (metrics[index] ?? 0), 0);
    expect(answer.totals?.[0]?.metrics[0]).toBe(sum(0));
    expect(answer.totals?.[0]?.metrics[1]).toBeCloseTo(sum(1), 6);
    expect(answer).toMatchObject({
      rowCount: 7,
      basis: { timeZone: 'Europe/Dublin', currency: 'EUR', tokensLeft: { used: 1 } },
    });
    expect(answer.notices).toBeUndefined();
    expect(lastBody()).toMatchObject({ limit: '100', offset: '0', returnPropertyQuota: true });
  });

  it('measures the shop’s orders on the web, less those that the tag never saw', async () => {
    const { rows } = await report({
      metrics: ['transactions', 'purchaseRevenue'],
      startDate: '2026-10-01',
      endDate: '2026-10-31',
    });
    const world = buildWorld(google.clock.now());
    const [first, last] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 9, 31)];
    const web = world.orders.filter(
      ({ source, createdAtMs }) => source === 'web' && shopDay(createdAtMs) >= first && shopDay(createdAtMs) <= last,
    );
    const tracked = web.filter((order) => isTracked(world, order));

    expect(rows[0]?.metrics[0]).toBe(tracked.length);
    expect(rows[0]?.metrics[1]).toBeCloseTo(
      tracked.reduce((sum, { totals }) => sum + Number(totals.total), 0),
      2,
    );
    expect(tracked.length).toBeLessThanOrEqual(web.length);
  });

  it('sets ranges beside each other, each row marked with its own', async () => {
    const answer = await report({
      dimensions: ['deviceCategory'],
      metrics: ['sessions'],
      startDate: '7daysAgo',
      compare: ['14daysAgo..8daysAgo'],
    });

    expect(answer.dimensionNames).toEqual(['deviceCategory', 'dateRange']);
    expect(new Set(answer.rows.map(({ dimensions }) => dimensions[1]))).toEqual(new Set(['main', 'compare_1']));
    expect(answer.totals?.map(({ dimensions }) => dimensions)).toEqual([
      ['RESERVED_TOTAL', 'main'],
      ['RESERVED_TOTAL', 'compare_1'],
    ]);
  });

  it('is read page by page, completely and once', async () => {
    const whole = await report({
      dimensions: ['pagePath'],
      metrics: ['screenPageViews'],
      startDate: '3daysAgo',
      limit: 1_000,
    });
    const pages: string[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page: Awaited<ReturnType<typeof report>> = await report({
        dimensions: ['pagePath'],
        metrics: ['screenPageViews'],
        startDate: '3daysAgo',
        limit: 40,
        offset,
      });
      pages.push(...page.rows.map(({ dimensions }) => dimensions[0] ?? ''));
      offset = page.nextOffset;
    }

    expect(whole.nextOffset).toBeUndefined();
    expect(pages).toEqual(whole.rows.map(({ dimensions }) => dimensions[0]));
    expect(pages).toHaveLength(whole.rowCount);
  });

  it('that is empty has no rows and says so', async () => {
    const answer = await report({ property: '412345679', dimensions: ['country'], metrics: ['sessions'] });

    expect(google.sent.at(-1)?.reply).not.toHaveProperty('rows');
    expect(google.sent.at(-1)?.reply).not.toHaveProperty('rowCount');
    expect(answer).toMatchObject({ rows: [], rowCount: 0 });
    expect(answer.nextOffset).toBeUndefined();
  });

  it('obeys filters on dimensions, metrics and the property’s own names', async () => {
    const irish = await report({
      dimensions: ['country', 'deviceCategory'],
      metrics: ['sessions'],
      filters: ['country=ireland', 'deviceCategory!=desktop'],
    });
    const busy = await report({ dimensions: ['country'], metrics: ['sessions'], filters: ['sessions>=400'] });
    const written = await report({
      dimensions: ['customEvent:article_author'],
      metrics: ['screenPageViews'],
      filters: ['customEvent:article_author!~not set'],
    });

    expect(new Set(irish.rows.map(({ dimensions }) => dimensions[0]))).toEqual(new Set(['Ireland']));
    expect(irish.rows.some(({ dimensions }) => dimensions[1] === 'desktop')).toBe(false);
    expect(busy.rows.length).toBeGreaterThan(0);
    expect(busy.rows.every(({ metrics }) => (metrics[0] ?? 0) >= 400)).toBe(true);
    expect(written.rows.map(({ dimensions }) => dimensions[0]).sort()).toEqual(['Orla Brennan', 'Tadhg Quill']);
  });

  it('turns money into another currency', async () => {
    const euros = await report({ metrics: ['totalRevenue', 'sessions'] });
    const dollars = await report({ metrics: ['totalRevenue', 'sessions'], currency: 'USD' });

    expect(dollars.basis.currency).toBe('USD');
    expect(dollars.rows[0]?.metrics[0]).toBeCloseTo((euros.rows[0]?.metrics[0] ?? 0) * 1.08, 6);
    expect(dollars.rows[0]?.metrics[1]).toBe(euros.rows[0]?.metrics[1]);
  });
});

describe('a cross table', () => {
  it('gives a row for each cell, and pages over its rows', async () => {
    const first = await report({
      dimensions: ['landingPage'],
      columns: ['deviceCategory'],
      metrics: ['sessions'],
      limit: 2,
    });
    const next = await report({
      dimensions: ['landingPage'],
      columns: ['deviceCategory'],
      metrics: ['sessions'],
      limit: 2,
      offset: 2,
    });
    const pages = (answer: typeof first) => new Set(answer.rows.map(({ dimensions }) => dimensions[0]));

    expect(first.dimensionNames).toEqual(['landingPage', 'deviceCategory']);
    expect(pages(first).size).toBe(2);
    expect([...pages(next)].some((page) => pages(first).has(page))).toBe(false);
    expect(first).toMatchObject({ nextOffset: 2, notices: undefined });
    expect(lastBody().pivots[1]).toMatchObject({ fieldNames: ['deviceCategory'], limit: '50' });
  });

  it('says how many columns are left out', async () => {
    const { notices } = await report({
      dimensions: ['deviceCategory'],
      columns: ['pagePath'],
      metrics: ['screenPageViews'],
    });

    expect(notices).toEqual([expect.stringMatching(/^\d+ of \d+ columns are left out/)]);
  });
});

describe('what a report suffers from', () => {
  it.each([
    ['thresholds', { habits: { thresholdUsers: 100_000 } }, { dimensions: ['userGender'] }, /Thresholds apply/],
    ['lost values', { habits: { rowsBeforeOther: 10 } }, { dimensions: ['pagePath'] }, /\(other\)/],
    ['sampling', { habits: { eventsBeforeSampling: 100 } }, {}, /Sampled: estimated from 100 of \d+ events/],
    ['withheld revenue', { habits: { restrictedMetrics: ['sessions'] } }, {}, /may not see cost or revenue: sessions/],
    [
      'a quota that is nearly used up',
      { quota: { tokensPerDay: 9_000 } },
      {},
      /Nearly used up at this property: tokens of the day/,
    ],
  ])('%s is told', async (_, options, input, told) => {
    const { notices } = await connectAnalytics(options).call(runReport, {
      metrics: ['sessions'],
      startDate: '2daysAgo',
      ...input,
    });

    expect(notices).toEqual([expect.stringMatching(told)]);
  });

  it('a cut is told with Google’s own words', async () => {
    const lying = connectAnalytics({
      around: (wire) => async (request, signal) => {
        const reply = await wire(request, signal);
        const body = JSON.parse(reply.body);
        const dataTruncationReasons = [
          {
            dataTruncationType: 'DATA_TRUNCATION_TYPE_DATE_RANGE',
            dataTruncationMessage: 'The range is too long.',
            dataTruncationDate: '2026-01-01',
          },
        ];
        return {
          ...reply,
          body: JSON.stringify({
            ...body,
            metadata: { ...body.metadata, dataTruncationReasons, emptyReason: 'No data.' },
          }),
        };
      },
    });

    expect((await lying.call(runReport, { metrics: ['sessions'] })).notices).toEqual([
      'Data is cut off. Data before 2026-01-01 is missing. The range is too long.',
      'The report is empty: No data.',
    ]);
  });
});

describe('a wrong report', () => {
  it.each([
    [{}, 'metrics'],
    [{ metrics: ['sesions'] }, 'metrics.0'],
    [{ dimensions: ['pagepath'] }, 'dimensions.0'],
    [{ metrics: ['sessions', 'sessions'] }, 'metrics'],
    [{ metrics: Array.from({ length: 11 }, (_, n) => `customEvent:a${n}`) }, 'metrics'],
    [{ metrics: ['sessions'], startDate: '2026-02-30' }, 'startDate'],
    [{ metrics: ['sessions'], limit: 250_001 }, 'limit'],
    [{ metrics: ['sessions'], offset: -1 }, 'offset'],
    [{ metrics: ['sessions'], currency: 'euro' }, 'currency'],
    [{ metrics: ['sessions'], filters: ['country'] }, 'filters.0'],
    [{ metrics: ['sessions'], filters: [{ field: 'country' }] }, 'filters.0'],
    [{ metrics: ['sessions'], property: '1/../2' }, 'property'],
    [{ metrics: ['sessions'], columns: ['country'] }, 'columns'],
    [{ dimensions: ['country'], metrics: ['sessions'], columns: ['country'] }, 'columns'],
    [{ dimensions: ['country'], metrics: ['sessions'], columns: ['city'], compare: ['7daysAgo..today'] }, 'compare'],
    [{ dimensions: ['country'], metrics: ['sessions'], columns: ['city'], limit: 5_001 }, 'limit'],
    [{ metrics: ['sessions'], sql: 'x' }, ''],
  ])('%j is refused before Google is asked', (input, path) => {
    const parsed = runReport.input.safeParse(input);

    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it.each([
    [{ metrics: ['sessions'], startDate: 'today', endDate: 'yesterday' }, 'A range ends before it begins.'],
    [{ metrics: ['sessions'], orderBy: ['-country'] }, 'The order does not fit.'],
    [{ metrics: ['sessions'], filters: ['pagepath=/'] }, 'The filters do not fit.'],
  ])('%j as well', async (input, message) => {
    const before = google.sent.length;

    await expect(report(input)).rejects.toMatchObject({ code: 'invalid_input', message });
    expect(google.sent).toHaveLength(before);
  });

  it('with a name that the property does not have runs no report, and hears what was meant', async () => {
    const before = google.sent.length;

    await expect(report({ dimensions: ['customEvent:article_autor'], metrics: ['sessions'] })).rejects.toMatchObject({
      code: 'invalid_input',
      details: {
        issues: [
          { path: 'dimensions[0]', message: expect.stringContaining('did you mean customEvent:article_author?') },
        ],
      },
    });
    expect(google.sent.slice(before).map(({ path }) => path)).toEqual(['/v1beta/properties/412345678/metadata']);
  });

  it('without a property, where none is set, hears where to find one', async () => {
    await expect(
      connectAnalytics({ isWithoutDefault: true }).call(runReport, { metrics: ['sessions'] }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('ga4_list_properties'),
    });
  });

  it('of a property that is not seen hears which are, the nearest first', async () => {
    await expect(report({ property: '412345699', metrics: ['sessions'] })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringMatching(
        /It sees 412345679 \(Larkmoor Tea – staging\), 412345678 .* Did you mean 412345679\?/,
      ),
      details: { sent: 'no' },
    });
  });

  it('of names that do not go together hears Google’s advice', async () => {
    await expect(report({ dimensions: ['itemName'], metrics: ['sessions'] })).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('Please remove sessions'),
    });
  });
});

describe('a reply that lies', () => {
  const lying = (change: (body: Record<string, unknown>) => unknown) =>
    connectAnalytics({
      around: (wire) => async (request, signal) => {
        const reply = await wire(request, signal);
        return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) };
      },
    });

  it.each([
    ['values that are no numbers', (body: object) => ({ ...body, rows: [{ metricValues: [{ value: 'many' }] }] })],
    [
      'rows of another width',
      (body: object) => ({ ...body, rows: [{ metricValues: [{ value: '1' }, { value: '2' }] }] }),
    ],
    ['rows that are none', (body: object) => ({ ...body, rows: 'all' })],
    ['a list of nothing known', () => []],
  ])('with %s is the vendor’s failure', async (_, change) => {
    await expect(lying(change).call(runReport, { metrics: ['sessions'] })).rejects.toMatchObject({
      code: 'upstream_failed',
    });
  });

  it('that announces rows without giving any is not asked for ever', async () => {
    const google = lying((body) => ({ ...body, rows: [], rowCount: 1_000_000 }));
    const answer = await google.call(runReport, { metrics: ['sessions'], limit: 250_000 });

    expect(google.sent).toHaveLength(1);
    expect(answer.nextOffset).toBeUndefined();
  });
});
