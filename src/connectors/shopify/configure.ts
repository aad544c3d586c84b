import type { Authentication } from '../../kernel/authentication.ts';
import type { ConnectionSettings, Target } from '../../kernel/connector.ts';
import { API_VERSIONS, DEFAULT_API_VERSION, isShopHost } from './settings.ts';

/** Where results of bulk queries are fetched from; it is shown no token, because it is no origin of the connection's credential. */
export const DOWNLOAD_HOST = 'storage.googleapis.com';

const TOKEN_HEADER = 'x-shopify-access-token';

/**
 * Gives the host of the shop and how to sign in to it, with the host of downloads, or the names of the settings that are missing; a shop's name
 * or a version that cannot be is missing too. Client credentials win over a static token: their tokens end within a day.
 */
export function configure(settings: ConnectionSettings): { target: Target } | { missing: string[] } {
  const shop = settings.value('SHOPIFY_SHOP')?.toLowerCase();
  const version = settings.value('SHOPIFY_API_VERSION') ?? DEFAULT_API_VERSION;
  const missing: string[] = [];
  if (shop === undefined || !isShopHost(shop)) missing.push('SHOPIFY_SHOP');
  if (!API_VERSIONS.some((known) => known === version)) missing.push('SHOPIFY_API_VERSION');
  const authentication = authenticationOf(settings, shop ?? '');
  if (authentication === undefined) missing.push(...missingCredentials(settings));
  if (shop === undefined || authentication === undefined || missing.length > 0) return { missing };
  return {
    target: {
      origin: `https://${shop}`,
      hosts: [shop, DOWNLOAD_HOST],
      authentication,
      facts: { shop, apiVersion: version },
    },
  };
}

function authenticationOf(settings: ConnectionSettings, shop: string): Authentication | undefined {
  const clientId = settings.value('SHOPIFY_CLIENT_ID');
  if (clientId !== undefined && settings.has('SHOPIFY_CLIENT_SECRET')) {
    return {
      kind: 'client-credentials',
      header: TOKEN_HEADER,
      tokenUrl: `https://${shop}/admin/oauth/access_token`,
      clientId,
      clientSecret: 'SHOPIFY_CLIENT_SECRET',
    };
  }
  if (settings.has('SHOPIFY_ACCESS_TOKEN'))
    return { kind: 'header', header: TOKEN_HEADER, secret: 'SHOPIFY_ACCESS_TOKEN' };
  return undefined;
}

/** Half a pair asks for its other half; otherwise the pair is what a new connection is made of. */
function missingCredentials(settings: ConnectionSettings): string[] {
  return ['SHOPIFY_CLIENT_ID', 'SHOPIFY_CLIENT_SECRET'].filter((name) => !settings.has(name));
}
