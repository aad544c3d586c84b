import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { NextPage, pageField } from '../input/paging.ts';
import { siteField, urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';

/** `bing_list_links`: which pages are linked to, and from where. */
export const listLinks = defineTool({
  name: 'bing_list_links',
  title: 'Links to the site',
  description:
    'Pages of the site that others link to, with how many links; with url, the pages that link to it and their ' +
    'anchor texts.',
  effect: 'read',
  permission: 'bing.links.read',
  scopes: ['webmaster.read'],
  input: z.object({ site: siteField(), url: urlField('Links to this page.').optional(), page: pageField }),
  output: z.object({
    rows: z
      .array(
        z.object({
          url: z.string().describe('Page linked to; with url: page linked from.'),
          links: z.number().optional().describe('How many link to it.'),
          anchorText: z.string().optional().describe('With url: text of the link.'),
        }),
      )
      .describe('One page of them, in Bing’s order.'),
    nextPage: NextPage,
  }),
  list: 'rows',
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: [
    { title: 'What is linked to', input: {} },
    { title: 'Who links to the front page', input: { url: 'https://www.larkmoor-tea.example/' } },
  ],

  async run({ site, url, page }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    if (url === undefined) {
      const { Links, TotalPages } = await upstream.ask('GetLinkCounts', { siteUrl, page });
      return answer(
        (Links ?? []).map((link) => ({ url: link.Url, links: link.Count })),
        page,
        TotalPages,
      );
    }
    const { Details, TotalPages } = await upstream.ask('GetUrlLinks', { siteUrl, link: url, page });
    const rows = (Details ?? []).map((link) => ({ url: link.Url, anchorText: link.AnchorText ?? undefined }));
    return answer(rows, page, TotalPages);
  },
});

function answer<Row>(rows: Row[], page: number, totalPages: number) {
  return { rows, nextPage: page + 1 < totalPages ? page + 1 : undefined };
}
