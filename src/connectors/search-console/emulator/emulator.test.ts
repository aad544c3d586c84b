import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import type { WireRequest } from '../../../kernel/wire.ts';
import { type EmulatorOptions, openEmulator } from './emulator.ts';

const ROOT = 'https://searchconsole.googleapis.com';
const SITE = encodeURIComponent('sc-domain:larkmoor-tea.example');
const QUERY = `/webmasters/v3/sites/${SITE}/searchAnalytics/query`;

async function open(options: Partial<EmulatorOptions> = {}) {
  const clock = createFakeClock();
  const emulator = openEmulator({ clock, ...options });
  const { GSC_CLIENT_ID = '', GSC_CLIENT_SECRET = '', GSC_REFRESH_TOKEN = '' } = emulator.credentials;
  const form = {
    grant_type: 'refresh_token',
    client_id: GSC_CLIENT_ID,
    client_secret: GSC_CLIENT_SECRET,
    refresh_token: GSC_REFRESH_TOKEN,
  };
  const { body } = await emulator.wire({
    method: 'POST',
    url: 'https://oauth2.googleapis.com/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  const authorization = `Bearer ${JSON.parse(body).access_token}`;
  const send = async (path: string, request: Partial<WireRequest> & { json?: unknown } = {}) => {
    const { json, ...more } = request;
    const reply = await emulator.wire({
      method: json === undefined ? 'GET' : 'POST',
      url: path.startsWith('https:') ? path : ROOT + path,
      headers: { authorization },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...more,
    });
    return { ...reply, json: reply.body.startsWith('{') ? JSON.parse(reply.body) : undefined };
  };
  const query = (question: object = {}) =>
    send(QUERY, { json: { startDate: '2026-11-01', endDate: '2026-11-10', ...question } });
  return { clock, emulator, send, query };
}

describe('the emulated Search Console', () => {
  it('answers at both roots, and with a page of HTML where there is nothing', async () => {
    const { send } = await open();

    const [now, old, nowhere] = [
      await send('/webmasters/v3/sites'),
      await send('https://www.googleapis.com/webmasters/v3/sites'),
      await send('/webmasters/v3/sites/https://www.larkmoor-tea.example/'),
    ];

    expect(old.json).toEqual(now.json);
    expect([nowhere.status, nowhere.headers['content-type']]).toEqual([404, 'text/html; charset=UTF-8']);
  });

  it('lets nobody in without a token, and not after an hour', async () => {
    const { clock, send } = await open();

    expect((await send('/webmasters/v3/sites', { headers: {} })).json.error).toMatchObject({
      code: 401,
      status: 'UNAUTHENTICATED',
    });
    await clock.advance(3_600_000);
    expect((await send('/webmasters/v3/sites')).status).toBe(401);
  });

  it('takes enums in every spelling and refuses unknown fields and values in Google’s words', async () => {
    const { query } = await open();

    const upper = await query({ dimensions: ['SEARCH_APPEARANCE'], aggregationType: 'BY_PAGE' });
    const camel = await query({ dimensions: ['searchAppearance'], aggregationType: 'byPage', searchType: 'web' });

    expect(camel.json).toEqual(upper.json);
    expect((await query({ rows: 5 })).json.error).toMatchObject({
      code: 400,
      status: 'INVALID_ARGUMENT',
      message: 'Invalid JSON payload received. Unknown name "rows": Cannot find field.',
    });
    expect((await query({ type: 'VIDEOS' })).json.error.message).toBe(
      `Invalid value at 'type' (type.googleapis.com/google.searchconsole.v1.SearchType), "VIDEOS"`,
    );
  });

  it.each([
    [{ rowLimit: 25_001 }, 'rowLimit'],
    [{ rowLimit: 0 }, 'rowLimit'],
    [{ startRow: -1 }, 'startRow'],
    [{ startDate: '2026-02-30' }, 'not a valid date'],
    [{ startDate: undefined }, 'required'],
    [{ endDate: '2026-10-01' }, 'endDate'],
    [{ dimensions: ['PAGE'], aggregationType: 'BY_PROPERTY' }, 'BY_PROPERTY'],
    [{ dimensions: ['HOUR'] }, 'HOURLY_ALL'],
    [{ dimensions: ['QUERY'], type: 'DISCOVER' }, 'QUERY'],
    [{ dimensions: ['SEARCH_APPEARANCE', 'DATE'] }, 'SEARCH_APPEARANCE'],
    [
      {
        dimensionFilterGroups: [
          { filters: [{ dimension: 'QUERY', operator: 'INCLUDING_REGEX', expression: '(?=a)' }] },
        ],
      },
      'regular expression',
    ],
  ])('refuses %j', async (question, said) => {
    const { query } = await open();

    const { status, json } = await query(question);

    expect(status).toBe(400);
    expect(json.error.message).toContain(said);
  });

  it('leaves rare queries out of rows by query, and out of what a filter by query lets through', async () => {
    const { query } = await open();
    const impressions = async (question: object) => {
      const { json } = await query({ rowLimit: 25_000, ...question });
      return (json.rows as { impressions: number }[]).reduce((sum, row) => sum + row.impressions, 0);
    };
    const filter = { dimension: 'QUERY', operator: 'NOT_CONTAINS', expression: 'no such words' };

    const whole = await impressions({});
    const byQuery = await impressions({ dimensions: ['QUERY'] });

    expect(byQuery).toBeLessThan(whole * 0.9);
    expect(await impressions({ dimensionFilterGroups: [{ filters: [filter] }] })).toBe(byQuery);
    expect(await impressions({ dimensions: ['PAGE'] })).toBe(whole);
  });

  it('has no `rows` where there are none, and one row without keys where nothing is grouped', async () => {
    const { query } = await open();

    expect((await query({ startDate: '2026-11-20', endDate: '2026-11-22' })).json).toEqual({
      responseAggregationType: 'byProperty',
    });
    expect((await query()).json.rows).toEqual([
      {
        clicks: expect.any(Number),
        impressions: expect.any(Number),
        ctr: expect.any(Number),
        position: expect.any(Number),
      },
    ]);
  });

  it('shows days that are not final only when asked, and says which they are', async () => {
    const { query } = await open();
    const question = { startDate: '2026-11-17', endDate: '2026-11-22', dimensions: ['DATE'] };

    const final = await query(question);
    const all = await query({ ...question, dataState: 'all' });

    expect(final.json.rows.map(({ keys }: { keys: string[] }) => keys[0])).toEqual([
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
    ]);
    expect(all.json.rows).toHaveLength(6);
    expect(all.json.metadata).toEqual({ firstIncompleteDate: '2026-11-20' });
    expect(final.json.metadata).toBeUndefined();
  });

  it('counts: a minute’s questions, and the load of ten minutes', async () => {
    const often = await open({ limits: { queriesPerMinute: 2 } });
    await often.query();
    await often.query();
    const heavy = await open({ limits: { loadPerTenMinutes: 100 } });

    expect((await often.query()).json.error.errors[0].reason).toBe('rateLimitExceeded');
    expect((await heavy.query({ dimensions: ['QUERY', 'PAGE'] })).status).toBe(200);
    const refusal = await heavy.query({ dimensions: ['QUERY', 'PAGE'] });
    expect([refusal.status, refusal.json.error.errors[0].reason]).toEqual([403, 'quotaExceeded']);
    expect(refusal.json.error.message).toMatch(/^Search Analytics load quota exceeded\. Learn about usage limits:/);
    await heavy.clock.advance(600_000);
    expect((await heavy.query({ dimensions: ['QUERY', 'PAGE'] })).status).toBe(200);
  });

  it('gives no more rows of one question than it exposes', async () => {
    const { query } = await open({ limits: { exposedRows: 50 } });

    expect((await query({ dimensions: ['QUERY'] })).json.rows).toHaveLength(50);
    expect((await query({ dimensions: ['QUERY'], startRow: 50 })).json.rows).toBeUndefined();
  });

  it('fails on demand, in Google’s envelope', async () => {
    const faults = new FaultSwitch();
    const { query } = await open({ faults });
    const strike = (what: object) => faults.add([{ what, isAfter: false, times: 1, match: 'query' } as never]);

    strike({ kind: 'status', status: 503 });
    expect((await query()).json.error).toMatchObject({ code: 503, status: 'UNAVAILABLE' });
    strike({ kind: 'throttle' });
    expect((await query()).json.error.errors[0].reason).toBe('rateLimitExceeded');
    expect((await query()).status).toBe(200);
  });
});
