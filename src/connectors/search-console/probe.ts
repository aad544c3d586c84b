import type { Probe } from '../../kernel/connector.ts';
import type { SearchConsoleUpstream } from './protocol/upstream.ts';
import { toSite } from './shapes/site.ts';

/** Asks for the account's properties, and says which of them give no data. */
export async function probeSites(upstream: SearchConsoleUpstream): Promise<Probe> {
  const sites = (await upstream.sites()).map(toSite);
  const named = (some: readonly { site: string }[]) => some.map(({ site }) => site).join(', ');
  const unverified = sites.filter(({ permission }) => permission === 'unverified_user');
  const restricted = sites.filter(({ permission }) => permission === 'restricted_user');
  const warnings = [
    sites.length === 0 &&
      'The account has no property: an owner has to add its e-mail address in Search Console under Settings, Users and permissions.',
    unverified.length > 0 && `Not verified, so without data: ${named(unverified)}.`,
    restricted.length > 0 &&
      `Performance only; inspection and sitemaps take a full user, which an owner can grant: ${named(restricted)}.`,
  ];
  return {
    summary: `${sites.length} ${sites.length === 1 ? 'property' : 'properties'}${sites.length > 0 ? `: ${named(sites)}` : ''}.`,
    warnings: warnings.filter((warning) => warning !== false),
  };
}
