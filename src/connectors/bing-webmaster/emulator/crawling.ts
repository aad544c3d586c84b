import { z } from 'zod';
import { dayMs } from '../../../emulation/world/days.ts';
import { Random } from '../../../emulation/world/random.ts';
import type { World } from '../../../emulation/world/records.ts';
import { searchRowsOn } from '../../../emulation/world/search-demand.ts';
import { sitePages } from '../../../emulation/world/search-pages.ts';
import type { SitePage } from '../../../emulation/world/search-records.ts';
import type { Account, Row, Site } from './account.ts';
import { bingDate, bingDay, never } from './bing-dates.ts';
import { get, type Method, pageNumber, post, text, typed } from './method.ts';
import { Refusal } from './refusal.ts';

const crawlDays = 180;
const trafficDays = 90;
const pageRows = 50;

const inSite = ({ world }: Account, site: Site): readonly SitePage[] => (site.isShop ? sitePages(world) : []);
const isKnown = ({ bing }: SitePage) => bing.state !== 'unknown';
const addressOf = (site: Site, page: SitePage) => new URL(page.path, site.url).href;

function crawlStats(account: Account, site: Site, day: number): Row {
  const pages = inSite(account, site).filter(isKnown);
  const random = new Random(account.world.seed, `bing/crawl/${day / dayMs}`);
  const crawled = pages.filter(() => random.chance(0.25));
  const answered = (test: (status: number) => boolean) => crawled.filter(({ httpStatus }) => test(httpStatus)).length;
  const failed = answered((status) => status >= 400);
  return typed('CrawlStats', {
    AllOtherCodes: site.isShop ? 0 : 1,
    BlockedByRobotsTxt: crawled.filter(({ isBlockedByRobots }) => isBlockedByRobots).length,
    Code2xx: answered((status) => status < 300),
    Code301: answered((status) => status === 301),
    Code302: answered((status) => status === 302),
    Code4xx: answered((status) => status >= 400 && status < 500),
    Code5xx: answered((status) => status >= 500),
    ConnectionTimeout: 0,
    ContainsMalware: 0,
    CrawlErrors: failed,
    CrawledPages: crawled.length,
    Date: bingDay(day),
    DnsFailures: 0,
    InIndex: pages.filter(({ bing }) => bing.state === 'indexed').length,
    InLinks: pages.reduce((all, page) => all + linkCount(account.world, page), 0),
  });
}

/** The bits of what is wrong with a page. */
function issuesOf({ httpStatus, isBlockedByRobots, isInSitemap }: SitePage): number {
  const byStatus = httpStatus === 301 ? 1 : httpStatus === 302 ? 2 : httpStatus >= 500 ? 8 : httpStatus >= 400 ? 4 : 0;
  const blocked = isBlockedByRobots ? 16 + (isInSitemap ? 64 : 0) : 0;
  return byStatus + blocked;
}

function urlInfo(account: Account, site: Site, url: string): Row {
  const page = inSite(account, site).find((one) => addressOf(site, one) === url && isKnown(one));
  const crawledMs = page?.bing.lastCrawledMs;
  // For some pages that it has fetched, Bing writes status 0.
  const isTold = new Random(account.world.seed, `bing/status/${url}`).chance(0.6);
  return typed('UrlInfo', {
    AnchorCount: page ? linkCount(account.world, page) : 0,
    DiscoveryDate: page ? bingDate(page.firstSeenMs) : never,
    DocumentSize: crawledMs === undefined ? 0 : 20_000 + url.length * 311,
    HttpStatus: crawledMs !== undefined && isTold ? (page?.httpStatus ?? 0) : 0,
    IsPage: true,
    LastCrawledDate: crawledMs === undefined ? never : bingDate(crawledMs),
    TotalChildUrlCount: childrenOf(account, site, url).length,
    Url: url,
  });
}

function childrenOf(account: Account, site: Site, url: string): string[] {
  const below = url.endsWith('/') ? url : `${url}/`;
  return inSite(account, site)
    .filter(isKnown)
    .map((page) => addressOf(site, page))
    .filter((address) => address.startsWith(below) && address !== below);
}

function urlTraffic(account: Account, site: Site, url: string): Row {
  const { pathname } = new URL(url);
  let [clicks, impressions] = [0, 0];
  for (let back = 2; site.isShop && back < 2 + trafficDays; back++) {
    for (const row of searchRowsOn(account.world, 'bing', account.world.dayMs - back * dayMs)) {
      if (row.path !== pathname) continue;
      clicks += row.clicks;
      impressions += row.impressions;
    }
  }
  return typed('UrlTrafficInfo', { Clicks: clicks, Impressions: impressions, IsPage: true, Url: url });
}

/** How many pages of others link to a page: most to the front page and to articles. */
function linkCount({ seed }: World, page: SitePage): number {
  const random = new Random(seed, `bing/links/${page.path}`);
  if (page.kind === 'home') return 120;
  return page.kind === 'article' ? random.integer(0, 14) : random.chance(0.5) ? random.integer(1, 3) : 0;
}

const referrers = ['https://teapages.example', 'https://corkfood.example', 'https://kettle-and-cup.example'];

function part<T>(rows: readonly T[], page: number): { readonly rows: T[]; readonly pages: number } {
  return { rows: rows.slice(page * pageRows, (page + 1) * pageRows), pages: Math.ceil(rows.length / pageRows) };
}

const filterProperties = z.strictObject({
  __type: z.string().optional(),
  CrawlDateFilter: z.number().int(),
  DiscoveredDateFilter: z.number().int(),
  DocFlagsFilters: z.number().int(),
  HttpCodeFilters: z.number().int(),
});

/** The bits of `HttpCodeFilters`, each with what it lets through. */
const statusFilters: readonly (readonly [bit: number, test: (status: number) => boolean])[] = [
  [1, (status) => status >= 200 && status < 300],
  [2, (status) => status >= 300 && status < 400],
  [4, (status) => status === 301],
  [8, (status) => status === 302],
  [16, (status) => status >= 400 && status < 500],
  [32, (status) => status >= 500],
];

function passes(account: Account, site: Site, url: string, filter: z.output<typeof filterProperties>): boolean {
  const page = inSite(account, site).find((one) => addressOf(site, one) === url);
  if (filter.DocFlagsFilters === 1 && page?.isBlockedByRobots !== true) return false;
  const bits = statusFilters.filter(([bit]) => (filter.HttpCodeFilters & bit) !== 0);
  return bits.length === 0 || bits.some(([, test]) => test(page?.httpStatus ?? 0));
}

/** Crawling, single URLs and links. */
export const crawlingMethods: Readonly<Record<string, Method>> = {
  GetCrawlStats: get({}, (_params, account, site) =>
    Array.from({ length: site.isShop ? crawlDays : 30 }, (_, index, days = site.isShop ? crawlDays : 30) =>
      crawlStats(account, site, account.world.dayMs - (days - index + 1) * dayMs),
    ),
  ),
  GetCrawlIssues: get({}, (_params, account, site) =>
    inSite(account, site)
      .filter((page) => isKnown(page) && issuesOf(page) > 0)
      .map((page) =>
        typed('UrlWithCrawlIssues', {
          HttpCode: page.isBlockedByRobots ? 0 : page.httpStatus,
          InLinks: linkCount(account.world, page),
          Issues: issuesOf(page),
          Url: addressOf(site, page),
        }),
      ),
  ),
  GetCrawlSettings: get({}, (_params, _account, { crawlRate }) =>
    typed('CrawlSettings', { CrawlBoostAvailable: false, CrawlBoostEnabled: false, CrawlRate: crawlRate }),
  ),
  SaveCrawlSettings: post(
    {
      crawlSettings: z.strictObject({
        __type: z.string().optional(),
        CrawlBoostAvailable: z.boolean(),
        CrawlBoostEnabled: z.boolean(),
        CrawlRate: z.array(z.number().int().min(1).max(10)).length(24),
      }),
    },
    ({ crawlSettings }, _account, site) => {
      site.crawlRate = crawlSettings.CrawlRate;
      return null;
    },
  ),
  GetUrlInfo: get({ url: text }, ({ url }, account, site) => urlInfo(account, site, site.demand(url))),
  GetUrlTrafficInfo: get({ url: text }, ({ url }, account, site) => urlTraffic(account, site, site.demand(url))),
  GetChildrenUrlInfo: post(
    { url: text, page: pageNumber, filterProperties },
    ({ url, page, filterProperties: filter }, account, site) =>
      part(
        childrenOf(account, site, site.demand(url)).filter((child) => passes(account, site, child, filter)),
        page,
      ).rows.map((child) => urlInfo(account, site, child)),
  ),
  GetChildrenUrlTrafficInfo: post({ url: text, page: pageNumber }, ({ url, page }, account, site) =>
    part(childrenOf(account, site, site.demand(url)), page).rows.map((child) => urlTraffic(account, site, child)),
  ),
  GetLinkCounts: get({ page: pageNumber }, ({ page }, account, site) => {
    const linked = inSite(account, site)
      .map((one) => ({ Count: linkCount(account.world, one), Url: addressOf(site, one) }))
      .filter(({ Count }) => Count > 0)
      .sort((a, b) => b.Count - a.Count);
    const { rows, pages } = part(linked, page);
    return typed('LinkCounts', { Links: rows.map((row) => typed('LinkCount', row)), TotalPages: pages });
  }),
  GetUrlLinks: get({ link: text, page: pageNumber }, ({ link, page }, account, site) => {
    const target = inSite(account, site).find((one) => addressOf(site, one) === link);
    if (!site.holds(link)) throw new Refusal(7);
    const links = Array.from({ length: target ? linkCount(account.world, target) : 0 }, (_, index) => ({
      AnchorText: index % 4 === 0 ? 'Larkmoor Tea' : (target?.title ?? ''),
      Url: `${referrers[index % referrers.length]}/reviews/${index + 1}`,
    }));
    const { rows, pages } = part(links, page);
    return typed('LinkDetails', { Details: rows.map((row) => typed('LinkDetail', row)), TotalPages: pages });
  }),
};
