import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../../test/support/connected-analytics.ts';
import { runBatch } from './run-batch.ts';
import { runReport } from './run-report.ts';

const google = connectAnalytics();
const batch = (input: Record<string, unknown>) => google.call(runBatch, input);

describe('a batch', () => {
  it('asks once, and answers each report as it would be alone', async () => {
    const before = google.sent.length;
    const { reports } = await batch({
      ranges: ['7daysAgo..yesterday'],
      reports: [
        { metrics: ['sessions', 'totalRevenue'] },
        { dimensions: ['country'], metrics: ['sessions'], filters: ['sessions>20'], limit: 3 },
      ],
    });
    const asked = google.sent.slice(before);
    const alone = await google.call(runReport, {
      startDate: '7daysAgo',
      dimensions: ['country'],
      metrics: ['sessions'],
      filters: ['sessions>20'],
      limit: 3,
    });

    expect(asked.map(({ path }) => path)).toEqual(['/v1beta/properties/412345678:batchRunReports']);
    expect(reports).toHaveLength(2);
    expect(reports[0]).toMatchObject({ rowCount: 1, basis: { currency: 'EUR', timeZone: 'Europe/Dublin' } });
    expect({ ...reports[1], basis: undefined }).toEqual({ ...alone, basis: undefined });
  });

  it('sets its ranges beside each other in every report', async () => {
    const { reports } = await batch({
      ranges: ['7daysAgo..yesterday', '14daysAgo..8daysAgo'],
      reports: [{ metrics: ['sessions'] }, { dimensions: ['deviceCategory'], metrics: ['sessions'] }],
    });

    for (const { rows } of reports) {
      expect(new Set(rows.map(({ dimensions }) => dimensions.at(-1)))).toEqual(new Set(['main', 'compare_1']));
    }
  });

  it('says of each report where its further rows are', async () => {
    const { reports } = await batch({
      reports: [
        { dimensions: ['pagePath'], metrics: ['sessions'], limit: 2 },
        { dimensions: ['deviceCategory'], metrics: ['sessions'] },
      ],
    });

    expect(reports.map(({ nextOffset }) => nextOffset)).toEqual([2, undefined]);
  });

  it('is told of what the property has left once, and rests with it', async () => {
    const poor = connectAnalytics({ quota: { tokensPerDay: 9_000 } });
    const { reports } = await poor.call(runBatch, { reports: [{ metrics: ['sessions'] }, { metrics: ['keyEvents'] }] });

    expect(reports[1]?.notices).toEqual([expect.stringMatching(/Nearly used up/)]);
    expect(poor.usedUp).toMatchObject([{ of: 'scope', untilMs: Date.UTC(2026, 10, 23, 8) }]);
  });

  it('with demographics in one report spends from their own small quota', () => {
    const scope = (input: object) => runBatch.quotaScope?.(runBatch.input.parse(input) as never);

    expect(scope({ reports: [{ metrics: ['sessions'] }] })).toBe('default reports');
    expect(scope({ reports: [{ metrics: ['sessions'] }, { dimensions: ['userGender'] }] })).toMatch(/demographics/);
    expect(scope({ reports: [{ metrics: ['sessions'], filters: ['userAgeBracket=18-24'] }] })).toMatch(/demographics/);
  });
});

describe('a wrong batch', () => {
  it.each([
    [{}, 'reports'],
    [{ reports: [] }, 'reports'],
    [{ reports: Array.from({ length: 6 }, () => ({ metrics: ['sessions'] })) }, 'reports'],
    [{ reports: [{}] }, 'reports.0.metrics'],
    [{ reports: [{ metrics: ['sesions'] }] }, 'reports.0.metrics.0'],
    [{ reports: [{ metrics: ['sessions'], property: '1' }] }, 'reports.0'],
    [{ reports: [{ metrics: ['sessions'], limit: 10_001 }] }, 'reports.0.limit'],
    [{ reports: [{ metrics: ['sessions'] }], ranges: [] }, 'ranges'],
    [{ reports: [{ metrics: ['sessions'] }], ranges: ['2026-02-30..2026-03-01'] }, 'ranges.0'],
    [{ reports: [{ metrics: ['sessions'] }], ranges: Array.from({ length: 5 }, () => '2daysAgo..today') }, 'ranges'],
  ])('%j is refused before Google is asked', (input, path) => {
    expect(runBatch.input.safeParse(input).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it('hears in which report what does not fit stands', async () => {
    const before = google.sent.length;

    await expect(
      batch({ reports: [{ metrics: ['sessions'] }, { metrics: ['sessions'], filters: ['pagepath=/'] }] }),
    ).rejects.toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'reports[1].filters[0]' }] } });
    expect(google.sent).toHaveLength(before);
  });

  it('hears it of names that the property does not have, before any report is run', async () => {
    const before = google.sent.length;

    await expect(
      batch({ reports: [{ metrics: ['sessions'] }, { dimensions: ['customEvent:article_autor'] }] }),
    ).rejects.toMatchObject({
      details: { issues: [{ path: 'reports[1].dimensions[0]', message: expect.stringContaining('article_author') }] },
    });
    expect(google.sent.slice(before).map(({ path }) => path)).toEqual(['/v1beta/properties/412345678/metadata']);
  });

  it('is refused whole where Google refuses one report', async () => {
    await expect(
      batch({ reports: [{ metrics: ['sessions'] }, { dimensions: ['itemName'], metrics: ['sessions'] }] }),
    ).rejects.toMatchObject({ code: 'upstream_rejected', message: expect.stringContaining('Please remove sessions') });
  });

  it('whose reply has another number of reports is the vendor’s failure', async () => {
    const lying = connectAnalytics({
      around: (wire) => async (request, signal) => {
        const reply = await wire(request, signal);
        const { reports } = JSON.parse(reply.body);
        return { ...reply, body: JSON.stringify({ reports: reports.slice(1) }) };
      },
    });

    await expect(
      lying.call(runBatch, { reports: [{ metrics: ['sessions'] }, { metrics: ['keyEvents'] }] }),
    ).rejects.toMatchObject({ code: 'upstream_failed', message: expect.stringContaining('1 of 2') });
  });
});
