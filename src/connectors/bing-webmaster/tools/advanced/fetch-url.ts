import { z } from 'zod';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { urlField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';

/** `bing_fetch_url`: has Bing fetch a page as its crawler does. Asking twice is the same as once. */
export const fetchUrl = defineTool({
  name: 'bing_fetch_url',
  title: 'Have Bing fetch a URL',
  description:
    'Asks Bing to fetch one page of the site as its crawler does, to see what it gets. It takes a minute or two; then ' +
    'bing_get_fetched_url shows the answer.',
  effect: 'write',
  permission: 'bing.fetches.write',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  repeatable: true,
  input: z.object({ url: urlField('The page.') }),
  output: z.object({ site: z.string().describe('The site.'), url: z.string().describe('What will be fetched.') }),
  cost: () => 2,
  examples: [
    { title: 'The front page', input: { url: 'https://www.larkmoor-tea.example/' } },
    { title: 'A collection', input: { url: 'https://www.larkmoor-tea.example/collections/green-tea' } },
  ],

  async run({ url }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteHolding(url);
    await upstream.change('FetchUrl', { siteUrl, url });
    return { site: siteUrl, url };
  },

  async readBack({ url }, upstream: BingUpstream, { write }) {
    const siteUrl = await upstream.siteHolding(url);
    const fetched = await upstream.ask('GetFetchedUrls', { siteUrl });
    const holds = fetched.some(({ Url, Date: at }) => Url === url && at !== undefined && at >= write.earliestAt);
    const output = { site: siteUrl, url };
    return stateFound({ what: 'The URL on the list of fetches since the write began', holds, output }, write);
  },
});
