import { describe, expect, it } from 'vitest';
import { connectSearchConsole, SITE } from '../../../../test/support/connected-search-console.ts';
import { inspectUrls } from './inspect-urls.ts';

const HOST = 'https://www.larkmoor-tea.example';
const url = (path: string) => `${HOST}${path}`;

describe('inspecting pages', () => {
  it('tells what the index knows of each, in the order given', async () => {
    const { pages, indexed } = await connectSearchConsole().call(inspectUrls, {
      site: SITE,
      urls: ['/cart', '/', '/pages/black-friday-2024', '/pages/thank-you', '/nowhere', '/pages/subscriptions'].map(url),
    });

    expect(pages).toMatchObject([
      { url: url('/cart'), verdict: 'neutral', robots: 'disallowed', fetch: 'blocked_robots_txt' },
      { url: url('/'), verdict: 'pass', indexing: 'indexing_allowed', crawledAs: 'mobile', canonicalDiffers: false },
      { verdict: 'neutral', fetch: 'not_found' },
      { verdict: 'neutral', indexing: 'blocked_by_meta_tag' },
      { verdict: 'neutral', coverage: 'URL is unknown to Google' },
      { verdict: 'fail', fetch: 'server_error' },
    ]);
    expect(pages[4]).not.toHaveProperty('fetch', expect.anything());
    expect(pages[4]?.lastCrawled).toBeUndefined();
    expect(indexed).toBe(1);
  });

  it('tells of a canonical that Google chose otherwise, and of rich results', async () => {
    const { pages } = await connectSearchConsole().call(inspectUrls, {
      site: SITE,
      urls: [url('/collections/black-tea/products/midnight-assam'), url('/products/midnight-assam')],
    });

    expect(pages[0]).toMatchObject({ verdict: 'neutral', googleCanonical: url('/products/midnight-assam') });
    expect(pages[1]?.richResults).toEqual([
      { type: 'Product snippets', items: 1, issues: ['warning: Missing field "aggregateRating"'] },
    ]);
  });

  it('asks for an address once, however often it is given', async () => {
    const console = connectSearchConsole();

    const { pages } = await console.call(inspectUrls, { site: SITE, urls: [url('/'), url('/')] });

    expect(pages).toHaveLength(1);
    expect(console.exchanged).toHaveLength(1);
    expect(inspectUrls.budget?.cost({ urls: [url('/'), url('/'), url('/cart')] } as never)).toBe(2);
  });

  it('keeps what it has when the day’s inspections end half way, and says what is left', async () => {
    const console = connectSearchConsole({ limits: { inspectionsPerDay: 7 } });
    const urls = Array.from({ length: 12 }, (_, index) => url(`/page-${index}`));

    const { pages, notices } = await console.call(inspectUrls, { site: SITE, urls });

    expect(pages).toHaveLength(7);
    expect(notices?.[0]).toMatch(/^Not inspected: .*page-7.*page-11\. The daily quota of Search Console/);
  });

  it('fails when there is nothing to keep', async () => {
    const console = connectSearchConsole({ limits: { inspectionsPerDay: 0 } });

    await expect(console.call(inspectUrls, { site: SITE, urls: [url('/')] })).rejects.toMatchObject({
      code: 'upstream_quota',
      details: { retryAfterMs: 20 * 3_600_000, sent: 'no' },
    });
  });

  it('takes what Google refuses of one address as said of that one alone', async () => {
    const console = connectSearchConsole({
      answer: ({ body }) =>
        String(body).includes('/bad')
          ? {
              status: 400,
              headers: {},
              body: '{"error":{"code":400,"message":"Invalid URL.","status":"INVALID_ARGUMENT"}}',
            }
          : undefined,
    });

    const { pages } = await console.call(inspectUrls, { site: SITE, urls: [url('/bad'), url('/')] });

    expect(pages).toMatchObject([
      { url: url('/bad'), error: expect.stringContaining('Invalid URL.') },
      { verdict: 'pass' },
    ]);
  });

  it('of another site is refused before Google is asked, and names the address', async () => {
    const console = connectSearchConsole();

    await expect(
      console.call(inspectUrls, { site: SITE, urls: [url('/'), 'https://elsewhere.example/'] }),
    ).rejects.toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'urls[1]' }] } });
    expect(console.exchanged).toEqual([]);
  });

  it('takes a full user', async () => {
    await expect(
      connectSearchConsole().call(inspectUrls, { site: `${HOST}/blogs/`, urls: [url('/blogs/journal')] }),
    ).rejects.toMatchObject({ code: 'upstream_permission', message: expect.stringContaining('restricted user') });
  });

  it.each([
    { site: SITE, urls: [] },
    { site: SITE, urls: Array.from({ length: 21 }, () => url('/')) },
    { site: SITE, urls: ['/'] },
    { site: SITE, urls: [url('/\r\nx: y')] },
    { site: SITE, urls: [url('/')], language: 'English' },
    { site: SITE, urls: [url('/')], language: 'en\n' },
  ])('refuses %j', (input) => {
    expect(inspectUrls.input.safeParse(input).success).toBe(false);
  });
});
