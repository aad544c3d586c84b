import { z } from 'zod';
import type { Probe } from '../../kernel/connector.ts';
import type { Tool } from '../../kernel/tool.ts';
import { scopesOf } from '../../kernel/tool-scopes.ts';
import { defineQuery } from './protocol/document.ts';
import type { ShopifyUpstream } from './protocol/upstream.ts';
import { GRANTED, hiddenOrders, ShopifyGranted } from './shapes/order-reach.ts';

export const probeQuery = defineQuery(
  `query Probe {
    shop { name myshopifyDomain ianaTimezone currencyCode plan { publicDisplayName } }
    currentAppInstallation ${GRANTED}
    publicApiVersions { handle supported }
  }`,
  z.object({
    shop: z.object({
      name: z.string(),
      myshopifyDomain: z.string(),
      ianaTimezone: z.string(),
      currencyCode: z.string(),
      plan: z.object({ publicDisplayName: z.string() }),
    }),
    currentAppInstallation: ShopifyGranted,
    publicApiVersions: z.array(z.object({ handle: z.string(), supported: z.boolean() })),
  }),
);

/** Asks who answers, and compares what the app was granted with what the tools need. Costs 7 points. */
export async function probeShop(upstream: ShopifyUpstream, tools: readonly Tool[]): Promise<Probe> {
  const { data } = await upstream.query(probeQuery);
  const { shop, currentAppInstallation: granted, publicApiVersions } = data;
  const plan = shop.plan.publicDisplayName;
  return {
    summary: `${shop.name} (${shop.myshopifyDomain}, plan ${plan}, ${shop.currencyCode}, ${shop.ianaTimezone}), API ${upstream.apiVersion}.`,
    warnings: [
      ...versionWarnings(upstream.apiVersion, publicApiVersions),
      ...scopeWarnings(new Set(granted.accessScopes.map(({ handle }) => handle)), tools),
      ...[hiddenOrders(granted)].filter((warning) => warning !== undefined),
    ],
  };
}

function versionWarnings(pinned: string, versions: readonly { handle: string; supported: boolean }[]): string[] {
  if (versions.some(({ handle, supported }) => handle === pinned && supported)) return [];
  const supported = versions.filter((version) => version.supported).map(({ handle }) => handle);
  return [
    `Shopify no longer supports API version ${pinned}; set SHOPIFY_API_VERSION to one of ${supported.join(', ')}.`,
  ];
}

/** One warning for each missing scope, with the tools that will not work without it. */
function scopeWarnings(granted: ReadonlySet<string>, tools: readonly Tool[]): string[] {
  const has = (scope: string) => granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'));
  // Whether tools of a feature exist at all is not known here.
  const usual = tools.filter(({ feature }) => feature === undefined);
  const needed = [...new Set(usual.flatMap(scopesOf))];
  return needed
    .filter((scope) => !has(scope))
    .map((scope) => {
      const names = usual.filter((tool) => scopesOf(tool).includes(scope)).map(({ name }) => name);
      return `The app lacks the scope ${scope}, which ${names.join(', ')} use; grant it in the app's configuration and install it again.`;
    });
}
