import { z } from 'zod';

/** Days back that an app sees orders without `read_all_orders` (https://shopify.dev/docs/api/usage/access-scopes). */
const VISIBLE_DAYS = 60;
const DAY_MS = 86_400_000;

/** Selection of what the app was granted; costs 2 points. */
export const GRANTED = '{ accessScopes { handle } }';

export const ShopifyGranted = z.object({ accessScopes: z.array(z.object({ handle: z.string() })) });

/** Whether a search that begins at an instant (epoch ms; `undefined` is the beginning of the shop) looks further back than every app may. */
export function reachesBeyond(fromMs: number | undefined, nowMs: number): boolean {
  return fromMs === undefined || fromMs < nowMs - VISIBLE_DAYS * DAY_MS;
}

/** Says that older orders are hidden, where they are: Shopify leaves them out without a word. */
export function hiddenOrders(granted: z.output<typeof ShopifyGranted>): string | undefined {
  if (granted.accessScopes.some(({ handle }) => handle === 'read_all_orders')) return undefined;
  return `Only orders of the last ${VISIBLE_DAYS} days are visible to this connection: its app lacks the scope read_all_orders.`;
}
