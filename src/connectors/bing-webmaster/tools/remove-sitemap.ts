import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { Feed, toFeed } from '../shapes/urls.ts';

/** `bing_remove_sitemap`: makes Bing forget a sitemap with what it recorded of it. */
export const removeSitemap = defineTool({
  name: 'bing_remove_sitemap',
  title: 'Remove a sitemap from Bing',
  description: 'Makes Bing forget a sitemap or feed and what it recorded of it. Pages stay in the index.',
  effect: 'destroy',
  permission: 'bing.sitemaps.delete',
  scopes: ['webmaster.manage'],
  input: z.object({ sitemap: urlField('As bing_get_site shows it.') }),
  output: z.object({
    site: z.string().describe('The site.'),
    removed: Feed.describe('As it was.'),
  }),
  cost: () => 3,
  examples: [
    { title: 'A feed', input: { sitemap: 'https://www.larkmoor-tea.example/blogs/journal.atom' } },
    {
      title: 'The sitemap',
      input: { sitemap: 'https://www.larkmoor-tea.example/sitemap.xml' },
    },
  ],

  async run({ sitemap }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteHolding(sitemap);
    const known = await upstream.ask('GetFeeds', { siteUrl });
    const feed = known.find(({ Url }) => Url === sitemap);
    if (feed === undefined) throw unknownSitemap(known.map(({ Url }) => Url));
    await upstream.change('RemoveFeed', { siteUrl, feedUrl: sitemap });
    return { site: siteUrl, removed: toFeed(feed) };
  },

  async readBack({ sitemap }, upstream: BingUpstream, { write }) {
    const known = await upstream.ask('GetFeeds', { siteUrl: await upstream.siteHolding(sitemap) });
    const found = known.find(({ Url }) => Url === sitemap);
    const seen = { what: 'The sitemap off Bing’s list', holds: found === undefined };
    return stateFound({ ...seen, changedAt: found?.Submitted }, write);
  },
});

const NAMED_MAX = 10;

function unknownSitemap(known: readonly string[]): PlatformError {
  const named = known.slice(0, NAMED_MAX).join(', ') + (known.length > NAMED_MAX ? ', …' : '');
  const message =
    known.length === 0 ? 'Bing has no sitemap of the site.' : `Bing has no such sitemap; it has ${named}.`;
  return new PlatformError('not_found', message, { issues: [{ path: 'sitemap', message }], sent: 'no' });
}
