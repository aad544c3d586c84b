import { z } from 'zod';
import { defineTool } from '../../../define.ts';
import { siteField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { READ_SETTINGS, SiteSetting } from '../../shapes/site-setting-rows.ts';

const KINDS = Object.keys(READ_SETTINGS) as [keyof typeof READ_SETTINGS];

/** `bing_list_site_settings`: what is set for a site beyond the everyday. */
export const listSiteSettings = defineTool({
  name: 'bing_list_site_settings',
  title: 'Special settings of a site at Bing',
  description:
    'Lists special settings of a site: deep link and preview blocks, query parameters, connected pages, target ' +
    'countries, site moves, URLs that Bing was asked to fetch. Bing may no longer offer some of them.',
  effect: 'read',
  permission: 'bing.settings.read',
  scopes: ['webmaster.read'],
  feature: 'bing-advanced',
  input: z.object({ kind: z.enum(KINDS).describe('What to list.'), site: siteField() }),
  output: z.object({
    site: z.string().describe('The site.'),
    settings: z.array(SiteSetting).describe('In Bing’s order.'),
  }),
  list: 'settings',
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: KINDS.map((kind) => ({ title: `All ${kind.replaceAll('_', ' ')}`, input: { kind } })),

  async run({ kind, site }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    return { site: siteUrl, settings: await READ_SETTINGS[kind](upstream, siteUrl) };
  },
});
