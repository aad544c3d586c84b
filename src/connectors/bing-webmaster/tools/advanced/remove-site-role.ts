import { z } from 'zod';
import { PlatformError } from '../../../../kernel/errors.ts';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { siteField } from '../../input/web-address.ts';
import { toBingDate } from '../../protocol/bing-date.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { SiteRole, toSiteRole } from '../../shapes/sites.ts';
import { isMailAddress } from './add-site-role.ts';

/** `bing_remove_site_role`: takes somebody's access to a site away. */
export const removeSiteRole = defineTool({
  name: 'bing_remove_site_role',
  title: 'Take access to a site at Bing away',
  description:
    'Takes a person’s access to one site in Bing Webmaster Tools away, at once. bing_get_site shows who has access. ' +
    'The answer shows what was taken away.',
  effect: 'destroy',
  permission: 'bing.roles.delete',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  input: z.object({
    email: z.string().refine(isMailAddress, 'Write one e-mail address.').describe('Whose access.'),
    site: siteField(),
  }),
  output: z.object({ site: z.string().describe('The site.'), removed: SiteRole.describe('As it was.') }),
  cost: ({ site }) => (site === undefined ? 3 : 2),
  examples: [
    { title: 'The agency', input: { email: 'search@fernhill-agency.example' } },
    {
      title: 'The agency, of a site that is named',
      input: { email: 'search@fernhill-agency.example', site: 'https://www.larkmoor-tea.example/' },
    },
  ],

  async run({ email, site }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    const roles = await upstream.ask('GetSiteRoles', { siteUrl, includeAllSubdomains: false });
    const role = roles.find(({ Email }) => Email.toLowerCase() === email.toLowerCase());
    if (role === undefined) {
      const message = 'Nobody of this address has access to the site.';
      throw new PlatformError('not_found', message, { issues: [{ path: 'email', message }], sent: 'no' });
    }
    await upstream.change('RemoveSiteRole', { siteUrl, siteRole: { ...role, Date: toBingDate(role.Date ?? 0) } });
    return { site: siteUrl, removed: toSiteRole(role) };
  },

  async readBack({ email, site }, upstream: BingUpstream, { write }) {
    const siteUrl = await upstream.siteOf(site);
    const roles = await upstream.ask('GetSiteRoles', { siteUrl, includeAllSubdomains: false });
    const found = roles.find(({ Email }) => Email.toLowerCase() === email.toLowerCase());
    const seen = { what: 'The person off the list of those with access', holds: found === undefined };
    return stateFound({ ...seen, changedAt: found?.Date }, write);
  },
});
