import { z } from 'zod';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { siteField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { hasSetting } from './has-setting.ts';
import { demandFields, settingFields, toBingCountry } from './site-setting-changes.ts';

/** `bing_remove_site_setting`: takes one of a site's special settings away. */
export const removeSiteSetting = defineTool({
  name: 'bing_remove_site_setting',
  title: 'Remove a special setting at Bing',
  description:
    'Removes one special setting of a site, named as bing_list_site_settings shows it: a deep link or preview block, ' +
    'a query parameter, a target country. Bing cannot disconnect pages.',
  effect: 'destroy',
  permission: 'bing.settings.delete',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  input: z.object({
    kind: z.enum(['deep_link_block', 'page_preview_block', 'query_parameter', 'country']).describe('What to remove.'),
    ...settingFields,
    site: siteField(),
  }),
  output: z.object({ site: z.string().describe('The site.'), kind: z.string().describe('What was removed.') }),
  cost: ({ site }) => (site === undefined ? 2 : 1),
  examples: [
    { title: 'A query parameter', input: { kind: 'query_parameter', parameter: 'utm_source' } },
    {
      title: 'A query parameter of a site that is named',
      input: { kind: 'query_parameter', parameter: 'utm_source', site: 'https://www.larkmoor-tea.example/' },
    },
  ],

  async run({ site, kind, ...given }, upstream: BingUpstream, context) {
    demandFields(kind, given);
    const siteUrl = await upstream.siteOf(site);
    const { url, target, market, parameter } = given;
    switch (kind) {
      case 'deep_link_block':
        await upstream.change('RemoveDeepLinkBlock', { siteUrl, market, searchUrl: url, deepLinkUrl: target });
        break;
      case 'page_preview_block':
        await upstream.change('RemovePagePreviewBlock', { siteUrl, url });
        break;
      case 'query_parameter':
        await upstream.change('RemoveQueryParameter', { siteUrl, queryParameter: parameter });
        break;
      case 'country':
        await upstream.change('RemoveCountryRegionSettings', {
          siteUrl,
          settings: toBingCountry(given, context.now()),
        });
    }
    return { site: siteUrl, kind };
  },

  async readBack({ site, kind, ...given }, upstream: BingUpstream, { write }) {
    const siteUrl = await upstream.siteOf(site);
    const isThere = await hasSetting(kind, given, siteUrl, upstream);
    return stateFound({ what: 'The setting of the site', holds: !isThere, output: { site: siteUrl, kind } }, write);
  },
});
