import { describe, expect, it } from 'vitest';
import { connectBing, methodOf, SITE } from '../../../../test/support/connected-bing.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import { getSite } from '../tools/get-site.ts';
import { getTraffic } from '../tools/get-traffic.ts';
import { listSites } from '../tools/list-sites.ts';
import { removeSitemap } from '../tools/remove-sitemap.ts';
import { submitUrls } from '../tools/submit-urls.ts';

const json = (body: unknown, status = 200): WireReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
/** Answers one method so, and leaves the others to the emulator. */
const answering = (method: string, reply: WireReply) => (request: WireRequest) =>
  methodOf(request) === method ? reply : undefined;
const SITEMAP = { sitemap: `${SITE}blogs/journal.atom` };

describe('a question', () => {
  it('goes to ssl.bing.com with the key as its last parameter, everything else encoded', async () => {
    const bing = connectBing();

    await bing.call(getTraffic, { site: SITE, query: 'tea & milk?#=/../é' });

    const [{ url, method } = { url: '', method: '' }] = bing.sent;
    const key = bing.emulator.credentials.BING_API_KEY;
    expect(method).toBe('GET');
    expect(url).toBe(
      'https://ssl.bing.com/webmaster/api.svc/json/GetQueryTrafficStats?siteUrl=https%3A%2F%2Fwww.larkmoor-tea.example%2F' +
        `&query=tea%20%26%20milk%3F%23%3D%2F..%2F%C3%A9&apikey=${key}`,
    );
  });

  it.each([
    ['a page', '<html><title>Sorry</title></html>'],
    ['half of an answer', '{"d":[{"__type":"Site:#Microsoft'],
    ['an answer without d', '{"sites":[]}'],
    ['nothing', ''],
    ['a list of something else', '{"d":[{"Url":7}]}'],
    ['one for many', '{"d":{"Url":"https://a.example/"}}'],
    ['text', '{"d":"ok"}'],
  ])('answered with %s failed, changed nothing, and shows nothing of it', async (_what, body) => {
    const bing = connectBing({ answer: () => json(body) });

    const error = await bing.refused(listSites, {});

    expect(error).toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
    expect(error.message).not.toMatch(/Sorry|Microsoft|a\.example|ZodError/);
  });

  it('passes over what Bing adds, and takes null for an empty list', async () => {
    const site = { __type: 'Site:#X', Url: SITE, IsVerified: true, Colour: 'red', AuthenticationCode: null };

    expect(await connectBing({ answer: () => json({ d: [site], e: 1 }) }).call(listSites, {})).toEqual({
      sites: [{ url: SITE, verified: true }],
    });
    expect(await connectBing({ answer: () => json({ d: null }) }).call(listSites, {})).toEqual({ sites: [] });
  });

  it('never shows the key, whatever Bing repeats of it', async () => {
    const bing = connectBing({
      answer: ({ url }) => json({ ErrorCode: 8, Message: `ERROR!!! InvalidParameter ${url}` }, 400),
    });

    const error = await bing.refused(getTraffic, { site: SITE });

    const key = bing.emulator.credentials.BING_API_KEY ?? '?';
    expect(JSON.stringify([error.message, error.details, error.cause, error.stack])).not.toContain(key);
  });
});

describe('a change', () => {
  it.each([500, 502, 503])('answered with status %i may have been made', async (status) => {
    const bing = connectBing({ answer: answering('RemoveFeed', json('<html></html>', status)) });

    expect(await bing.refused(removeSitemap, SITEMAP)).toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'unknown' },
    });
  });

  it.each(['<html></html>', '{}', ''])('answered with %j may have been made', async (body) => {
    const bing = connectBing({ answer: answering('RemoveFeed', json(body)) });

    expect(await bing.refused(removeSitemap, SITEMAP)).toMatchObject({ details: { sent: 'unknown' } });
  });

  it.each([4, 5, 17])('refused with code %i was not made', async (code) => {
    const bing = connectBing({ answer: answering('RemoveFeed', json({ ErrorCode: code, Message: 'ERROR!!!' }, 400)) });

    expect(await bing.refused(removeSitemap, SITEMAP)).toMatchObject({
      code: 'upstream_throttled',
      details: { sent: 'no', throttled: true },
    });
  });

  it('goes to ssl.bing.com with a key, and to www.bing.com with a token, which questions do not', async () => {
    const hostsOf = async (signIn: 'key' | 'oauth') => {
      const bing = connectBing({ signIn });
      await bing.call(removeSitemap, SITEMAP);
      return bing.sent
        .filter(({ url }) => url.includes('/api.svc/'))
        .map((request) => `${methodOf(request)} ${new URL(request.url).host}`);
    };

    expect(await hostsOf('key')).toEqual([
      'GetUserSites ssl.bing.com',
      'GetFeeds ssl.bing.com',
      'RemoveFeed ssl.bing.com',
    ]);
    expect(await hostsOf('oauth')).toEqual([
      'GetUserSites ssl.bing.com',
      'GetFeeds ssl.bing.com',
      'RemoveFeed www.bing.com',
    ]);
  });

  it('with a token is refused by Bing on the host for questions', async () => {
    const bing = connectBing({ signIn: 'oauth' });
    await bing.call(listSites, {});
    const authorization = bing.sent.at(-1)?.headers.authorization ?? '';

    const reply = await bing.emulator.wire({
      method: 'POST',
      url: 'https://ssl.bing.com/webmaster/api.svc/json/SubmitFeed',
      headers: { authorization },
      body: JSON.stringify({ siteUrl: SITE, feedUrl: `${SITE}sitemap.xml` }),
    });

    expect([reply.status, reply.body]).toEqual([400, '{"ErrorCode":8,"Message":"ERROR!!! InvalidToken"}']);
  });
});

describe('IndexNow', () => {
  it('is shown neither key nor token of Bing', async () => {
    for (const signIn of ['key', 'oauth'] as const) {
      const bing = connectBing({ signIn });

      await bing.call(submitUrls, { urls: [SITE], via: 'index_now' });

      const [request] = bing.sent;
      expect(bing.sent).toHaveLength(1);
      expect(request?.url).toBe('https://api.indexnow.org/indexnow');
      expect(request?.headers).not.toHaveProperty('authorization');
    }
  });
});

describe('the site', () => {
  it('is the only one that is verified, when none is named', async () => {
    const bing = connectBing();

    expect((await bing.call(getTraffic, {})).about.site).toBe(SITE);
  });

  it('is the connection’s own where that is set, without a question', async () => {
    const bing = connectBing({ settings: { BING_SITE: SITE } });

    await bing.call(getTraffic, {});

    expect(bing.methods()).toEqual(['GetRankAndTrafficStats']);
  });

  it('has to be named where there are several', async () => {
    const bing = connectBing({ sites: ['https://other.example/'] });

    expect(await bing.refused(getTraffic, {})).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(`${SITE}, https://larkmoor-tea.example/, https://other.example/`),
    });
  });

  it.each(['https://larkmoor-tea.exampel/', 'http://www.larkmoor-tea.example/', 'https://www.larkmor-tea.example/'])(
    'that is not registered under this spelling is told the nearest: %s',
    async (site) => {
      const bing = connectBing();

      const error = await bing.refused(getTraffic, { site });

      expect(error).toMatchObject({
        code: 'not_found',
        details: {
          sent: 'no',
          issues: [{ path: 'site', message: expect.stringMatching(/^Did you mean https:\/\/(www\.)?larkmoor-tea/) }],
        },
      });
    },
  );

  it('that is registered and not verified is a lack of rights', async () => {
    const bing = connectBing();

    expect(await bing.refused(getSite, { part: 'sitemaps', site: 'https://larkmoor-tea.example/' })).toMatchObject({
      code: 'upstream_permission',
    });
  });

  it('of an address is the narrowest that holds it', async () => {
    const upstream = connectBing({
      sites: ['https://www.larkmoor-tea.example/blogs/', 'https://www.larkmoor-tea.example.evil.test/'],
    }).upstream();

    expect(await upstream.siteHolding(`${SITE}blogs/journal`)).toBe(`${SITE}blogs/`);
    expect(await upstream.siteHolding(`${SITE}blogsome`)).toBe(SITE);
    await expect(upstream.siteHolding('https://elsewhere.example/')).rejects.toMatchObject({ code: 'not_found' });
    await expect(upstream.siteHolding('http://www.larkmoor-tea.example/')).rejects.toMatchObject({ code: 'not_found' });
  });
});
