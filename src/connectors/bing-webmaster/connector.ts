import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeAccount } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { BingUpstream } from './protocol/upstream.ts';
import { BING_SETTINGS } from './settings.ts';
import { addSite } from './tools/advanced/add-site.ts';
import { addSiteRole } from './tools/advanced/add-site-role.ts';
import { addSiteSetting } from './tools/advanced/add-site-setting.ts';
import { fetchUrl } from './tools/advanced/fetch-url.ts';
import { getFetchedUrl } from './tools/advanced/get-fetched-url.ts';
import { listChildUrls } from './tools/advanced/list-child-urls.ts';
import { listSiteSettings } from './tools/advanced/list-site-settings.ts';
import { removeSite } from './tools/advanced/remove-site.ts';
import { removeSiteRole } from './tools/advanced/remove-site-role.ts';
import { removeSiteSetting } from './tools/advanced/remove-site-setting.ts';
import { setCrawlRate } from './tools/advanced/set-crawl-rate.ts';
import { submitSiteMove } from './tools/advanced/submit-site-move.ts';
import { getCrawlStats } from './tools/get-crawl-stats.ts';
import { getSite } from './tools/get-site.ts';
import { getTraffic } from './tools/get-traffic.ts';
import { getUrlInfo } from './tools/get-url-info.ts';
import { listCrawlIssues } from './tools/list-crawl-issues.ts';
import { listLinks } from './tools/list-links.ts';
import { listSearchStats } from './tools/list-search-stats.ts';
import { listSites } from './tools/list-sites.ts';
import { removeSitemap } from './tools/remove-sitemap.ts';
import { researchKeyword } from './tools/research-keyword.ts';
import { setUrlBlock } from './tools/set-url-block.ts';
import { submitUrls } from './tools/submit-urls.ts';

const tools = [
  listSites,
  getTraffic,
  listSearchStats,
  researchKeyword,
  getUrlInfo,
  listLinks,
  getCrawlStats,
  listCrawlIssues,
  getSite,
  removeSitemap,
  submitUrls,
  setUrlBlock,
];

/** Exist where the operator asks for them. */
const advancedTools = [
  addSite,
  removeSite,
  addSiteRole,
  removeSiteRole,
  listSiteSettings,
  addSiteSetting,
  removeSiteSetting,
  setCrawlRate,
  listChildUrls,
  fetchUrl,
  getFetchedUrl,
  submitSiteMove,
];

/** Bing Webmaster Tools, over its JSON API (https://learn.microsoft.com/bingwebmaster/), and IndexNow. */
export const bingWebmaster = defineConnector<BingUpstream>({
  id: 'bing-webmaster',
  title: 'Bing Webmaster Tools',
  description: 'How Bing sees the web shop: search traffic, crawling, links, sitemaps, and submission of pages.',
  version: 1,
  toolPrefix: 'bing_',
  settings: BING_SETTINGS,
  configure,
  // Microsoft publishes no rates: accounts were throttled from about three requests a second on.
  quota: { unit: 'requests', available: 5, maximum: 5, restorePerSecond: 1 },
  concurrency: 1,
  // Accounts that went on asking stayed throttled for more than an hour.
  restMs: 600_000,
  classify,
  upstream: (channel, target) => new BingUpstream(channel, target),
  probe: probeAccount,
  tools: [...tools, ...advancedTools],
});
