import { request } from 'node:https';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../../../scripts/emulators/certificate-authority.ts';
import { openTestShop, type TestShop } from '../../../../test/support/shopify-shop.ts';
import { serveEmulators } from '../../../emulation/https-shell.ts';
import { buildWorld } from '../../../emulation/world/build-world.ts';

const tokenPath = '/admin/oauth/access_token';
const json = { 'content-type': 'application/json' };

function credentialsOf({ emulator }: TestShop) {
  const { SHOPIFY_CLIENT_ID: client_id, SHOPIFY_CLIENT_SECRET: client_secret } = emulator.credentials;
  return { grant_type: 'client_credentials', client_id: client_id!, client_secret: client_secret! };
}

async function mint(shop: TestShop, changes: Record<string, string> = {}) {
  const form = new URLSearchParams({ ...credentialsOf(shop), ...changes });
  const { status, body } = await shop.post(tokenPath, String(form), {
    'content-type': 'application/x-www-form-urlencoded',
  });
  return { status, ...JSON.parse(body) };
}

describe('the token endpoint', () => {
  it('trades client credentials, as a form or as JSON, for a token that works', async () => {
    const shop = openTestShop({ scopes: ['read_products'] });
    const asJson = await shop.post(tokenPath, JSON.stringify(credentialsOf(shop)), json);

    const { access_token, ...rest } = await mint(shop);

    expect(rest).toEqual({ status: 200, scope: 'read_products', expires_in: 86_399 });
    expect(asJson.status).toBe(200);
    const { data } = await shop.ask('{ shop { name } }', {}, { 'x-shopify-access-token': access_token });
    expect(data.shop.name).toBe('Larkmoor Tea');
  });

  it('gives tokens that end after 86,399 seconds of the clock', async () => {
    const shop = openTestShop();
    const { access_token } = await mint(shop);
    const token = { 'x-shopify-access-token': access_token };

    await shop.clock.advance(86_398_999);
    expect((await shop.ask('{ shop { name } }', {}, token)).status).toBe(200);
    await shop.clock.advance(1);
    expect((await shop.ask('{ shop { name } }', {}, token)).status).toBe(401);
  });

  it.each([
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ client_id: 'wrong' }, 'invalid_client'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %j', async (changes, error) => {
    expect(await mint(openTestShop(), changes)).toMatchObject({ status: 400, error });
  });

  it.each(['app_not_installed', 'shop_not_permitted'] as const)('can be made to say %s', async (tokenRefusal) => {
    expect(await mint(openTestShop({ tokenRefusal }))).toMatchObject({ status: 400, error: tokenRefusal });
  });
});

describe('the HTTP of the shop', () => {
  it('says which version answered, and a request id that is never the same', async () => {
    const shop = openTestShop();
    const [first, second] = [await shop.ask('{ shop { name } }'), await shop.ask('{ shop { name } }')];

    expect(first.headers['x-shopify-api-version']).toBe('2026-10');
    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
  });

  it.each([
    ['2026-07', 200, '2026-07'],
    ['2024-01', 200, '2026-01'],
    ['unstable', 200, 'unstable'],
    ['2031-01', 404, undefined],
    ['2026-05', 404, undefined],
  ])('answers version %s with %i', async (asked, status, answering) => {
    const shop = openTestShop();

    const reply = await shop.post(`/admin/api/${asked}/graphql.json`, '{"query":"{ shop { name } }"}', {
      ...json,
      'x-shopify-access-token': shop.emulator.credentials.SHOPIFY_ACCESS_TOKEN!,
    });

    expect(reply.status).toBe(status);
    expect(reply.headers['x-shopify-api-version']).toBe(answering);
  });

  it.each<Record<string, string>>([{}, { 'x-shopify-access-token': 'shpat_wrong' }])(
    'refuses the headers %j with a string under errors',
    async (headers) => {
      const reply = await openTestShop().post(
        '/admin/api/2026-10/graphql.json',
        '{"query":"{ shop { name } }"}',
        headers,
      );

      expect(reply.status).toBe(401);
      expect(JSON.parse(reply.body).errors).toMatch(/^\[API\] Invalid API key or access token/);
    },
  );

  it('knows no other path, method or shop', async () => {
    const { emulator, post } = openTestShop();
    const get = await emulator.wire({
      method: 'GET',
      url: `${emulator.origin}/admin/api/2026-10/graphql.json`,
      headers: {},
    });
    const other = await emulator.wire({
      method: 'POST',
      url: 'https://other.myshopify.com/admin/oauth/access_token',
      headers: {},
    });

    expect([get.status, other.status, (await post('/admin', '')).status]).toEqual([404, 404, 404]);
    expect(JSON.parse(other.body)).toEqual({ errors: 'Not Found' });
  });

  it.each(['{', '[]', '{"query":1}', '{"query":"{ shop { name } }","variables":[]}', ''])(
    'refuses the body %j with 400',
    async (body) => {
      const shop = openTestShop();

      const reply = await shop.post('/admin/api/2026-10/graphql.json', body, {
        ...json,
        'x-shopify-access-token': shop.emulator.credentials.SHOPIFY_ACCESS_TOKEN!,
      });

      expect(reply.status).toBe(400);
    },
  );

  it('counts every request and makes every shop its own credentials', async () => {
    const [one, two] = [openTestShop(), openTestShop()];
    await one.ask('{ shop { name } }');
    await one.post('/nowhere', '');

    expect([one.emulator.requests, two.emulator.requests]).toEqual([2, 0]);
    for (const name of ['SHOPIFY_CLIENT_ID', 'SHOPIFY_CLIENT_SECRET', 'SHOPIFY_ACCESS_TOKEN']) {
      expect(one.emulator.credentials[name]).not.toBe(two.emulator.credentials[name]);
    }
  });
});

describe('the shop over HTTPS', () => {
  it('gives a token and answers with it to a client that trusts the authority', async () => {
    const shop = openTestShop();
    const authority = createCertificateAuthority();
    await using served = await serveEmulators(
      [{ connector: 'shopify', emulator: shop.emulator }],
      authority.issue(['127.0.0.1']),
    );
    const post = (path: string, headers: Record<string, string>, body: string) =>
      new Promise<string>((resolve, reject) => {
        const options = { method: 'POST', headers, ca: authority.caPem, agent: false };
        const outgoing = request(`${served.origins.shopify}${path}`, options, (incoming) => {
          resolve(incoming.setEncoding('utf8').reduce((text, chunk) => text + chunk, ''));
        });
        outgoing.on('error', reject).end(body);
      });

    const { access_token } = JSON.parse(await post(tokenPath, json, JSON.stringify(credentialsOf(shop))));
    const headers = { ...json, 'x-shopify-access-token': access_token };
    const answer = await post('/admin/api/2026-10/graphql.json', headers, '{"query":"{ shop { myshopifyDomain } }"}');

    expect(JSON.parse(answer).data.shop.myshopifyDomain).toBe(shop.emulator.credentials.SHOPIFY_SHOP);
  });
});

describe('access scopes', () => {
  it('leave a denied field null beside the rest of the data, with its path', async () => {
    const { ask } = openTestShop({ scopes: ['read_orders'] });

    const { data, errors } = await ask('{ orders(first: 1) { nodes { name customer { id } } } shop { name } }');

    expect(data.orders.nodes).toEqual([{ name: expect.stringMatching(/^#\d+$/), customer: null }]);
    expect(data.shop.name).toBe('Larkmoor Tea');
    expect(errors).toEqual([
      {
        message: 'Access denied for customer field. Required access: `read_customers` access scope.',
        locations: [{ line: 1, column: 35 }],
        path: ['orders', 'nodes', 0, 'customer'],
        extensions: expect.objectContaining({
          code: 'ACCESS_DENIED',
          requiredAccess: '`read_customers` access scope.',
        }),
      },
    ]);
  });

  it.each([
    ['{ products(first: 1) { nodes { id } } }', 'read_products'],
    ['{ productsCount { count } }', 'read_products'],
    ['{ orders(first: 1) { nodes { id } } }', 'read_orders'],
    ['{ locations(first: 1) { nodes { name } } }', 'read_locations'],
    [
      'mutation { productUpdate(product: { id: "gid://shopify/Product/8100000000001" }) { userErrors { message } } }',
      'write_products',
    ],
    [
      'mutation { tagsAdd(id: "gid://shopify/Product/8100000000001", tags: ["x"]) { userErrors { message } } }',
      'write_products',
    ],
  ])('are asked for by %s: %s', async (query, scope) => {
    const denied = await openTestShop({ scopes: [] }).ask(query);
    const allowed = await openTestShop({ scopes: [scope] }).ask(query);

    expect(denied.errors[0].extensions.code).toBe('ACCESS_DENIED');
    expect(denied.errors[0].message).toContain(scope);
    expect(allowed.errors).toBeUndefined();
  });

  it('show 60 days of orders unless all were granted', async () => {
    const all = openTestShop({ scopes: ['read_orders', 'read_all_orders', 'read_customers'] });
    const recent = openTestShop({ scopes: ['read_orders', 'read_customers'] });
    const oldest =
      '{ orders(first: 1, sortKey: CREATED_AT) { nodes { id createdAt customer { orders(first: 50) { nodes { createdAt } } } } } ordersCount { count } }';
    const [old, young] = [await all.ask(oldest), await recent.ask(oldest)];
    const border = '2026-09-23T12:00:00Z';

    expect(old.data.orders.nodes[0].createdAt < '2025-08').toBe(true);
    expect(young.data.orders.nodes[0].createdAt >= border).toBe(true);
    expect(young.data.ordersCount.count).toBeLessThan(old.data.ordersCount.count);
    const { data } = await recent.ask(`{ order(id: "${old.data.orders.nodes[0].id}") { id } }`);
    expect(data.order).toBeNull();
  });

  it('are told at run time, with what they include', async () => {
    const { data } = await openTestShop({ scopes: ['write_products'] }).ask(
      '{ currentAppInstallation { accessScopes { handle } } }',
    );

    expect(data.currentAppInstallation.accessScopes).toEqual([
      { handle: 'write_products' },
      { handle: 'read_products' },
    ]);
  });
});

describe('what the shop holds', () => {
  it('is the world of the day: the same products, orders, customers and stock', async () => {
    const { ask, clock } = openTestShop();
    const world = buildWorld(clock.now());
    const order = world.orders.at(-1)!;
    const customer = world.customers.find(({ id }) => id === order.customerId)!;

    const { data } = await ask(`{
      productsCount { count } ordersCount { count precision } customersCount { count }
      orders(first: 1, sortKey: CREATED_AT, reverse: true) {
        nodes { name totalPriceSet { shopMoney { amount currencyCode } } customer { displayName } lineItems(first: 9) { nodes { sku quantity } } }
      }
      locations(first: 9) { nodes { name } }
    }`);

    expect([data.productsCount.count, data.ordersCount.count, data.customersCount.count]).toEqual([
      world.products.length,
      world.orders.length,
      world.customers.length,
    ]);
    const [shown] = data.orders.nodes;
    expect(shown.name).toBe(`#${order.number}`);
    expect(Number(shown.totalPriceSet.shopMoney.amount)).toBe(Number(order.totals.total));
    expect(shown.customer.displayName).toBe(`${customer.firstName} ${customer.lastName}`);
    expect(shown.lineItems.nodes).toHaveLength(order.lines.length);
    expect(data.locations.nodes.map(({ name }: { name: string }) => name)).toEqual([
      'Cork Warehouse',
      'Dublin Tea Room',
      'Galway Tea Room',
    ]);
  });

  it('answers every field of every type without an error', async () => {
    const { ask } = openTestShop({ bucket: { maximumAvailable: 100_000, restoreRate: 1 } });
    const { allFieldsQueries } = await import('../../../../test/support/all-fields.ts');

    for (const query of allFieldsQueries()) {
      const { errors } = await ask(query);
      expect(errors, query.slice(0, 80)).toBeUndefined();
    }
  });
});
