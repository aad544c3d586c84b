import { z } from 'zod';
import { defineTool } from '../../../define.ts';
import { NextPage, pageField } from '../../input/paging.ts';
import { urlField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { toUrlInfo, UrlInfo } from '../../shapes/urls.ts';

/** Which answers pages gave, by the bit of Bing's filter. */
const STATUSES = { any: 0, http_2xx: 1, redirects: 2, http_4xx: 16, http_5xx: 32 } as const;

/** `bing_list_child_urls`: what Bing knows of the pages in a folder. */
export const listChildUrls = defineTool({
  name: 'bing_list_child_urls',
  title: 'What Bing knows of a folder',
  description:
    'Lists the pages that Bing knows below a folder of the site, with crawl facts, clicks and impressions. For one ' +
    'page use bing_get_url_info.',
  effect: 'read',
  permission: 'bing.urls.read',
  scopes: ['webmaster.read'],
  feature: 'bing-advanced',
  input: z.object({
    url: urlField('The folder.'),
    status: z
      .enum(Object.keys(STATUSES) as [keyof typeof STATUSES])
      .default('any')
      .describe('Only pages that answered so.'),
    robotsBlocked: z.boolean().default(false).describe('Only pages kept out by robots.txt.'),
    page: pageField,
  }),
  output: z.object({
    rows: z
      .array(
        UrlInfo.extend({
          clicks: z.number().optional().describe('Clicks; absent: Bing does not say.'),
          impressions: z.number().optional().describe('Impressions.'),
        }),
      )
      .describe('One page of them, in Bing’s order.'),
    nextPage: NextPage,
  }),
  list: 'rows',
  cost: () => 3,
  examples: [
    { title: 'All products', input: { url: 'https://www.larkmoor-tea.example/products/' } },
    {
      title: 'Journal pages that are gone',
      input: { url: 'https://www.larkmoor-tea.example/blogs/', status: 'http_4xx' },
    },
  ],

  async run({ url, status, robotsBlocked, page }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteHolding(url);
    const known = await upstream.ask('GetChildrenUrlInfo', {
      siteUrl,
      url,
      page,
      filterProperties: {
        __type: 'FilterProperties:#Microsoft.Bing.Webmaster.Api',
        CrawlDateFilter: 0,
        DiscoveredDateFilter: 0,
        DocFlagsFilters: robotsBlocked ? 1 : 0,
        HttpCodeFilters: STATUSES[status],
      },
    });
    const traffic = await upstream.ask('GetChildrenUrlTrafficInfo', { siteUrl, url, page });
    const byUrl = new Map(traffic.map((row) => [row.Url, row]));
    const rows = known.map((info) => {
      const { Clicks, Impressions } = byUrl.get(info.Url) ?? {};
      return { ...toUrlInfo(info), clicks: Clicks, impressions: Impressions };
    });
    // Bing does not say how many pages there are: one that is empty is behind the last.
    return { rows, nextPage: rows.length > 0 ? page + 1 : undefined };
  },
});
