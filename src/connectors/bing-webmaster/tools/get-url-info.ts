import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { toUrlInfo, UrlInfo } from '../shapes/urls.ts';

/** `bing_get_url_info`: what Bing knows of one page. */
export const getUrlInfo = defineTool({
  name: 'bing_get_url_info',
  title: 'What Bing knows of a URL',
  description:
    'When Bing discovered and last crawled a URL, its size, inbound links, clicks, impressions. Only ten in ten ' +
    'minutes; for many pages use bing_list_search_stats.',
  effect: 'read',
  permission: 'bing.urls.read',
  scopes: ['webmaster.read'],
  core: true,
  input: z.object({ url: urlField('Page or folder.') }),
  output: z.object({
    info: UrlInfo.describe('What Bing knows of it.'),
    clicks: z.number().describe('Clicks from Bing search.'),
    impressions: z.number().describe('Impressions in Bing search.'),
  }),
  cost: () => 3,
  quotaScope: ({ url }) => new URL(url).host,
  budget: { name: 'bing_url_info', maximum: 10, restorePerSecond: 1 / 60, cost: () => 1 },
  examples: [
    { title: 'The front page', input: { url: 'https://www.larkmoor-tea.example/' } },
    { title: 'A collection', input: { url: 'https://www.larkmoor-tea.example/collections/green-tea' } },
  ],

  async run({ url }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteHolding(url);
    const info = await upstream.ask('GetUrlInfo', { siteUrl, url });
    if (info === null) throw new PlatformError('not_found', 'Bing does not know this URL.', { sent: 'no' });
    const traffic = await upstream.ask('GetUrlTrafficInfo', { siteUrl, url });
    return { info: toUrlInfo(info), clicks: traffic?.Clicks ?? 0, impressions: traffic?.Impressions ?? 0 };
  },
});
