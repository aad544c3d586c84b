import type { Setting } from '../../kernel/setting.ts';

/** Versions of the Admin API whose schemas every document of this connector is checked against. */
export const API_VERSIONS = ['2026-10', '2026-07', '2026-04'] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

/** The version that is called when none is set (stable until 2027-10-01). */
export const DEFAULT_API_VERSION = API_VERSIONS[0];

const SHOP_HOST = /^[a-z0-9][a-z0-9_-]*\.myshopify\.com$/i;

/** Whether the text is the host under which Shopify knows a shop; the rule of Shopify's own API library. */
export function isShopHost(text: string): boolean {
  return SHOP_HOST.test(text);
}

/** The settings of the connection `default`. */
// biome-ignore format: a table, one line for what it is and one for what it does
export const SHOPIFY_SETTINGS = [
  { name: 'SHOPIFY_SHOP', group: 'Shopify', type: 'text',
    check: (shop) => (isShopHost(shop) ? undefined : 'is not the name of a shop; write it like acme.myshopify.com, without https:// and not the shop\'s own domain.'),
    description: 'Host of the shop, as in acme.myshopify.com.' },
  { name: 'SHOPIFY_CLIENT_ID', group: 'Shopify', type: 'text',
    description: 'Client ID of an app of the Dev Dashboard that is installed on the shop.' },
  { name: 'SHOPIFY_CLIENT_SECRET', group: 'Shopify', type: 'secret',
    description: 'Client secret of that app; short-lived access tokens are made from it.' },
  { name: 'SHOPIFY_ACCESS_TOKEN', group: 'Shopify', type: 'secret',
    description: 'Access token (shpat_…) of an older custom app; used when there is no client ID and secret.' },
  { name: 'SHOPIFY_WEBHOOK_SECRET', group: 'Shopify', type: 'secret',
    description: 'Another secret that webhooks may be signed with: the client secret before the latest, or the API secret key of an older custom app.' },
  { name: 'SHOPIFY_API_VERSION', group: 'Shopify', type: 'choice', choices: API_VERSIONS, default: DEFAULT_API_VERSION,
    description: 'Version of the Admin API to call.' },
] as const satisfies readonly Setting[];
