import { PlatformError } from '../../../kernel/errors.ts';
import { nearest } from '../../../kernel/nearest.ts';
import type { Site } from './upstream.ts';

/** What an account may be of a property and still not do everything. */
const LACKING = ['site_restricted_user', 'site_unverified_user'];

/**
 * Looks among the account's properties for the one that was refused. Gives an error that names the nearest one where
 * there is none of that spelling, or the rights that the account has; `undefined` where the refusal itself says all.
 */
export async function propertyHelp(
  site: string,
  refusal: PlatformError,
  sites: () => Promise<readonly Site[]>,
): Promise<PlatformError | undefined> {
  const known = await sites().catch(() => undefined);
  if (known === undefined) return undefined;
  const exact = known.find(({ siteUrl }) => siteUrl === site);
  const details = { ...refusal.details, sent: refusal.details.sent ?? 'no' } as const;
  if (exact) {
    if (refusal.code === 'not_found' || !LACKING.includes(exact.permissionLevel)) return undefined;
    const message = `The account of this connection is ${exact.permissionLevel.replace(/^site_/, '').replaceAll('_', ' ')} of ${site}, which is not enough for this; an owner of the property can grant more in its settings.`;
    return new PlatformError('upstream_permission', message, details, { cause: refusal });
  }
  const meant = nearestSite(
    site,
    known.map(({ siteUrl }) => siteUrl),
  );
  const hint =
    meant === undefined
      ? known.length === 0
        ? 'The account has no property at all: an owner has to add its e-mail address as a user of the property.'
        : 'gsc_list_sites gives those that it has.'
      : `Did you mean ${meant}?`;
  const message = `The account of this connection has no property that is spelled ${site}. ${hint}`;
  return new PlatformError(
    'not_found',
    message,
    { ...details, issues: [{ path: 'site', message: hint }] },
    { cause: refusal },
  );
}

/** Gives the property that was most likely meant: one of the same host before one that only looks alike. */
export function nearestSite(site: string, known: readonly string[]): string | undefined {
  const host = hostOf(site);
  const sameHost = known.filter((candidate) => hostOf(candidate) === host);
  return sameHost.find((candidate) => candidate.startsWith('sc-domain:')) ?? sameHost[0] ?? nearest(site, known);
}

/** `https://www.example.com/blog/`, `sc-domain:example.com` and `example.com` are all about example.com. */
function hostOf(site: string): string {
  const [, host = ''] = /^(?:sc-domain:|[a-z]+:\/\/)?(?:www\.)?([^/:?#]*)/i.exec(site.trim()) ?? [];
  return host.toLowerCase();
}
