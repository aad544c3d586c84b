import { BetaAnalyticsDataClient, v1alpha } from '@google-analytics/data';
import { auth as adminAuth, analyticsadmin } from '@googleapis/analyticsadmin';
import { analyticsdata, auth as dataAuth } from '@googleapis/analyticsdata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServedAnalytics, type ServedAnalytics } from '../../../../test/support/served-analytics.ts';

let served: ServedAnalytics;

beforeAll(async () => {
  served = await openServedAnalytics();
});
afterAll(() => served[Symbol.asyncDispose]());

const PROPERTY = 'properties/412345678';

function data() {
  const auth = new dataAuth.OAuth2();
  auth.setCredentials({ access_token: served.token });
  return analyticsdata({ version: 'v1beta', auth, rootUrl: `${served.dataOrigin}/`, agent: served.agent });
}

function admin() {
  const auth = new adminAuth.OAuth2();
  auth.setCredentials({ access_token: served.token });
  return analyticsadmin({ version: 'v1beta', auth, rootUrl: `${served.adminOrigin}/`, agent: served.agent });
}

describe('Google’s own REST client gets from the emulator over HTTPS', () => {
  it('a report, with rows, headers and the quota', async () => {
    const { data: report } = await data().properties.runReport({
      property: PROPERTY,
      requestBody: {
        dimensions: [{ name: 'country' }],
        metrics: [{ name: 'sessions' }],
        dateRanges: [{ startDate: '2daysAgo', endDate: 'yesterday' }],
        limit: '3',
        returnPropertyQuota: true,
      },
    });

    expect(report.kind).toBe('analyticsData#runReport');
    expect(report.rows).toHaveLength(3);
    expect(report.rows?.[0]?.dimensionValues?.[0]?.value).toBe('Ireland');
    expect(report.metricHeaders).toEqual([{ name: 'sessions', type: 'TYPE_INTEGER' }]);
    expect(report.propertyQuota?.tokensPerDay?.remaining).toBeLessThan(200_000);
  });

  it('metadata, realtime, and what goes together', async () => {
    const { data: metadata } = await data().properties.getMetadata({ name: `${PROPERTY}/metadata` });
    const { data: realtime } = await data().properties.runRealtimeReport({
      property: PROPERTY,
      requestBody: { metrics: [{ name: 'activeUsers' }] },
    });
    const { data: fit } = await data().properties.checkCompatibility({
      property: PROPERTY,
      requestBody: { metrics: [{ name: 'sessions' }] },
    });

    expect(metadata.dimensions?.length).toBeGreaterThan(340);
    expect(realtime.kind).toBe('analyticsData#runRealtimeReport');
    expect(
      fit.dimensionCompatibilities?.find(({ dimensionMetadata }) => dimensionMetadata?.apiName === 'itemName')
        ?.compatibility,
    ).toBe('INCOMPATIBLE');
  });

  it('an error with the code and the words of the API', async () => {
    const asked = data().properties.runReport({
      property: PROPERTY,
      requestBody: { metrics: [{ name: 'nonsense' }], dateRanges: [{ startDate: 'today', endDate: 'today' }] },
    });

    await expect(asked).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('Field nonsense is not a valid metric.  For a list'),
    });
  });

  it('properties, and a key event that is made, changed and deleted', async () => {
    const { data: list } = await admin().accountSummaries.list({});
    const { data: made } = await admin().properties.keyEvents.create({
      parent: PROPERTY,
      requestBody: { eventName: 'from_client', countingMethod: 'ONCE_PER_EVENT' },
    });
    const { data: changed } = await admin().properties.keyEvents.patch({
      name: made.name!,
      updateMask: 'countingMethod',
      requestBody: { countingMethod: 'ONCE_PER_SESSION' },
    });
    await admin().properties.keyEvents.delete({ name: made.name! });
    const { data: left } = await admin().properties.keyEvents.list({ parent: PROPERTY });

    expect(list.accountSummaries?.[0]?.propertySummaries).toHaveLength(2);
    expect(changed).toMatchObject({ eventName: 'from_client', countingMethod: 'ONCE_PER_SESSION' });
    expect(left.keyEvents?.map(({ eventName }) => eventName)).not.toContain('from_client');
  });
});

describe('Google’s own client for analytics, by REST', () => {
  const options = () => ({
    apiEndpoint: '127.0.0.1',
    port: Number(new URL(served.dataOrigin).port),
    fallback: true as const,
    authClient: served.authClient() as never,
  });

  it('reads a report as messages', async () => {
    await using client = Object.assign(new BetaAnalyticsDataClient(options()), {
      async [Symbol.asyncDispose]() {
        await client.close();
      },
    });
    const [report] = await client.runReport({
      property: PROPERTY,
      metrics: [{ name: 'sessions' }],
      dateRanges: [{ startDate: 'yesterday', endDate: 'yesterday' }],
      returnPropertyQuota: true,
    });

    expect(Number(report.rows?.[0]?.metricValues?.[0]?.value)).toBeGreaterThan(50);
    expect(report.metadata?.timeZone).toBe('Europe/Dublin');
  });

  it('reads a batch with a computed metric', async () => {
    await using client = Object.assign(new BetaAnalyticsDataClient(options()), {
      async [Symbol.asyncDispose]() {
        await client.close();
      },
    });
    const dateRanges = [{ startDate: 'yesterday', endDate: 'yesterday' }];
    const [{ reports }] = await client.batchRunReports({
      property: PROPERTY,
      requests: [
        { property: PROPERTY, metrics: [{ name: 'sessions' }, { name: 'activeUsers' }], dateRanges },
        { metrics: [{ name: 'perUser', expression: 'sessions/activeUsers' }], dateRanges },
      ],
    });
    const [[sessions, users], [perUser]] = (reports ?? []).map(({ rows }) =>
      (rows?.[0]?.metricValues ?? []).map(({ value }) => Number(value)),
    ) as [[number, number], [number]];

    expect(perUser).toBeCloseTo(sessions / users, 9);
  });

  it('reads a funnel of the alpha', async () => {
    await using client = Object.assign(new v1alpha.AlphaAnalyticsDataClient(options()), {
      async [Symbol.asyncDispose]() {
        await client.close();
      },
    });
    const [report] = await client.runFunnelReport({
      property: PROPERTY,
      dateRanges: [{ startDate: '7daysAgo', endDate: 'yesterday' }],
      funnel: { steps: [{ name: 'Seen', filterExpression: { funnelEventFilter: { eventName: 'view_item' } } }] },
    });

    expect(report.funnelTable?.rows?.[0]?.dimensionValues?.[0]?.value).toBe('1. Seen');
  });
});
