import { z } from 'zod';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { isSite } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';

/** `bing_remove_site`: takes a site out of the account, with all that was set for it. */
export const removeSite = defineTool({
  name: 'bing_remove_site',
  title: 'Remove a site from Bing',
  description:
    'Takes a site out of the Bing Webmaster Tools account, with its settings, roles and reports. Its pages stay in the ' +
    'index. Added again, it has to be verified anew.',
  effect: 'destroy',
  permission: 'bing.sites.delete',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  input: z.object({
    url: z
      .string()
      .refine(isSite, 'Write the site as bing_list_sites shows it.')
      .describe('As bing_list_sites shows it.'),
  }),
  output: z.object({ removed: z.string().describe('The site.') }),
  cost: () => 2,
  examples: [
    { title: 'A site that is not used', input: { url: 'https://larkmoor-tea.example/' } },
    { title: 'The same without its last slash', input: { url: 'https://larkmoor-tea.example' } },
  ],

  async run({ url: siteUrl }, upstream: BingUpstream) {
    await upstream.change('RemoveSite', { siteUrl });
    return { removed: siteUrl };
  },

  async readBack({ url: siteUrl }, upstream: BingUpstream, { write }) {
    const sites = await upstream.ask('GetUserSites');
    const holds = !sites.some(({ Url }) => new URL(Url).href === new URL(siteUrl).href);
    const output = { removed: siteUrl };
    return stateFound({ what: 'The site off the account’s list', holds, output }, write);
  },
});
