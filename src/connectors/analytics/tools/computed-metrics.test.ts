import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../../test/support/connected-analytics.ts';
import { checkCompatibility } from './check-compatibility.ts';
import { runRealtime } from './run-realtime.ts';
import { runReport } from './run-report.ts';

const google = connectAnalytics();
const report = (input: Record<string, unknown>) => google.call(runReport, input);

describe('a computed metric', () => {
  it('is what its parts come to, in rows, in totals and in a cross table', async () => {
    const metrics = ['sessions', 'totalRevenue', 'perVisit=totalRevenue/sessions'];
    const flat = await report({ dimensions: ['deviceCategory'], metrics });
    const crossed = await report({ dimensions: ['deviceCategory'], columns: ['newVsReturning'], metrics });

    expect(google.sent.at(-1)?.body.metrics[2]).toEqual({ name: 'perVisit', expression: 'totalRevenue/sessions' });
    expect(flat.metrics[2]).toEqual({ name: 'perVisit', type: 'float' });
    const rows = [...flat.rows, ...(flat.totals ?? []), ...crossed.rows];
    expect(rows.length).toBeGreaterThan(5);
    for (const {
      metrics: [sessions = 0, revenue = 0, perVisit = 0],
    } of rows) {
      expect(perVisit).toBeCloseTo(revenue / sessions, 9);
    }
  });

  it('follows the rules of arithmetic', async () => {
    const { rows } = await report({ metrics: ['sessions', 'activeUsers', 'a=-(sessions-2*activeUsers)/4+1.5'] });
    const [sessions = 0, users = 0, computed] = rows[0]?.metrics ?? [];

    expect(computed).toBeCloseTo(-(sessions - 2 * users) / 4 + 1.5, 9);
  });

  it('is in the currency that is asked for', async () => {
    const metrics = ['totalRevenue', 'twice=totalRevenue*2'];
    const { rows } = await report({ metrics, currency: 'USD' });

    expect(rows[0]?.metrics[1]).toBeCloseTo(2 * (rows[0]?.metrics[0] ?? 0), 6);
  });

  it('orders and filters by its name', async () => {
    const metrics = ['pages=screenPageViews/sessions'];
    const all = await report({ dimensions: ['country'], metrics, orderBy: ['-pages'] });
    const some = await report({ dimensions: ['country'], metrics, filters: ['pages>=2.5'] });
    const values = all.rows.map(({ metrics: [value = 0] }) => value);

    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(some.rowCount).toBe(values.filter((value) => value >= 2.5).length);
    expect(some.rowCount).toBeLessThan(all.rowCount);
  });

  it('works in realtime and in the check of compatibility', async () => {
    const now = await google.call(runRealtime, { metrics: ['perUser=eventCount/activeUsers'] });
    const fit = await google.call(checkCompatibility, {
      metrics: ['x=sessions/activeUsers'],
      dimensions: ['itemName'],
    });

    expect(now.metrics).toEqual([{ name: 'perUser', type: 'float' }]);
    expect(fit).toMatchObject({ compatible: false, advice: expect.stringContaining('remove sessions') });
  });

  it('of what the property does not have is refused before the report', async () => {
    const before = google.sent.length;

    await expect(report({ metrics: ['sessions', 'm=customEvent:steep_minute/sessions'] })).rejects.toMatchObject({
      details: { issues: [{ path: 'metrics[1]', message: expect.stringContaining('customEvent:steep_minutes') }] },
    });
    expect(google.sent.slice(before).map(({ path }) => path)).toEqual(['/v1beta/properties/412345678/metadata']);
  });

  it.each([
    ['names a metric that there is not', ['a=sesions/activeUsers'], 'metrics.0'],
    ['has the name of one of Google’s', ['sessions=eventCount/activeUsers'], 'metrics.0'],
    ['has the name of another', ['sessions', 'a=sessions', 'a=eventCount'], 'metrics'],
    ['is no arithmetic', ['a=sessions)('], 'metrics.0'],
  ])('that %s is refused before Google is asked', (_, metrics, path) => {
    expect(runReport.input.safeParse({ metrics }).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it('that has no value somewhere counts as zero there, and is told; a metric of Google’s that has none is a failure', async () => {
    const lying = (values: readonly string[]) =>
      connectAnalytics({
        around: (wire) => async (request, signal) => {
          const reply = await wire(request, signal);
          const rows = [{ metricValues: values.map((value) => ({ value })) }];
          return { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), rows, totals: rows }) };
        },
      });
    const metrics = ['sessions', 'perUser=sessions/activeUsers'];

    for (const word of ['NaN', '-Infinity', 'inf']) {
      const answer = await lying(['1', word]).call(runReport, { metrics });
      expect(answer.rows[0]?.metrics).toEqual([1, 0]);
      expect(answer.notices).toEqual([expect.stringMatching(/divide by zero.*perUser/)]);
    }
    await expect(lying(['NaN', '1']).call(runReport, { metrics })).rejects.toMatchObject({ code: 'upstream_failed' });
  });
});
