import { z } from 'zod';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { siteField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { PREVIEW_REASONS } from '../../shapes/site-settings.ts';
import { hasSetting } from './has-setting.ts';
import { demandFields, NEEDED, type SettingKind, settingFields, toBingCountry } from './site-setting-changes.ts';

const KINDS = Object.keys(NEEDED) as [SettingKind];

/** `bing_add_site_setting`: sets one of a site's special settings. */
export const addSiteSetting = defineTool({
  name: 'bing_add_site_setting',
  title: 'Add a special setting at Bing',
  description:
    'Adds one special setting of a site: hides a deep link or a preview, has a query parameter left out of URLs or ' +
    'regarded again, connects a page, or targets a country. bing_list_site_settings shows them.',
  effect: 'write',
  permission: 'bing.settings.write',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  input: z.object({
    kind: z.enum(KINDS).describe('What to add.'),
    ...settingFields,
    reason: z.enum(PREVIEW_REASONS).default('other').describe('page_preview_block: why.'),
    enabled: z.boolean().default(true).describe('query_parameter: false regards it again.'),
    site: siteField(),
  }),
  output: z.object({ site: z.string().describe('The site.'), kind: z.string().describe('What was added.') }),
  cost: ({ site }) => (site === undefined ? 4 : 3),
  examples: [
    {
      title: 'No preview of a page',
      input: { kind: 'page_preview_block', url: 'https://www.larkmoor-tea.example/pages/about', reason: 'copyright' },
    },
    { title: 'A parameter that changes nothing', input: { kind: 'query_parameter', parameter: 'utm_campaign' } },
    {
      title: 'A part for Germany',
      input: { kind: 'country', url: 'https://www.larkmoor-tea.example/de/', country: 'de', scope: 'directory' },
    },
  ],

  async run({ site, kind, reason, enabled, ...given }, upstream: BingUpstream, context) {
    demandFields(kind, given);
    const siteUrl = await upstream.siteOf(site);
    const { url, target, market, parameter } = given;
    switch (kind) {
      case 'deep_link_block':
        await upstream.change('AddDeepLinkBlock', { siteUrl, market, searchUrl: url, deepLinkUrl: target });
        break;
      case 'page_preview_block':
        await upstream.change('AddPagePreviewBlock', { siteUrl, url, reason: PREVIEW_REASONS.indexOf(reason) + 1 });
        break;
      case 'connected_page':
        await upstream.change('AddConnectedPage', { siteUrl, masterUrl: url });
        break;
      case 'country':
        await upstream.change('AddCountryRegionSettings', { siteUrl, settings: toBingCountry(given, context.now()) });
        break;
      case 'query_parameter':
        await setParameter(upstream, siteUrl, parameter as string, enabled);
    }
    return { site: siteUrl, kind };
  },

  async readBack({ site, kind, ...given }, upstream: BingUpstream, { write }) {
    const siteUrl = await upstream.siteOf(site);
    const isThere = await hasSetting(kind, given, siteUrl, upstream);
    return stateFound({ what: 'The setting of the site', holds: isThere, output: { site: siteUrl, kind } }, write);
  },
});

/** Bing adds a parameter only once; afterwards it is switched. */
async function setParameter(upstream: BingUpstream, siteUrl: string, queryParameter: string, isEnabled: boolean) {
  const known = await upstream.ask('GetQueryParameters', { siteUrl });
  const present = known.find(({ Parameter }) => Parameter === queryParameter);
  if (present === undefined) await upstream.change('AddQueryParameter', { siteUrl, queryParameter });
  if ((present?.IsEnabled ?? true) === isEnabled) return;
  await upstream.change('EnableDisableQueryParameter', { siteUrl, queryParameter, isEnabled });
}
