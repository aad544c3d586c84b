import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../../test/support/connected-analytics.ts';
import { runConversions } from './run-conversions.ts';
import { runReport } from './run-report.ts';

const google = connectAnalytics();
const conversions = (input: Record<string, unknown> = {}) => google.call(runConversions, input);
const MONTH = { startDate: '2026-10-01', endDate: '2026-10-31' };

describe('a report of conversions', () => {
  it('asks the alpha for the conversions that are named, by their ids', async () => {
    const before = google.sent.length;
    await conversions({ conversions: ['Purchase', 'conversionActions/9002'], attribution: 'last_click' });
    const [metadata, report] = google.sent.slice(before);

    expect(metadata?.path).toBe('/v1alpha/properties/412345678/metadata');
    expect(report?.path).toBe('/v1alpha/properties/412345678:runReport');
    expect(report?.body.conversionSpec).toEqual({
      conversionActions: ['conversionActions/9001', 'conversionActions/9002'],
      attributionModel: 'LAST_CLICK',
    });
  });

  it('asks for none by name where all are meant', async () => {
    const before = google.sent.length;
    await conversions();

    expect(google.sent.slice(before).map(({ body }) => body.conversionSpec)).toEqual([
      { conversionActions: [], attributionModel: 'DATA_DRIVEN' },
    ]);
  });

  it('credits every purchase of the days once, whatever the model', async () => {
    const counted = await google.call(runReport, { ...MONTH, metrics: ['ecommercePurchases', 'purchaseRevenue'] });
    const [purchases = 0, revenue = 0] = counted.rows[0]?.metrics ?? [];

    for (const attribution of ['data_driven', 'last_click']) {
      const answer = await conversions({
        ...MONTH,
        conversions: ['purchase'],
        attribution,
        dimensions: ['primaryChannelGroup'],
      });
      const sum = (at: number) => answer.rows.reduce((total, { metrics }) => total + (metrics[at] ?? 0), 0);

      expect(sum(0)).toBeCloseTo(purchases, 6);
      expect(sum(1)).toBeCloseTo(revenue, 2);
      expect(answer.totals?.[0]?.metrics[0]).toBeCloseTo(purchases, 6);
      expect(answer.metrics.map(({ type }) => type)).toEqual(['float', 'currency']);
    }
  });

  it('filters, orders, compares and pages', async () => {
    const input = { dimensions: ['sourceMedium'], conversions: ['purchase'], orderBy: ['sourceMedium'] };
    const whole = await conversions(input);
    const first = await conversions({ ...input, limit: 2 });
    const next = await conversions({ ...input, limit: 2, offset: first.nextOffset });
    const some = await conversions({ ...input, filters: ['medium=organic', 'allConversionsByConversionDate>0'] });
    const both = await conversions({ ...input, compare: ['56daysAgo..29daysAgo'] });
    const names = ({ rows }: typeof whole) => rows.map(({ dimensions }) => dimensions[0]);

    expect(names(whole)).toEqual(names(whole).toSorted());
    expect([...names(first), ...names(next)]).toEqual(names(whole).slice(0, 4));
    expect(names(some).every((name) => name?.endsWith('organic'))).toBe(true);
    expect(names(some).length).toBeGreaterThan(0);
    expect(new Set(both.rows.map(({ dimensions }) => dimensions[1]))).toEqual(new Set(['main', 'compare_1']));
  });

  it.each([
    [{ dimensions: ['sessionSource'] }, 'dimensions.0'],
    [{ metrics: ['sessions'] }, 'metrics.0'],
    [{ conversions: [''] }, 'conversions.0'],
    [{ attribution: 'first_click' }, 'attribution'],
    [{ startDate: '2026-02-30' }, 'startDate'],
  ])('%j is refused before Google is asked', (input, path) => {
    expect(runConversions.input.safeParse(input).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it('of a conversion that there is not runs no report, and hears what there is', async () => {
    const before = google.sent.length;

    await expect(conversions({ conversions: ['purchas'] })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'conversions[0]', message: expect.stringContaining('did you mean purchase?') }] },
    });
    expect(google.sent.slice(before)).toHaveLength(1);
  });

  it('of a property that has none of them says so in Google’s words', async () => {
    const refused = connectAnalytics({
      around: () => async () => ({
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          error: { code: 400, status: 'INVALID_ARGUMENT', message: 'Conversion reporting is not available.' },
        }),
      }),
    });

    await expect(refused.call(runConversions)).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('Conversion reporting is not available.'),
    });
  });
});
