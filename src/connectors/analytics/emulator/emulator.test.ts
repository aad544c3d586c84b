import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../../test/support/connected-analytics.ts';

const google = connectAnalytics();
const RANGE = [{ startDate: '2daysAgo', endDate: 'yesterday' }];

async function ask(path: string, body?: object, method = body ? 'POST' : 'GET', host = 'analyticsdata', from = google) {
  const reply = await from.wire({
    method: method as 'POST',
    url: `https://${host}.googleapis.com${path}`,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const parsed = reply.headers['content-type']?.startsWith('application/json') ? JSON.parse(reply.body) : {};
  return { status: reply.status, ...parsed };
}

const report = (body: object, from = google) =>
  ask('/v1beta/properties/412345678:runReport', { dateRanges: RANGE, ...body }, 'POST', 'analyticsdata', from);

describe('the emulated Data API', () => {
  it.each([
    [{ metric: [] }, 'Unknown name "metric": Cannot find field.'],
    [{ metrics: [{ nam: 'x' }] }, `Unknown name "nam" at 'metrics[0]': Cannot find field.`],
    [
      { orderBys: [{ dimension: { dimensionName: 'date', orderType: 'SIDEWAYS' } }] },
      'OrderBy.DimensionOrderBy.OrderType',
    ],
    [{ limit: 'many', metrics: [{ name: 'sessions' }] }, 'TYPE_INT64'],
    [{ keepEmptyRows: 'yes', metrics: [{ name: 'sessions' }] }, 'TYPE_BOOLEAN'],
    [{}, 'Requests require dimensions and/or metrics. Most requests include both.'],
    [
      { metrics: [{ name: 'nonsense' }] },
      'Field nonsense is not a valid metric.  For a list of valid dimensions and metrics, see',
    ],
    [{ dimensions: [{ name: 'contry' }] }, 'Did you mean country? Field contry is not a valid dimension. For a list'],
    [{ dimensions: Array.from({ length: 10 }, (_, n) => ({ name: `itemCategory${n}` })) }, 'limited to 9 dimensions'],
    [{ metrics: Array.from({ length: 11 }, () => ({ name: 'sessions' })) }, 'duplicate name sessions'],
    [{ metrics: [{ name: 'sessions' }], dateRanges: [{ startDate: '2026-02-30', endDate: 'today' }] }, 'startDate'],
    [
      { metrics: [{ name: 'sessions' }], dateRanges: [{ startDate: 'today', endDate: 'yesterday' }] },
      'Invalid date range',
    ],
    [{ metrics: [{ name: 'sessions' }], dateRanges: Array(5).fill(RANGE[0]) }, 'limited to 4 dateRanges'],
    [{ metrics: [{ name: 'sessions' }], dateRanges: [] }, 'A dateRange is required.'],
    [{ metrics: [{ name: 'sessions' }], limit: '-1' }, 'non-negative'],
    [{ dimensions: [{ name: 'itemName' }], metrics: [{ name: 'sessions' }] }, 'Please remove sessions'],
    [{ metrics: [{ name: 'cohortActiveUsers' }], dimensions: [{ name: 'cohort' }] }, 'cohortSpec'],
    [
      {
        metrics: [{ name: 'sessions' }],
        dimensionFilter: { filter: { fieldName: 'country', emptyFilter: {} }, notExpression: {} },
      },
      'oneof',
    ],
    [
      { metrics: [{ name: 'sessions' }], dimensionFilter: { filter: { fieldName: 'country' } } },
      'exactly one filter type',
    ],
    [
      {
        metrics: [{ name: 'sessions' }],
        dimensionFilter: {
          filter: { fieldName: 'country', stringFilter: { matchType: 'FULL_REGEXP', value: '(a+)+$' } },
        },
      },
      'Invalid regular expression',
    ],
    [
      {
        metrics: [{ name: 'sessions' }],
        dimensionFilter: {
          filter: { fieldName: 'country', stringFilter: { matchType: 'PARTIAL_REGEXP', value: '(?=a)' } },
        },
      },
      'Invalid regular expression',
    ],
    [
      { metrics: [{ name: 'sessions' }], orderBys: [{ metric: { metricName: 'newUsers' } }] },
      'Ordering by metric newUsers',
    ],
    [{ metrics: [{ name: 'sessions' }], property: 'properties/1' }, 'must be properties/412345678'],
    [{ metrics: [{ name: 'a', expression: 'sessions/' }] }, 'Failed to parse metric expression'],
    [{ metrics: [{ name: 'a', expression: 'sessions)' }] }, 'Failed to parse metric expression'],
    [{ metrics: [{ name: 'a', expression: `${'('.repeat(5_000)}1` }] }, 'Failed to parse metric expression'],
    [{ metrics: [{ name: 'a', expression: 'nonsense/sessions' }] }, 'Field nonsense is not a valid metric.'],
    [{ metrics: [{ name: 'a b', expression: 'sessions' }] }, 'Metric name a b is invalid'],
  ])('refuses %j in Google’s words', async (body, told) => {
    const { status, error } = await report(body);

    expect(status).toBe(400);
    expect(error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT', message: expect.stringContaining(told) });
  });

  it.each([
    [Array(6).fill({ metrics: [{ name: 'sessions' }], dateRanges: RANGE }), 'limited to 5 requests'],
    [[{ metrics: [{ name: 'sessions' }], dateRanges: RANGE, property: 'properties/1' }], 'the same property'],
    [
      [{ metrics: [{ name: 'sessions' }], dateRanges: RANGE }, { dateRanges: RANGE }],
      'require dimensions and/or metrics',
    ],
    [[{ metric: [] }], `Unknown name "metric" at 'requests[0]'`],
  ])('refuses a batch whole: %#', async (requests, told) => {
    const { status, error, reports } = await ask('/v1beta/properties/412345678:batchRunReports', { requests });

    expect([status, reports]).toEqual([400, undefined]);
    expect(error.message).toContain(told);
  });

  it('leaves out what is empty, and writes every value as text', async () => {
    const filled = await report({ metrics: [{ name: 'sessions' }, { name: 'bounceRate' }] });
    const empty = await ask('/v1beta/properties/412345679:runReport', {
      metrics: [{ name: 'sessions' }],
      dateRanges: RANGE,
    });

    expect(filled.rows[0].metricValues.every(({ value }: { value: unknown }) => typeof value === 'string')).toBe(true);
    expect(filled.rows[0]).not.toHaveProperty('dimensionValues');
    expect(Object.keys(empty).sort()).toEqual(['kind', 'metadata', 'metricHeaders', 'status']);
  });

  it('names ranges by number where nobody named them', async () => {
    const { rows } = await report({ metrics: [{ name: 'sessions' }], dateRanges: [...RANGE, ...RANGE] });

    expect(
      rows.map(({ dimensionValues }: { dimensionValues: { value: string }[] }) => dimensionValues[0]?.value).sort(),
    ).toEqual(['date_range_0', 'date_range_1']);
  });

  it('counts users once over days, so that days add up to more', async () => {
    const total = await report({
      metrics: [{ name: 'totalUsers' }],
      dateRanges: [{ startDate: '14daysAgo', endDate: 'yesterday' }],
    });
    const byDay = await report({
      dimensions: [{ name: 'date' }],
      metrics: [{ name: 'totalUsers' }],
      dateRanges: [{ startDate: '14daysAgo', endDate: 'yesterday' }],
    });
    const sum = byDay.rows.reduce(
      (all: number, row: { metricValues: { value: string }[] }) => all + Number(row.metricValues[0]?.value),
      0,
    );

    expect(sum).toBeGreaterThan(Number(total.rows[0].metricValues[0].value));
  });

  it('charges longer reports more, and says what each quota has left', async () => {
    const own = connectAnalytics();
    const short = await report({ metrics: [{ name: 'sessions' }], returnPropertyQuota: true }, own);
    const long = await report(
      {
        metrics: [{ name: 'sessions' }],
        returnPropertyQuota: true,
        dateRanges: [{ startDate: '180daysAgo', endDate: 'yesterday' }],
      },
      own,
    );

    expect(short.propertyQuota.tokensPerDay).toEqual({ consumed: 1, remaining: 199_999 });
    expect(long.propertyQuota.tokensPerDay.consumed).toBeGreaterThan(3);
    expect(long.propertyQuota.tokensPerHour.remaining).toBe(40_000 - 1 - long.propertyQuota.tokensPerDay.consumed);
  });

  it('refuses by the text of the quota that is used up, until it turns', async () => {
    const own = connectAnalytics({ quota: { tokensPerDay: 1 } });
    await report({ metrics: [{ name: 'sessions' }] }, own);
    const refused = await report({ metrics: [{ name: 'sessions' }] }, own);
    await own.clock.advance(20 * 3_600_000);

    expect(refused.error).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message: expect.stringContaining('Exhausted property tokens per day.'),
    });
    expect((await report({ metrics: [{ name: 'sessions' }] }, own)).status).toBe(200);
  });

  it('counts errors of its own, and locks the project out after ten', async () => {
    const own = connectAnalytics();
    await report({ metrics: [{ name: 'sessions' }] }, own);
    own.fault('status=500;times=10');
    for (let n = 0; n < 10; n += 1) await report({ metrics: [{ name: 'sessions' }] }, own);

    expect((await report({ metrics: [{ name: 'sessions' }] }, own)).error).toMatchObject({
      code: 429,
      message: expect.stringContaining('server errors'),
    });
  });
});

describe('the emulated doors', () => {
  it('are of two hosts, and know no path of the other', async () => {
    expect((await ask('/v1beta/accountSummaries')).status).toBe(404);
    expect((await ask('/v1beta/properties/412345678:runReport', {}, 'POST', 'analyticsadmin')).status).toBe(404);
    expect((await ask('/v2/properties/412345678:runReport', {})).status).toBe(404);
    expect((await ask('/v1beta/accountSummaries', undefined, 'GET', 'storage')).status).toBe(404);
  });

  it('take what the token’s scopes reach', async () => {
    const reading = connectAnalytics({ account: { scopes: ['https://www.googleapis.com/auth/analytics.readonly'] } });
    const create = await ask(
      '/v1beta/properties/412345678/keyEvents',
      { eventName: 'x', countingMethod: 'ONCE_PER_EVENT' },
      'POST',
      'analyticsadmin',
      reading,
    );

    expect((await report({ metrics: [{ name: 'sessions' }] }, reading)).status).toBe(200);
    expect(create.error).toMatchObject({ code: 403, message: 'Request had insufficient authentication scopes.' });
  });

  it('tell apart an API that is not enabled and a property that is not seen', async () => {
    const disabled = connectAnalytics({ disabledHosts: ['analyticsadmin.googleapis.com'] });

    expect(
      (await ask('/v1beta/accountSummaries', undefined, 'GET', 'analyticsadmin', disabled)).error.details[0].reason,
    ).toBe('SERVICE_DISABLED');
    expect((await ask('/v1beta/properties/1:runReport', { metrics: [{ name: 'sessions' }] })).error.message).toMatch(
      /^User does not have sufficient permissions for this property\./,
    );
  });

  it('page lists by tokens, which nobody can make up', async () => {
    const first = await ask(
      '/v1beta/properties/412345678/customDimensions?pageSize=1',
      undefined,
      'GET',
      'analyticsadmin',
    );
    const next = await ask(
      `/v1beta/properties/412345678/customDimensions?pageSize=1&pageToken=${first.nextPageToken}`,
      undefined,
      'GET',
      'analyticsadmin',
    );

    expect(first.customDimensions).toHaveLength(1);
    expect(next.customDimensions[0].name).not.toBe(first.customDimensions[0].name);
    expect(next).not.toHaveProperty('nextPageToken');
    expect(
      (await ask('/v1beta/properties/412345678/customDimensions?pageToken=x', undefined, 'GET', 'analyticsadmin'))
        .status,
    ).toBe(400);
  });

  it('keep immutable what is, and know no double', async () => {
    const path = '/v1beta/properties/412345678/customDimensions';
    const body = { parameterName: 'article_author', displayName: 'Again', scope: 'EVENT' };

    expect((await ask(path, body, 'POST', 'analyticsadmin')).error).toMatchObject({
      code: 409,
      status: 'ALREADY_EXISTS',
    });
    expect((await ask(`${path}/9003?updateMask=scope`, { scope: 'USER' }, 'PATCH', 'analyticsadmin')).status).toBe(400);
    expect((await ask(`${path}/9003`, { displayName: 'X' }, 'PATCH', 'analyticsadmin')).error.message).toContain(
      'update_mask',
    );
    expect(
      (await ask('/v1beta/properties/412345678/keyEvents/9001', undefined, 'DELETE', 'analyticsadmin')).error,
    ).toMatchObject({ status: 'FAILED_PRECONDITION' });
  });
});
