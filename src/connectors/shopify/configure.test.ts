import { describe, expect, it } from 'vitest';
import { configure } from './configure.ts';
import { isShopHost, SHOPIFY_SETTINGS } from './settings.ts';

const settings = (held: Record<string, string>) =>
  configure({
    value: (name) => (name.endsWith('SECRET') || name.endsWith('TOKEN') ? undefined : held[name]),
    has: (name) => name in held,
  });

const SHOP = { SHOPIFY_SHOP: 'Acme.myshopify.com' };
const APP = { SHOPIFY_CLIENT_ID: 'abc', SHOPIFY_CLIENT_SECRET: 'hidden' };
const TOKEN = { SHOPIFY_ACCESS_TOKEN: 'hidden' };

describe('a connection', () => {
  it('with an app signs in with its client credentials, at the shop’s own host and no other', () => {
    expect(settings({ ...SHOP, ...APP })).toEqual({
      target: {
        origin: 'https://acme.myshopify.com',
        hosts: ['acme.myshopify.com', 'storage.googleapis.com'],
        authentication: {
          kind: 'client-credentials',
          header: 'x-shopify-access-token',
          tokenUrl: 'https://acme.myshopify.com/admin/oauth/access_token',
          clientId: 'abc',
          clientSecret: 'SHOPIFY_CLIENT_SECRET',
        },
        facts: { shop: 'acme.myshopify.com', apiVersion: '2026-10' },
      },
    });
  });

  it('with a static token sends that', () => {
    expect(settings({ ...SHOP, ...TOKEN, SHOPIFY_API_VERSION: '2026-07' })).toMatchObject({
      target: {
        authentication: { kind: 'header', header: 'x-shopify-access-token', secret: 'SHOPIFY_ACCESS_TOKEN' },
        facts: { apiVersion: '2026-07' },
      },
    });
  });

  it('with both prefers the credentials whose tokens end by themselves', () => {
    expect(settings({ ...SHOP, ...APP, ...TOKEN })).toMatchObject({
      target: { authentication: { kind: 'client-credentials' } },
    });
    expect(settings({ ...SHOP, SHOPIFY_CLIENT_ID: 'abc', ...TOKEN })).toMatchObject({
      target: { authentication: { kind: 'header' } },
    });
  });

  it('says which settings are missing', () => {
    expect(settings({})).toEqual({ missing: ['SHOPIFY_SHOP', 'SHOPIFY_CLIENT_ID', 'SHOPIFY_CLIENT_SECRET'] });
    expect(settings({ ...SHOP, SHOPIFY_CLIENT_ID: 'abc' })).toEqual({ missing: ['SHOPIFY_CLIENT_SECRET'] });
    expect(settings({ ...TOKEN })).toEqual({ missing: ['SHOPIFY_SHOP'] });
    expect(settings({ ...SHOP, ...TOKEN, SHOPIFY_API_VERSION: '2025-10' })).toEqual({
      missing: ['SHOPIFY_API_VERSION'],
    });
  });
});

describe('the name of a shop', () => {
  it.each(['acme.myshopify.com', 'a-1_b.myshopify.com'])('may be %s', (shop) => {
    expect(isShopHost(shop)).toBe(true);
  });

  it.each([
    'acme',
    'acme.com',
    'https://acme.myshopify.com',
    'acme.myshopify.com.evil.test',
    'evil.test/acme.myshopify.com',
    'evil.test#.myshopify.com',
    'a@acme.myshopify.com',
    'acme.myshopify.com:8443',
    '-acme.myshopify.com',
    '127.0.0.1',
    'acme.myshopify.com\n',
    '',
  ])('may not be %j, neither in settings nor in a stored connection', (shop) => {
    const row = SHOPIFY_SETTINGS[0];

    expect(row.check(shop)).toContain('acme.myshopify.com');
    expect(settings({ ...TOKEN, SHOPIFY_SHOP: shop })).toEqual({ missing: ['SHOPIFY_SHOP'] });
  });
});
