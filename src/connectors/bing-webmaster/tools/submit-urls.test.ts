import { describe, expect, it } from 'vitest';
import { type BingOptions, connectBing, methodOf, SITE } from '../../../../test/support/connected-bing.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { getSite } from './get-site.ts';
import { submitUrls } from './submit-urls.ts';

const pages = (count: number) => Array.from({ length: count }, (_, index) => `${SITE}products/${index + 1}`);
const rich: BingOptions = { quotas: { urlsPerDay: 10_000, urlsPerMonth: 100_000 } };
const bodyOf = (request: { readonly body?: string | Uint8Array } | undefined) => JSON.parse(String(request?.body));

describe('submitting URLs to Bing', () => {
  it('asks for the quota first, and tells what is left', async () => {
    const bing = connectBing();

    const answer = await bing.call(submitUrls, { urls: pages(3) });

    expect(bing.methods()).toEqual(['GetUserSites', 'GetUrlSubmissionQuota', 'SubmitUrlBatch']);
    expect(bodyOf(bing.sent[2])).toEqual({ siteUrl: SITE, urlList: pages(3) });
    expect(answer).toEqual({ submitted: 3, notSubmitted: [], quotaLeft: 97 });
    expect(await bing.call(getSite, { part: 'quotas' })).toMatchObject({ urlQuota: { daily: 97, monthly: 2_197 } });
  });

  it('goes in batches of 500, each URL once', async () => {
    const bing = connectBing(rich);

    const answer = await bing.call(submitUrls, { urls: [...pages(1_200), ...pages(100)] });

    const batches = bing.sent.filter((request) => methodOf(request) === 'SubmitUrlBatch').map(bodyOf);
    expect(batches.map(({ urlList }) => urlList.length)).toEqual([500, 500, 200]);
    expect(batches.flatMap(({ urlList }) => urlList)).toEqual(pages(1_200));
    expect(answer).toMatchObject({ submitted: 1_200, notSubmitted: [], quotaLeft: 8_800 });
  });

  it('submits what the quota allows, first come first served, and names the rest', async () => {
    const bing = connectBing({ quotas: { urlsPerDay: 10 } });

    const answer = await bing.call(submitUrls, { urls: pages(12) });

    expect(answer).toEqual({
      submitted: 10,
      notSubmitted: pages(12).slice(10),
      quotaLeft: 0,
      notice: expect.stringContaining('00:00 GMT'),
    });
  });

  it('without quota is refused until midnight GMT, and nothing is sent', async () => {
    const bing = connectBing({ quotas: { urlsPerDay: 0 } });

    expect(await bing.refused(submitUrls, { urls: pages(1) })).toMatchObject({
      code: 'upstream_quota',
      message: expect.stringContaining('index_now'),
      details: { retryAfterMs: 12 * 3_600_000, sent: 'no' },
    });
    expect(bing.methods()).not.toContain('SubmitUrlBatch');
  });

  it('that Bing refuses for its quota stops the site until midnight GMT', async () => {
    const body = '{"ErrorCode":2,"Message":"ERROR!!! You have exceeded your daily url submission quota : 100"}';
    const bing = connectBing({
      answer: (request) => (methodOf(request) === 'SubmitUrlBatch' ? { status: 400, headers: {}, body } : undefined),
    });

    expect(await bing.refused(submitUrls, { urls: pages(1) })).toMatchObject({ code: 'upstream_quota' });
    expect(bing.stops).toEqual([expect.objectContaining({ of: 'scope', untilMs: Date.UTC(2026, 10, 23) })]);
  });

  it('keeps what was accepted when a later batch is refused for certain', async () => {
    const bing = connectBing({ ...rich, answer: (request) => throttleSecond(request) });
    let batches = 0;
    const throttleSecond = (request: Parameters<NonNullable<BingOptions['answer']>>[0]) => {
      if (methodOf(request) !== 'SubmitUrlBatch' || ++batches < 2) return undefined;
      return { status: 400, headers: {}, body: '{"ErrorCode":5,"Message":"ERROR!!! ThrottleHost"}' };
    };

    const answer = await bing.call(submitUrls, { urls: pages(700) });

    expect(answer).toMatchObject({ submitted: 500, notSubmitted: pages(700).slice(500), quotaLeft: 9_500 });
    expect(answer.notice).toMatch(/^Bing took no more/);
  });

  it('leaves a later batch that is not answered in doubt, and says what is certain', async () => {
    let batches = 0;
    const bing = connectBing({
      ...rich,
      answer: (request) =>
        methodOf(request) === 'SubmitUrlBatch' && ++batches === 2 ? { status: 502, headers: {}, body: '' } : undefined,
    });

    expect(await bing.refused(submitUrls, { urls: pages(1_100) })).toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('first 500 URLs'),
      details: { sent: 'unknown' },
    });
    expect(batches).toBe(2);
  });

  it('leaves a first batch that is not answered in doubt', async () => {
    const faults = new FaultSwitch();
    const bing = connectBing({ faults });
    faults.add([{ what: { kind: 'reset' }, isAfter: true, times: 1, match: 'SubmitUrlBatch' }]);

    expect(await bing.refused(submitUrls, { urls: pages(1) })).toMatchObject({ details: { sent: 'unknown' } });
  });

  it('of another host, or of several, is refused with the places', async () => {
    const bing = connectBing();

    expect(await bing.refused(submitUrls, { urls: [SITE, 'https://elsewhere.example/', SITE] })).toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'urls[1]' }], sent: 'no' },
    });
    expect(bing.sent).toEqual([]);
    expect(await bing.refused(submitUrls, { urls: ['https://elsewhere.example/'] })).toMatchObject({
      code: 'not_found',
      details: { issues: [{ path: 'url' }] },
    });
  });
});

describe('submitting through IndexNow', () => {
  it('sends the host, the key and the URLs, and says while the key is not checked', async () => {
    const bing = connectBing();
    const key = bing.emulator.credentials.BING_INDEXNOW_KEY;

    const first = await bing.call(submitUrls, { urls: pages(2), via: 'index_now' });
    const again = await bing.call(submitUrls, { urls: pages(2), via: 'index_now' });

    expect(bodyOf(bing.sent[0])).toEqual({ host: 'www.larkmoor-tea.example', key, urlList: pages(2) });
    expect(first).toEqual({ submitted: 2, notSubmitted: [], notice: expect.stringContaining('check the key') });
    expect(again).toEqual({ submitted: 2, notSubmitted: [] });
  });

  it('takes 10,000 URLs at once, and sends where the key file is', async () => {
    const location = `${SITE}keys/indexnow.txt`;
    const bing = connectBing({ settings: { BING_INDEXNOW_KEY_LOCATION: location } });

    expect(await bing.call(submitUrls, { urls: pages(10_000), via: 'index_now' })).toMatchObject({ submitted: 10_000 });
    expect(bodyOf(bing.sent[0])).toMatchObject({ keyLocation: location });
  });

  it('with a key that the site does not show says what to do', async () => {
    const bing = connectBing({ settings: { BING_INDEXNOW_KEY: '00000000000000000000000000000000' } });

    expect(await bing.refused(submitUrls, { urls: pages(1), via: 'index_now' })).toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('text file at its root'),
      details: { sent: 'no' },
    });
  });

  it('without a key names the setting, and sends nothing', async () => {
    const bing = connectBing({ settings: { BING_INDEXNOW_KEY: undefined } });

    expect(await bing.refused(submitUrls, { urls: pages(1), via: 'index_now' })).toMatchObject({
      message: expect.stringContaining('BING_INDEXNOW_KEY'),
      details: { sent: 'no' },
    });
    expect(bing.sent).toEqual([]);
  });

  it('too often stops it for ten minutes, and Bing’s own API not', async () => {
    const bing = connectBing({ answer: () => ({ status: 429, headers: {}, body: '' }) });

    expect(await bing.refused(submitUrls, { urls: pages(1), via: 'index_now' })).toMatchObject({
      code: 'upstream_quota',
      details: { retryAfterMs: 600_000 },
    });
    expect(bing.stops).toEqual([expect.objectContaining({ of: 'scope' })]);
  });
});

describe('submitting sitemaps', () => {
  it('tells Bing of each, where they are then listed', async () => {
    const bing = connectBing();
    const urls = [`${SITE}sitemap.xml`, `${SITE}blogs/news.atom`];

    expect(await bing.call(submitUrls, { urls, via: 'sitemap' })).toEqual({ submitted: 2, notSubmitted: [] });

    const { sitemaps } = await bing.call(getSite, { part: 'sitemaps' });
    expect(sitemaps?.map(({ url, status }) => [url, status])).toContainEqual([urls[1], 'Pending']);
    expect(sitemaps?.find(({ url }) => url === urls[1])?.lastCrawledAt).toBeUndefined();
  });
});

describe('submitting content', () => {
  it('sends what a crawler would have got, within the content quota', async () => {
    const bing = connectBing();
    const html = '<!doctype html><title>Thé</title>';

    const answer = await bing.call(submitUrls, { urls: [`${SITE}pages/about`], via: 'content', html });

    const body = bodyOf(bing.sent.at(-1));
    expect(Buffer.from(body.httpMessage, 'base64').toString()).toBe(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(html)}\r\n\r\n${html}`,
    );
    expect(body).toMatchObject({ siteUrl: SITE, url: `${SITE}pages/about`, structuredData: '', dynamicServing: 0 });
    expect(answer).toEqual({ submitted: 1, notSubmitted: [], quotaLeft: 9 });
  });

  it('without quota submits nothing', async () => {
    const bing = connectBing({ quotas: { contentsPerMonth: 0 } });

    expect(await bing.refused(submitUrls, { urls: [SITE], via: 'content', html: '<p>' })).toMatchObject({
      code: 'upstream_quota',
      details: { sent: 'no' },
    });
    expect(bing.methods()).not.toContain('SubmitContent');
  });
});

describe('what is to be submitted', () => {
  it.each([
    { urls: [] },
    { urls: SITE },
    { urls: ['/products/1'] },
    { urls: ['https://www.larkmoor-tea.example/\r\nx: y'] },
    { urls: pages(1_501) },
    { urls: pages(10_001), via: 'index_now' },
    { urls: pages(4), via: 'sitemap' },
    { urls: pages(2), via: 'content', html: '<p>' },
    { urls: pages(1), via: 'content' },
    { urls: pages(1), html: '<p>' },
    { urls: pages(1), via: 'content', html: '' },
    { urls: pages(1), via: 'content', html: 'x'.repeat(500_001) },
    { urls: pages(1), via: 'google' },
  ])('is refused before anything is sent: %#', (input) => {
    expect(submitUrls.input.safeParse(input).success).toBe(false);
  });
});
