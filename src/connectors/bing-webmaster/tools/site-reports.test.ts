import { describe, expect, it } from 'vitest';
import { connectBing, methodOf, SITE } from '../../../../test/support/connected-bing.ts';
import { compileMasker } from '../../../privacy/personal-fields.ts';
import { issuesOf } from '../shapes/crawl.ts';
import { getCrawlStats } from './get-crawl-stats.ts';
import { getSite } from './get-site.ts';
import { getUrlInfo } from './get-url-info.ts';
import { listCrawlIssues } from './list-crawl-issues.ts';
import { listLinks } from './list-links.ts';
import { listSites } from './list-sites.ts';
import { removeSitemap } from './remove-sitemap.ts';
import { researchKeyword } from './research-keyword.ts';

const answering = (method: string, d: unknown) => ({
  answer: (request: Parameters<typeof methodOf>[0]) =>
    methodOf(request) === method ? { status: 200, headers: {}, body: JSON.stringify({ d }) } : undefined,
});

describe('the sites', () => {
  it('show the codes that prove ownership only while there is something to prove', async () => {
    const { sites } = await connectBing().call(listSites, {});

    expect(sites).toEqual([
      { url: SITE, verified: true },
      {
        url: 'https://larkmoor-tea.example/',
        verified: false,
        metaTagCode: expect.stringMatching(/^[0-9A-F]{32}$/),
        dnsCode: expect.stringMatching(/\.verify\.bing\.com$/),
      },
    ]);
  });

  it('show who has access, masked for those who may not know', async () => {
    const answer = await connectBing().call(getSite, { part: 'roles' });

    expect(answer.roles?.map(({ role }) => role)).toEqual(['administrator', 'read_only']);
    const masked = JSON.stringify(compileMasker(getSite.output)?.(answer));
    for (const { email } of answer.roles ?? []) expect(masked).not.toContain(email);
    expect(masked).toContain('read_only');
  });

  it('show sitemaps, and the parts of one', async () => {
    const bing = connectBing();
    const { sitemaps = [] } = await bing.call(getSite, { part: 'sitemaps' });

    const parts = await bing.call(getSite, { part: 'sitemaps', sitemap: sitemaps[0]?.url });

    expect(sitemaps).toHaveLength(2);
    expect(sitemaps[0]).toMatchObject({ type: 'Sitemap', status: 'Success', lastCrawledAt: expect.any(String) });
    expect(parts.sitemaps).toHaveLength(4);
  });

  it('take one part of a sitemap for a list of one', async () => {
    const feed = { Url: `${SITE}sitemap.xml`, Type: 'Sitemap', Submitted: '/Date(-62135596800000)/' };
    const bing = connectBing(answering('GetFeedDetails', feed));

    const { sitemaps } = await bing.call(getSite, { part: 'sitemaps', sitemap: feed.Url });

    expect(sitemaps).toEqual([{ url: feed.Url, type: 'Sitemap' }]);
  });

  it('show how hard Bing may crawl', async () => {
    const { crawlRate } = await connectBing().call(getSite, { part: 'crawl_rate' });

    expect(crawlRate).toEqual({ hours: [...Array(7).fill(8), ...Array(17).fill(5)], boost: false });
    expect(getSite.input.safeParse({ part: 'roles', sitemap: SITE }).success).toBe(false);
  });
});

describe('removing a sitemap', () => {
  it('shows what it was, and names what there is when there is none of the name', async () => {
    const bing = connectBing();

    const { removed } = await bing.call(removeSitemap, { sitemap: `${SITE}blogs/journal.atom` });

    expect(removed).toMatchObject({ type: 'Atom', urls: 14 });
    expect(await bing.refused(removeSitemap, { sitemap: `${SITE}blogs/journal.atom` })).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(`${SITE}sitemap.xml`),
      details: { sent: 'no' },
    });
  });
});

describe('crawling', () => {
  it('over time adds up what was counted, and takes the last of what is a level', async () => {
    const bing = connectBing();
    const days = await bing.call(getCrawlStats, { site: SITE, by: 'day', from: '2026-11-09', to: '2026-11-15' });
    const [week, ...more] = (
      await bing.call(getCrawlStats, { site: SITE, by: 'week', from: '2026-11-09', to: '2026-11-15' })
    ).rows;

    expect(more).toEqual([]);
    expect(days.rows).toHaveLength(7);
    expect(week).toMatchObject({
      date: '2026-11-09',
      crawledPages: days.rows.reduce((sum, { crawledPages }) => sum + crawledPages, 0),
      inIndex: days.rows.at(-1)?.inIndex,
    });
    expect(week?.partial).toBeUndefined();
    expect(week?.crawledPages).toBeGreaterThan(50);
  });

  it.each([
    [0, []],
    [1, ['redirect_301']],
    [4 + 16, ['http_4xx', 'blocked_by_robots_txt']],
    [2 + 8 + 32 + 64, ['redirect_302', 'http_5xx', 'malware', 'important_url_blocked']],
    [128 + 256, ['dns_error', 'timeout']],
    [1 + 512, ['redirect_301', 'unknown_512']],
  ])('trouble %i is %j', (mask, issues) => {
    expect(issuesOf(mask)).toEqual(issues);
  });

  it('trouble is listed by page, most linked first, and counted', async () => {
    const bing = connectBing();

    const all = await bing.call(listCrawlIssues, { site: SITE });
    const gone = await bing.call(listCrawlIssues, { site: SITE, issue: 'http_4xx', limit: 1 });

    const links = all.rows.map(({ inboundLinks }) => inboundLinks);
    expect(links).toEqual(links.toSorted((a, b) => b - a));
    expect(gone.totalRows).toBe(gone.counts.find(({ issue }) => issue === 'http_4xx')?.pages);
    expect(gone.rows).toHaveLength(1);
    expect(gone.nextOffset).toBe(1);
    expect(all.rows.find(({ issues }) => issues.includes('blocked_by_robots_txt'))?.httpStatus).toBeUndefined();
    expect(listCrawlIssues.input.safeParse({ issue: '404' }).error?.issues[0]?.message).toContain('http_4xx');
  });
});

describe('a URL', () => {
  it('that was crawled is told so by its date, though Bing writes status 0', async () => {
    const bing = connectBing(
      answering('GetUrlInfo', {
        __type: 'UrlInfo:#Microsoft.Bing.Webmaster.Api',
        AnchorCount: 3,
        DiscoveryDate: '/Date(1399100400000)/',
        DocumentSize: 12_345,
        HttpStatus: 0,
        IsPage: true,
        LastCrawledDate: '/Date(1399186800000)/',
        TotalChildUrlCount: 0,
        Url: SITE,
      }),
    );

    const { info } = await bing.call(getUrlInfo, { url: SITE });

    expect(info).toEqual({
      url: SITE,
      isPage: true,
      crawled: true,
      lastCrawledAt: '2014-05-04T07:00:00.000Z',
      discoveredAt: '2014-05-03T07:00:00.000Z',
      documentBytes: 12_345,
      inboundLinks: 3,
      childUrls: 0,
    });
  });

  it('that Bing never fetched has no dates, and one that it has traffic', async () => {
    const bing = connectBing();

    const unknown = await bing.call(getUrlInfo, { url: `${SITE}products/no-such-tea` });
    const home = await bing.call(getUrlInfo, { url: SITE });

    expect(unknown.info).toMatchObject({ crawled: false });
    expect(unknown.info.lastCrawledAt).toBeUndefined();
    expect(home.clicks).toBeGreaterThan(10);
    expect(home.info.childUrls).toBeGreaterThan(100);
  });

  it('that Bing answers with nothing is not known', async () => {
    expect(await connectBing(answering('GetUrlInfo', null)).refused(getUrlInfo, { url: SITE })).toMatchObject({
      code: 'not_found',
    });
  });
});

describe('links', () => {
  it('are gone through page by page, each once', async () => {
    const bing = connectBing();
    const urls: string[] = [];
    let page: number | undefined = 0;
    while (page !== undefined) {
      const answer: { rows: { url: string }[]; nextPage?: number | undefined } = await bing.call(listLinks, {
        site: SITE,
        url: SITE,
        page,
      });
      urls.push(...answer.rows.map(({ url }) => url));
      page = answer.nextPage;
    }

    expect(urls).toHaveLength(120);
    expect(new Set(urls).size).toBe(120);
  });

  it('are counted by target, and behind the last page there are none', async () => {
    const bing = connectBing();

    const first = await bing.call(listLinks, { site: SITE });
    const far = await bing.call(listLinks, { site: SITE, page: 9_999 });

    expect(first.rows[0]).toEqual({ url: SITE, links: 120 });
    expect(far).toEqual({ rows: [] });
  });
});

describe('a keyword', () => {
  const market = { keyword: 'earl grey tea', country: 'IE', language: 'en-ie' };

  it('is asked for the last 30 days and in the market’s own spelling', async () => {
    const bing = connectBing();

    const answer = await bing.call(researchKeyword, market);

    expect(bing.sent[0]?.url).toContain(
      'GetKeyword?q=earl%20grey%20tea&country=ie&language=en-IE&startDate=2026-10-23&endDate=2026-11-22',
    );
    expect(answer).toMatchObject({ rows: [{ keyword: 'earl grey tea' }], from: '2026-10-23', to: '2026-11-22' });
  });

  it('of a period without figures gives no row rather than zeros', async () => {
    const answer = await connectBing().call(researchKeyword, { ...market, from: '2026-12-01', to: '2026-12-31' });

    expect(answer.rows).toEqual([]);
  });

  it('over time comes by week, cut to the period', async () => {
    const { rows } = await connectBing().call(researchKeyword, {
      ...market,
      kind: 'history',
      from: '2026-10-01',
      to: '2026-10-31',
    });

    expect(rows.map(({ week }) => week)).toEqual([
      '2026-10-03',
      '2026-10-10',
      '2026-10-17',
      '2026-10-24',
      '2026-10-31',
    ]);
  });

  it('has related ones, most searched first', async () => {
    const { rows } = await connectBing().call(researchKeyword, { ...market, kind: 'related' });
    const counts = rows.map(({ impressions }) => impressions);

    expect(rows.length).toBeGreaterThan(3);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  it.each([
    { country: 'ireland' },
    { language: 'english' },
    { keyword: '' },
    { keyword: 'a\u0000' },
    { kind: 'trend' },
  ])('is refused with %j', (wrong) => {
    expect(researchKeyword.input.safeParse({ ...market, ...wrong }).success).toBe(false);
  });
});
