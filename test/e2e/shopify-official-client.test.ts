import { readFileSync } from 'node:fs';
import { createAdminApiClient } from '@shopify/admin-api-client';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';

// Shopify's own client, whose only change is where it connects to: an emulator that speaks otherwise than Shopify fails here.

const id = 'gid://shopify/Product/8100000000010';
let shop: EmulatedShop;
let agent: Agent;

beforeAll(async () => {
  shop = await openEmulatedShop({ bucket: { maximumAvailable: 60, restoreRate: 50 } });
  agent = new Agent({ connect: { ca: readFileSync(shop.caFile) } });
});

afterAll(async () => {
  await agent.destroy();
  await shop[Symbol.asyncDispose]();
});

function open(accessToken = shop.tokenSettings.SHOPIFY_ACCESS_TOKEN as string) {
  const storeDomain = shop.settings.SHOPIFY_SHOP as string;
  const loopback = (shop.settings.EMULATOR_ORIGINS as string).replace('shopify=', '');
  return createAdminApiClient({
    storeDomain,
    apiVersion: '2026-10',
    accessToken,
    isTesting: true,
    customFetchApi: (url, init) =>
      fetch(String(url).replace(`https://${storeDomain}`, loopback), {
        ...(init as object),
        dispatcher: agent,
      }) as unknown as Promise<Response>,
  });
}

describe('Shopify’s own client', () => {
  it('asks and changes', async () => {
    const client = open();

    const asked = await client.request('query Q($id: ID!) { product(id: $id) { title } }', { variables: { id } });
    const changed = await client.request(
      'mutation M($product: ProductUpdateInput!) { productUpdate(product: $product) { product { vendor } userErrors { message } } }',
      { variables: { product: { id, vendor: 'Somebody' } } },
    );

    expect(asked.errors).toBeUndefined();
    expect(asked.data).toEqual({ product: { title: 'Earl Grey Cream' } });
    expect(asked.extensions?.cost).toMatchObject({ requestedQueryCost: 1 });
    expect(changed.data).toEqual({ productUpdate: { product: { vendor: 'Somebody' }, userErrors: [] } });
  });

  it('is told of a throttle, and of what is left', async () => {
    const dear = 'query D { products(first: 30) { nodes { id } } }';

    const answers = await Promise.all([open().request(dear), open().request(dear)]);

    const throttled = answers.find(({ errors }) => errors !== undefined);
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(throttled?.errors?.graphQLErrors?.[0]).toMatchObject({
      message: 'Throttled',
      extensions: { code: 'THROTTLED' },
    });
    expect(throttled?.extensions?.cost).toMatchObject({ throttleStatus: { maximumAvailable: 60 } });
  });

  it('is told what is wrong with a query, and with a token', async () => {
    const wrong = await open().request('query W { product(id: "gid://shopify/Product/1") { colour } }');
    const stranger = await open('shpat_stranger').request('query S { shop { name } }');

    expect(wrong.errors?.graphQLErrors?.[0]).toMatchObject({ extensions: { code: 'undefinedField' } });
    expect(stranger.errors?.networkStatusCode).toBe(401);
  });
});
