import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { siteField, urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { BlockedUrl, toBlockedUrl } from '../shapes/blocked-urls.ts';
import { Quota, SiteRole, toQuota, toSiteRole } from '../shapes/sites.ts';
import { Feed, toFeed } from '../shapes/urls.ts';

const PARTS = ['sitemaps', 'blocked_urls', 'quotas', 'crawl_rate', 'roles'] as const;

/** `bing_get_site`: what is set up for a site. */
export const getSite = defineTool({
  name: 'bing_get_site',
  title: 'Set-up of a site at Bing',
  description:
    'One part of a site’s set-up at Bing: sitemaps and their status, URLs blocked from results, submission quotas ' +
    'left, crawl rate, or who has access.',
  effect: 'read',
  permission: 'bing.sites.read',
  scopes: ['webmaster.read'],
  input: z
    .object({
      part: z.enum(PARTS).describe('What to show.'),
      sitemap: urlField('Parts of this sitemap index.').optional(),
      site: siteField(),
    })
    .refine(({ part, sitemap }) => sitemap === undefined || part === 'sitemaps', {
      error: 'Only sitemaps have parts.',
      path: ['sitemap'],
    }),
  output: z.object({
    site: z.string().describe('The site.'),
    sitemaps: z.array(Feed).optional().describe('Sitemaps and feeds.'),
    blockedUrls: z.array(BlockedUrl).optional().describe('What is kept out of results or cache.'),
    urlQuota: Quota.optional().describe('For bing_submit_urls via bing.'),
    contentQuota: Quota.optional().describe('For bing_submit_urls via content.'),
    crawlRate: z
      .object({
        hours: z.array(z.number().int()).describe('For each hour of the day, 1 slow to 10 fast.'),
        boost: z.boolean().describe('Whether faster crawling is on.'),
      })
      .optional()
      .describe('How hard Bing may crawl.'),
    roles: z.array(SiteRole).optional().describe('Who has access.'),
  }),
  cost: ({ site, part }) => (part === 'quotas' ? 2 : 1) + (site === undefined ? 1 : 0),
  examples: [
    { title: 'Sitemaps', input: { part: 'sitemaps' } },
    {
      title: 'Parts of the sitemap',
      input: { part: 'sitemaps', sitemap: 'https://www.larkmoor-tea.example/sitemap.xml' },
    },
    { title: 'What is blocked', input: { part: 'blocked_urls' } },
    { title: 'Quotas', input: { part: 'quotas' } },
    { title: 'Roles', input: { part: 'roles', site: 'https://www.larkmoor-tea.example/' } },
  ],

  async run({ site: named, part, sitemap }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(named);
    return { site: siteUrl, ...(await PART_OF[part](upstream, siteUrl, sitemap)) };
  },
});

const PART_OF = {
  async sitemaps(upstream: BingUpstream, siteUrl: string, feedUrl: string | undefined) {
    const feeds =
      feedUrl === undefined
        ? await upstream.ask('GetFeeds', { siteUrl })
        : await upstream.ask('GetFeedDetails', { siteUrl, feedUrl });
    return { sitemaps: feeds.map(toFeed) };
  },
  async blocked_urls(upstream: BingUpstream, siteUrl: string) {
    return { blockedUrls: (await upstream.ask('GetBlockedUrls', { siteUrl })).map(toBlockedUrl) };
  },
  async quotas(upstream: BingUpstream, siteUrl: string) {
    return {
      urlQuota: toQuota(await upstream.ask('GetUrlSubmissionQuota', { siteUrl })),
      contentQuota: toQuota(await upstream.ask('GetContentSubmissionQuota', { siteUrl })),
    };
  },
  async crawl_rate(upstream: BingUpstream, siteUrl: string) {
    const { CrawlRate, CrawlBoostEnabled } = await upstream.ask('GetCrawlSettings', { siteUrl });
    return { crawlRate: { hours: CrawlRate, boost: CrawlBoostEnabled } };
  },
  async roles(upstream: BingUpstream, siteUrl: string) {
    const roles = await upstream.ask('GetSiteRoles', { siteUrl, includeAllSubdomains: false });
    return { roles: roles.map(toSiteRole) };
  },
};
