import { z } from 'zod';
import { PlatformError } from '../../../../kernel/errors.ts';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { isSite } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { Site, toSite } from '../../shapes/sites.ts';

/** `bing_add_site`: registers a site, or has Bing look for the proof that it is the account's. Twice is the same as once. */
export const addSite = defineTool({
  name: 'bing_add_site',
  title: 'Add or verify a site at Bing',
  description:
    'Registers a site with the account and tells the codes that prove ownership; with verify, has Bing look for one of ' +
    'them now. Give https and the host exactly as visitors see it.',
  effect: 'write',
  permission: 'bing.sites.write',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  repeatable: true,
  input: z.object({
    url: z.string().refine(isSite, 'Write a site: https://www.example.com/.').describe('The site.'),
    verify: z.boolean().default(false).describe('true: look for the proof.'),
  }),
  output: z.object({ site: Site.describe('As it is now.') }),
  cost: () => 3,
  examples: [
    { title: 'A new site', input: { url: 'https://shop.larkmoor-tea.example/' } },
    { title: 'Verify', input: { url: 'https://larkmoor-tea.example/', verify: true } },
  ],

  async run({ url, verify }, upstream: BingUpstream) {
    const siteUrl = new URL(url).href;
    await upstream.change('AddSite', { siteUrl });
    if (verify) await upstream.change('VerifySite', { siteUrl });
    const sites = await upstream.ask('GetUserSites');
    const site = sites.find(({ Url }) => Url === siteUrl || `${Url}/` === siteUrl);
    if (site !== undefined) return { site: toSite(site) };
    throw new PlatformError('upstream_failed', 'Bing took the site but does not list it; look again later.', {
      sent: 'unknown',
    });
  },

  async readBack({ url, verify }, upstream: BingUpstream, { write }) {
    const siteUrl = new URL(url).href;
    const sites = await upstream.ask('GetUserSites');
    const site = sites.find(({ Url }) => Url === siteUrl || `${Url}/` === siteUrl);
    if (site !== undefined && verify && !site.IsVerified) {
      const because =
        'The site is on the account’s list and not verified; whether Bing looked for the proof it does not say.';
      return { found: 'cannot_tell', because };
    }
    const output = site && { site: toSite(site) };
    return stateFound({ what: 'The site on the account’s list', holds: site !== undefined, output }, write);
  },
});
