import type { World } from '../../../emulation/world/records.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { googleFailure } from '../../google/emulator/google-voice.ts';

export type PermissionLevel = 'SITE_OWNER' | 'SITE_FULL_USER' | 'SITE_RESTRICTED_USER' | 'SITE_UNVERIFIED_USER';

/** The properties of the emulated account. */
export class SiteBook {
  readonly #levels: Map<string, PermissionLevel>;

  constructor({ shop }: World) {
    const domain = shop.host.replace(/^www\./, '');
    this.#levels = new Map<string, PermissionLevel>([
      [`sc-domain:${domain}`, 'SITE_OWNER'],
      [`https://${shop.host}/`, 'SITE_FULL_USER'],
      [`https://${shop.host}/blogs/`, 'SITE_RESTRICTED_USER'],
      [`https://staging.${domain}/`, 'SITE_UNVERIFIED_USER'],
    ]);
  }

  all(): readonly (readonly [site: string, level: PermissionLevel])[] {
    return [...this.#levels];
  }

  levelOf(site: string): PermissionLevel | undefined {
    return this.#levels.get(site);
  }

  /** A new property belongs to nobody until its owner has proved to be one. */
  add(site: string): void {
    if (!this.#levels.has(site)) this.#levels.set(site, 'SITE_UNVERIFIED_USER');
  }

  delete(site: string): boolean {
    return this.#levels.delete(site);
  }

  /** Gives the refusal for an account that has not at least one of these levels. */
  refusal(site: string, levels: readonly PermissionLevel[]): WireReply | undefined {
    const level = this.#levels.get(site);
    return level !== undefined && levels.includes(level) ? undefined : forbiddenSite(site);
  }
}

/** Who may read, and who may do more. */
export const readers: readonly PermissionLevel[] = ['SITE_OWNER', 'SITE_FULL_USER', 'SITE_RESTRICTED_USER'];
export const fullUsers: readonly PermissionLevel[] = ['SITE_OWNER', 'SITE_FULL_USER'];

/** Google says the same of a property that is not the account's, and of one that is spelled in another way. */
function forbiddenSite(site: string): WireReply {
  return googleFailure({
    code: 403,
    message: `User does not have sufficient permission for site '${site}'. See also: https://support.google.com/webmasters/answer/2451999.`,
    reason: 'forbidden',
  });
}

/** Whether a property holds an address. */
export function siteHolds(site: string, url: string): boolean {
  if (!site.startsWith('sc-domain:')) return url.startsWith(site);
  const domain = site.slice('sc-domain:'.length);
  const host = URL.parse(url)?.hostname ?? '';
  return host === domain || host.endsWith(`.${domain}`);
}
