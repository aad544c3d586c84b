import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { given, toWord } from '../shapes/words.ts';

const THEMES_MAX = 20;

export const getShopQuery = defineQuery(
  `query GetShop {
    shop {
      name
      description
      email
      myshopifyDomain
      url
      currencyCode
      ianaTimezone
      weightUnit
      taxesIncluded
      createdAt
      plan { publicDisplayName partnerDevelopment }
    }
    currentAppInstallation { accessScopes { handle } }
    publicApiVersions { handle supported }
    themes(first: ${THEMES_MAX}) { nodes { id name role updatedAt } pageInfo { hasNextPage } }
  }`,
  z.object({
    shop: z.object({
      name: z.string(),
      description: z.string().nullish(),
      email: z.string(),
      myshopifyDomain: z.string(),
      url: z.string(),
      currencyCode: z.string(),
      ianaTimezone: z.string(),
      weightUnit: z.string(),
      taxesIncluded: z.boolean(),
      createdAt: z.string(),
      plan: z.object({ publicDisplayName: z.string(), partnerDevelopment: z.boolean() }),
    }),
    currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
    publicApiVersions: z.array(z.object({ handle: z.string(), supported: z.boolean() })),
    themes: z
      .object({
        nodes: z.array(z.object({ id: z.string(), name: z.string(), role: z.string(), updatedAt: z.string() })),
        pageInfo: z.object({ hasNextPage: z.boolean() }),
      })
      .nullish(),
  }),
);

/** `shopify_get_shop`: what the shop is, and what the app may do in it. */
export const getShop = defineTool({
  name: 'shopify_get_shop',
  title: 'Get the shop',
  description:
    'Gives the Shopify shop’s name, address, plan, currency, time zone and themes, the app’s scopes, and the API versions. Use it to learn what can be done here.',
  effect: 'read',
  core: true,
  permission: 'shopify.shop.read',
  scopes: ['read_themes'],
  input: z.object({}),
  output: z.object({
    shop: z
      .object({
        name: z.string().describe('Name of the shop.'),
        description: z.string().optional().describe('What it says about itself to search engines.'),
        email: z.string().describe('Address for the shop’s mail; that of a business.'),
        shopDomain: z.string().describe('Host under myshopify.com.'),
        url: z.string().describe('Address of the online store.'),
        plan: z.string().describe('Plan that it pays for.'),
        development: z.boolean().describe('Whether it is a development shop.'),
        currency: z.string().describe('ISO 4217 code.'),
        timeZone: z.string().describe('IANA name; days of reports and filters are this zone’s.'),
        weightUnit: z.string().describe('grams, kilograms, ounces or pounds.'),
        taxesIncluded: z.boolean().describe('Whether prices include tax.'),
        createdAt: z.string().describe('ISO 8601.'),
      })
      .describe('The shop itself.'),
    scopes: z.array(z.string()).describe('What the app may do.'),
    apiVersion: z.string().describe('Version of the Admin API that this connection calls.'),
    supportedApiVersions: z.array(z.string()).describe('Versions that Shopify supports now.'),
    themes: z
      .array(
        z.object({
          id: z.string().describe('Global id.'),
          name: z.string().describe('Name.'),
          role: z.string().describe('main is the published one.'),
          updatedAt: z.string().describe('ISO 8601.'),
        }),
      )
      .optional()
      .describe('Themes of the online store; absent without the scope for them.'),
    notices: Notices,
  }),
  cost: () => 2 + 2 + 1 + 2 + THEMES_MAX,
  examples: [
    { title: 'Everything about the shop', input: {} },
    { title: 'What the app may do', input: {} },
  ],

  async run(_, upstream: ShopifyUpstream) {
    const { data, notices } = await upstream.query(getShopQuery);
    const { shop, currentAppInstallation, publicApiVersions, themes } = data;
    const more = themes?.pageInfo.hasNextPage ? `Only the first ${THEMES_MAX} themes are given.` : undefined;
    return {
      shop: {
        name: shop.name,
        description: given(shop.description) || undefined,
        email: shop.email,
        shopDomain: shop.myshopifyDomain,
        url: shop.url,
        plan: shop.plan.publicDisplayName,
        development: shop.plan.partnerDevelopment,
        currency: shop.currencyCode,
        timeZone: shop.ianaTimezone,
        weightUnit: toWord(shop.weightUnit),
        taxesIncluded: shop.taxesIncluded,
        createdAt: shop.createdAt,
      },
      scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle),
      apiVersion: upstream.apiVersion,
      supportedApiVersions: publicApiVersions.filter(({ supported }) => supported).map(({ handle }) => handle),
      themes: themes?.nodes.map(({ role, ...theme }) => ({ ...theme, role: toWord(role) })),
      notices: noticesOf(...notices, more),
    };
  },
});
