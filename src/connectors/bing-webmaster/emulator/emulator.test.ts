import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { parseBingDate } from '../protocol/bing-date.ts';
import { METHODS } from '../protocol/methods.ts';
import { type EmulatorOptions, openEmulator } from './emulator.ts';

const API = '/webmaster/api.svc/json/';
const SITE = 'https://www.larkmoor-tea.example/';

function openAccount(options: Partial<EmulatorOptions> = {}) {
  const clock = createFakeClock();
  const emulator = openEmulator({ clock, ...options });
  const key = emulator.credentials.BING_API_KEY ?? '';
  const send = async (method: 'GET' | 'POST', url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await emulator.wire({ method, url, headers, body: text });
    return { status: reply.status, body: reply.body };
  };
  const ask = (name: string, params: Record<string, string> = { siteUrl: SITE }) =>
    send('GET', `https://ssl.bing.com${API}${name}?${new URLSearchParams({ ...params, apikey: key })}`);
  const change = (name: string, body: unknown) => send('POST', `https://ssl.bing.com${API}${name}?apikey=${key}`, body);
  return { clock, emulator, key, send, ask, change };
}

const refusal = (code: number, name: string) => ({
  status: 400,
  body: JSON.stringify({ ErrorCode: code, Message: `ERROR!!! ${name}` }),
});
const given = { status: 200, body: '{"d":null}' };

describe('an emulated account', () => {
  it('has every method that the connector uses', async () => {
    const { emulator, key, send } = openAccount({ limits: { burst: 1_000 } });

    for (const [name, { verb }] of Object.entries(METHODS)) {
      const { status } = await send(
        verb,
        `https://ssl.bing.com${API}${name}?apikey=${key}`,
        verb === 'GET' ? undefined : {},
      );
      expect([name, status]).not.toEqual([name, expect.toSatisfy((code: number) => code === 404 || code === 405)]);
    }
    expect(emulator.requests).toBe(Object.keys(METHODS).length);
  });

  it.each([
    ['without a key', ''],
    ['with a wrong key', '?apikey=0123456789abcdef0123456789abcdef'],
  ])('refuses a request %s', async (_how, query) => {
    const { send } = openAccount();

    expect(await send('GET', `https://ssl.bing.com${API}GetUserSites${query}`)).toEqual(refusal(3, 'InvalidApiKey'));
  });

  it('answers on both hosts, and only what is there', async () => {
    const { send, key } = openAccount();

    expect((await send('GET', `https://www.bing.com${API}GetUserSites?apikey=${key}`)).status).toBe(200);
    expect((await send('GET', `https://www.bing.com${API}GetEverything?apikey=${key}`)).status).toBe(404);
    expect((await send('GET', `https://elsewhere.example${API}GetUserSites?apikey=${key}`)).status).toBe(404);
    expect((await send('POST', `https://ssl.bing.com${API}GetUserSites?apikey=${key}`, {})).status).toBe(405);
  });

  it('takes a site with and without its last slash, and no other spelling', async () => {
    const { ask } = openAccount();

    expect((await ask('GetFeeds', { siteUrl: SITE.slice(0, -1) })).status).toBe(200);
    for (const siteUrl of [
      'http://www.larkmoor-tea.example/',
      'www.larkmoor-tea.example',
      'https://larkmoor-tea.example/',
    ]) {
      expect(await ask('GetFeeds', { siteUrl })).toEqual(refusal(14, 'NotAuthorized'));
    }
  });

  it.each([
    ['SubmitUrlBatch', { siteUrl: SITE, urlList: [] }, 8, 'InvalidParameter'],
    ['SubmitUrlBatch', { siteUrl: SITE, urlList: Array(501).fill(SITE) }, 8, 'InvalidParameter'],
    ['SubmitUrlBatch', { siteUrl: SITE, urls: [SITE] }, 8, 'InvalidParameter'],
    ['SubmitUrlBatch', { siteUrl: SITE, urlList: ['https://elsewhere.example/'] }, 7, 'InvalidUrl'],
    [
      'SubmitContent',
      { siteUrl: SITE, url: SITE, httpMessage: 'PGh0bWw+', structuredData: '', dynamicServing: 0 },
      8,
      'InvalidParameter',
    ],
    [
      'SaveCrawlSettings',
      { siteUrl: SITE, crawlSettings: { CrawlBoostAvailable: false, CrawlBoostEnabled: false, CrawlRate: [11] } },
      8,
      'InvalidParameter',
    ],
    ['RemoveFeed', { siteUrl: SITE, feedUrl: 'https://www.larkmoor-tea.example/none.xml' }, 11, 'NotFound'],
    ['AddQueryParameter', { siteUrl: SITE, queryParameter: 'utm_source' }, 12, 'AlreadyExists'],
    [
      'AddSiteRoles',
      {
        siteUrl: SITE,
        delegatedUrl: SITE,
        userEmail: 'a@b.example',
        authenticationCode: 'X',
        isAdministrator: false,
        isReadOnly: true,
      },
      13,
      'NotAllowed',
    ],
  ])('refuses %s %j', async (method, body, code, name) => {
    expect(await openAccount().change(method, body)).toEqual(refusal(code, name));
  });

  it('answers a change with nothing, a second time as well', async () => {
    const { change } = openAccount();

    expect(await change('AddSite', { siteUrl: 'https://new.example/' })).toEqual(given);
    expect(await change('AddSite', { siteUrl: 'https://new.example/' })).toEqual(given);
  });

  it('throttles who does not wait, and who does not listen for ten minutes', async () => {
    const { ask, clock } = openAccount();
    const codeOf = async () => /"ErrorCode":(\d+)/.exec((await ask('GetFeeds')).body)?.[1] ?? 'ok';
    const codes: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      codes.push(await codeOf());
      await clock.advance(350);
    }

    expect(codes.indexOf('5')).toBeGreaterThanOrEqual(19);
    expect(codes.indexOf('5')).toBeLessThanOrEqual(22);
    const impatient = openAccount({ limits: { burst: 1, restorePerSecond: 0 } });
    const later: string[] = [];
    for (let n = 0; n < 14; n += 1)
      later.push(/"ErrorCode":(\d+)/.exec((await impatient.ask('GetFeeds')).body)?.[1] ?? 'ok');
    expect(later).toEqual(['ok', ...Array(11).fill('5'), '4', '4']);
    await impatient.clock.advance(300_000);
    expect((await impatient.ask('GetFeeds')).body).toContain('ThrottleUser');
    await impatient.clock.advance(600_000);
    expect((await impatient.ask('GetFeeds')).body).toContain('ThrottleHost');
  });

  it('bears ten questions about URLs of a host', async () => {
    const { ask, clock } = openAccount({ limits: { burst: 100 } });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await ask('GetUrlInfo', { siteUrl: SITE, url: SITE })).status);

    expect(statuses).toEqual([...Array(10).fill(200), 400, 400]);
    await clock.advance(60_000);
    expect((await ask('GetUrlInfo', { siteUrl: SITE, url: SITE })).status).toBe(200);
  });

  it('counts submissions, in Bing’s two ways of saying that there is no more, until midnight GMT', async () => {
    const { change, ask, clock } = openAccount({ quotas: { urlsPerDay: 2 } });
    const urlList = (count: number) => ({
      siteUrl: SITE,
      urlList: Array.from({ length: count }, (_, at) => SITE + at),
    });

    expect(await change('SubmitUrlBatch', urlList(3))).toEqual(
      refusal(8, 'Quota remaining for today: 2, Submitted: 3'),
    );
    expect(await change('SubmitUrlBatch', urlList(2))).toEqual(given);
    expect(await change('SubmitUrl', { siteUrl: SITE, url: SITE })).toEqual(
      refusal(2, 'You have exceeded your daily url submission quota : 2'),
    );
    expect((await ask('GetUrlSubmissionQuota')).body).toContain('"DailyQuota":0');
    await clock.advance(12 * 3_600_000);
    expect((await ask('GetUrlSubmissionQuota')).body).toContain('"DailyQuota":2');
  });

  it('reports 16 months, oldest first, at midnight on the Pacific coast', async () => {
    const { ask } = openAccount();
    const rows = JSON.parse((await ask('GetRankAndTrafficStats')).body).d as { Date: string; __type: string }[];
    const dates = rows.map(({ Date: date }) => parseBingDate(date) ?? 0);

    expect(rows[0]?.__type).toBe('RankAndTrafficStats:#Microsoft.Bing.Webmaster.Api');
    expect(dates).toEqual(dates.toSorted());
    expect(rows.at(-1)?.Date).toBe(`/Date(${Date.UTC(2026, 10, 20, 8)}-0800)/`);
    expect(rows.find(({ Date: date }) => date.includes('-0700'))).toBeDefined();
  });

  it('has pages in the field for queries, -1 where nobody clicked, and weeks', async () => {
    const { ask } = openAccount();
    const pages = JSON.parse((await ask('GetPageStats')).body).d as {
      Query: string;
      AvgClickPosition: number;
      Clicks: number;
      Date: string;
    }[];
    const dates = [...new Set(pages.map(({ Date: date }) => Math.floor((parseBingDate(date) ?? 0) / 86_400_000)))];

    expect(pages.every(({ Query }) => Query.startsWith(SITE))).toBe(true);
    expect(pages.filter(({ Clicks }) => Clicks === 0).every(({ AvgClickPosition }) => AvgClickPosition === -1)).toBe(
      true,
    );
    expect(dates.slice(1).every((day, index) => day - (dates[index] ?? 0) === 7)).toBe(true);
  });
});

describe('its tokens', () => {
  const form = (fields: Record<string, string>) =>
    new URLSearchParams({ grant_type: 'refresh_token', ...fields }).toString();

  it('come from a refresh token that is good once, and end', async () => {
    const { emulator, send, clock } = openAccount();
    const { BING_CLIENT_ID = '', BING_CLIENT_SECRET = '', BING_REFRESH_TOKEN = '' } = emulator.credentials;
    const mint = (refresh: string) =>
      send(
        'POST',
        'https://www.bing.com/webmasters/oauth/token',
        form({ client_id: BING_CLIENT_ID, client_secret: BING_CLIENT_SECRET, refresh_token: refresh }),
      );
    const list = (token: string) =>
      send('GET', `https://ssl.bing.com${API}GetUserSites`, undefined, { authorization: `Bearer ${token}` });

    const first = JSON.parse((await mint(BING_REFRESH_TOKEN)).body);

    expect(first).toMatchObject({ token_type: 'bearer', expires_in: 3_599 });
    expect((await list(first.access_token)).status).toBe(200);
    expect(await mint(BING_REFRESH_TOKEN)).toMatchObject({ status: 400, body: '{"error":"invalid_grant"}' });
    expect((await mint(first.refresh_token)).status).toBe(200);
    await clock.advance(3_600_000);
    expect(await list(first.access_token)).toEqual(refusal(8, 'InvalidToken'));
  });

  it('are not given to a client that is not known', async () => {
    const { emulator, send } = openAccount();
    const { BING_REFRESH_TOKEN = '' } = emulator.credentials;

    expect(
      await send(
        'POST',
        'https://www.bing.com/webmasters/oauth/token',
        form({ client_id: 'x', client_secret: 'y', refresh_token: BING_REFRESH_TOKEN }),
      ),
    ).toMatchObject({ status: 400, body: '{"error":"invalid_client"}' });
  });
});
