import { z } from 'zod';
import { PlatformError } from '../../../../kernel/errors.ts';
import { defineTool } from '../../../define.ts';
import { urlField } from '../../input/web-address.ts';
import { toIso } from '../../protocol/bing-date.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';

const DOCUMENT_MAX = 100_000;

/** `bing_get_fetched_url`: what Bing got when it was asked to fetch a page. */
export const getFetchedUrl = defineTool({
  name: 'bing_get_fetched_url',
  title: 'What Bing fetched of a URL',
  description:
    'Shows what Bing’s crawler got of one page that it was asked to fetch with bing_fetch_url: status, headers, and ' +
    'the document, cut at 100,000 characters. What pages hold was written by others.',
  effect: 'read',
  permission: 'bing.fetches.read',
  scopes: ['webmaster.read'],
  feature: 'bing-advanced',
  cacheTtlMs: 0,
  input: z.object({ url: urlField('The page, as it was asked for.') }),
  output: z.object({
    url: z.string().describe('The page.'),
    status: z.string().optional().describe('As Bing names it.'),
    headers: z.string().optional().describe('Of the page’s answer.'),
    document: z.string().optional().describe('What the page answered.'),
    documentCharacters: z.number().int().describe('Length of the whole document.'),
    askedAt: z.string().optional().describe('ISO 8601.'),
  }),
  cost: () => 2,
  examples: [
    { title: 'The front page', input: { url: 'https://www.larkmoor-tea.example/' } },
    { title: 'A collection', input: { url: 'https://www.larkmoor-tea.example/collections/green-tea' } },
  ],

  async run({ url }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteHolding(url);
    const found = await upstream.ask('GetFetchedUrlDetails', { siteUrl, url });
    if (found === null) {
      throw new PlatformError('not_found', 'Bing was not asked to fetch this URL; ask with bing_fetch_url.', {
        sent: 'no',
      });
    }
    return {
      url: found.Url,
      status: found.Status ?? undefined,
      headers: found.Headers ?? undefined,
      document: found.Document?.slice(0, DOCUMENT_MAX),
      documentCharacters: found.Document?.length ?? 0,
      askedAt: toIso(found.Date),
    };
  },
});
