import { z } from 'zod';
import type { Site as SiteReply } from '../protocol/upstream.ts';

/** A property of the account. */
export const Site = z.object({
  site: z.string().describe('Exact spelling, for other tools.'),
  kind: z.enum(['domain', 'url_prefix']).describe('A domain holds all its hosts, a prefix what begins with it.'),
  permission: z.string().describe('owner, full_user, restricted_user or unverified_user.'),
});

export function toSite({ siteUrl, permissionLevel }: SiteReply): z.output<typeof Site> {
  return {
    site: siteUrl,
    kind: siteUrl.startsWith('sc-domain:') ? 'domain' : 'url_prefix',
    permission: permissionLevel.replace(/^site_/, ''),
  };
}
