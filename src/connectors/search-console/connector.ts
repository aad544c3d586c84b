import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeSites } from './probe.ts';
import { classify } from './protocol/classify.ts';
import { SearchConsoleUpstream } from './protocol/upstream.ts';
import { SEARCH_CONSOLE_SETTINGS } from './settings.ts';
import { addSite } from './tools/add-site.ts';
import { comparePeriods } from './tools/compare-periods.ts';
import { deleteSite } from './tools/delete-site.ts';
import { deleteSitemap } from './tools/delete-sitemap.ts';
import { findOpportunities } from './tools/find-opportunities.ts';
import { inspectUrls } from './tools/inspect-urls.ts';
import { listSitemaps } from './tools/list-sitemaps.ts';
import { listSites } from './tools/list-sites.ts';
import { queryPerformance } from './tools/query-performance.ts';
import { submitSitemap } from './tools/submit-sitemap.ts';

/** Google Search Console, over its REST API (https://developers.google.com/webmaster-tools/v1/api_reference_index). */
export const searchConsole = defineConnector<SearchConsoleUpstream>({
  id: 'search-console',
  title: 'Google Search Console',
  description: 'How sites do in Google Search: performance, index, sitemaps.',
  version: 1,
  toolPrefix: 'gsc_',
  settings: SEARCH_CONSOLE_SETTINGS,
  configure,
  // 1,200 questions a minute for each property and user (https://developers.google.com/webmaster-tools/limits).
  quota: { unit: 'requests', available: 200, maximum: 200, restorePerSecond: 20 },
  classify,
  upstream: (channel) => new SearchConsoleUpstream(channel),
  probe: probeSites,
  tools: [
    listSites,
    queryPerformance,
    comparePeriods,
    findOpportunities,
    inspectUrls,
    listSitemaps,
    submitSitemap,
    deleteSitemap,
    addSite,
    deleteSite,
  ],
});
