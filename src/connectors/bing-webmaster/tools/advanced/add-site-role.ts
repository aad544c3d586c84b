import { z } from 'zod';
import { PlatformError } from '../../../../kernel/errors.ts';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool, personal } from '../../../define.ts';
import { siteField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { ROLES } from '../../shapes/sites.ts';

/** Whether the text can be the address of a mailbox. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>",;:\\()[\]\p{Cc}]+@[^\s@<>",;:\\()[\]\p{Cc}]+\.[a-z]{2,}$/iu.test(text);
}

/** `bing_add_site_role`: lets somebody into a site. */
export const addSiteRole = defineTool({
  name: 'bing_add_site_role',
  title: 'Give access to a site at Bing',
  description:
    'Gives a person with a Microsoft account access to one site in Bing Webmaster Tools. They have to accept it. ' +
    'bing_get_site shows who has access.',
  effect: 'write',
  permission: 'bing.roles.write',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  input: z.object({
    email: z.string().refine(isMailAddress, 'Write one e-mail address.').describe('Of the Microsoft account.'),
    role: z.enum(ROLES).default('read_only').describe('What they may do.'),
    site: siteField(),
  }),
  output: z.object({
    site: z.string().describe('The site.'),
    email: personal(z.string()).describe('Who has access.'),
    role: z.string().describe('What they may do.'),
  }),
  cost: ({ site }) => (site === undefined ? 3 : 2),
  examples: [
    { title: 'To look', input: { email: 'analyst@fernhill-agency.example' } },
    { title: 'To change things', input: { email: 'seo@fernhill-agency.example', role: 'read_write' } },
  ],

  async run({ email, role, site }, upstream: BingUpstream) {
    const siteUrl = await upstream.siteOf(site);
    const sites = await upstream.ask('GetUserSites');
    const code = sites.find(({ Url }) => Url === siteUrl)?.AuthenticationCode;
    if (code == null) {
      const message = 'Bing tells no code for this site; write it as bing_list_sites shows it.';
      throw new PlatformError('not_found', message, { issues: [{ path: 'site', message }], sent: 'no' });
    }
    await upstream.change('AddSiteRoles', {
      siteUrl,
      delegatedUrl: siteUrl,
      userEmail: email,
      authenticationCode: code,
      isAdministrator: role === 'administrator',
      isReadOnly: role === 'read_only',
    });
    return { site: siteUrl, email, role };
  },

  async readBack({ email, role, site }, upstream: BingUpstream, { write }) {
    const siteUrl = await upstream.siteOf(site);
    const roles = await upstream.ask('GetSiteRoles', { siteUrl, includeAllSubdomains: false });
    const found = roles.find(({ Email }) => Email.toLowerCase() === email.toLowerCase());
    const holds = found !== undefined && found.Expired !== true && ROLES[found.Role] === role;
    return stateFound({ what: 'The person’s access to the site', holds, changedAt: found?.Date }, write);
  },
});
