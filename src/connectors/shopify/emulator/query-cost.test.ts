import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openTestShop } from '../../../../test/support/shopify-shop.ts';
import { QueryCost } from '../queries/query-cost.ts';
import { adminSchema } from './admin-schema.ts';

const schema = buildSchema(adminSchema);

function costOf(query: string, variables: Record<string, unknown> = {}): QueryCost {
  const document = parse(query);
  return new QueryCost(schema, document, getOperationAST(document)!, variables);
}

describe('the requested cost', () => {
  it.each([
    ['{ shop { name } }', 1],
    ['{ shop { name plan { publicDisplayName } } }', 2],
    ['{ __typename }', 0],
    ['{ __schema { types { name } } }', 0],
    ['{ products(first: 10) { nodes { id title } } }', 12],
    ['{ products(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }', 12],
    ['{ products(first: 10) { nodes { id } edges { node { title } } } }', 12],
    ['{ products(first: 10) { nodes { id seo { title } } } }', 22],
    ['{ products(first: 10) { edges { node { title variants(first: 5) { edges { node { price } } } } } } }', 82],
    ['{ products(last: 3) { pageInfo { hasNextPage } } }', 5],
    ['{ order(id: "x") { refunds(first: 4) { id } fulfillments { id } } }', 6],
    ['{ a: shop { name } b: shop { name } }', 2],
    ['{ shop { name } shop { plan { shopifyPlus } } }', 2],
    ['{ shop { ...F } } fragment F on Shop { plan { ...G } } fragment G on ShopPlan { shopifyPlus }', 2],
    ['{ shop { plan @skip(if: true) { shopifyPlus } } }', 1],
    [
      '{ node(id: "x") { ... on Product { seo { title } } ... on Order { customer { id } billingAddress { zip } } } }',
      3,
    ],
    ['mutation { tagsAdd(id: "x", tags: []) { node { id } userErrors { message } } }', 10],
    ['mutation { productUpdate(product: {}) { product { id } userErrors { message } } }', 10],
    ['mutation { productUpdate(product: {}) { product { variants(first: 5) { nodes { id } } } } }', 17],
  ])('of %s is %i', (query, cost) => {
    expect(costOf(query).requested()).toBe(cost);
  });

  it('reads page sizes from variables and their defaults', () => {
    const query = 'query Q($n: Int = 7) { products(first: $n) { nodes { id } } }';

    expect(costOf(query, { n: 3 }).requested()).toBe(5);
    expect(costOf(query, { n: 7 }).requested()).toBe(9);
  });
});

describe('the actual cost', () => {
  it.each([
    ['{ products(first: 10) { nodes { id seo { title } } } }', { products: { nodes: [{ seo: {} }, { seo: {} }] } }, 6],
    [
      '{ products(first: 10) { edges { node { id seo { title } } } } }',
      { products: { edges: [{ node: { seo: {} } }] } },
      4,
    ],
    [
      '{ order(id: "x") { customer { id } billingAddress { zip } } }',
      { order: { customer: null, billingAddress: {} } },
      2,
    ],
    ['{ order(id: "x") { customer { id } } }', { order: null }, 0],
    ['{ order(id: "x") { refunds(first: 9) { id } } }', { order: { refunds: [{}, {}] } }, 3],
    ['mutation { tagsAdd(id: "x", tags: []) { node { id } } }', { tagsAdd: { node: {} } }, 10],
  ])('of %s counts what came back', (query, data, cost) => {
    expect(costOf(query).actual(data)).toBe(cost);
  });
});

describe('the cost bucket', () => {
  const page = '{ products(first: 250) { nodes { id } } }';
  const bucket = { maximumAvailable: 300, restoreRate: 50 };

  it('pays what was used and gives back what was only asked for', async () => {
    const { ask } = openTestShop({ bucket });

    const { extensions, data } = await ask(page);

    expect(data.products.nodes).toHaveLength(125);
    expect(extensions.cost).toEqual({
      requestedQueryCost: 252,
      actualQueryCost: 127,
      throttleStatus: { maximumAvailable: 300, restoreRate: 50, currentlyAvailable: 173 },
    });
  });

  it('throttles what it cannot pay, with HTTP 200 and without data, and refills by the clock', async () => {
    const { ask, clock } = openTestShop({ bucket });
    await ask(page);

    const throttled = await ask(page);
    expect(throttled.status).toBe(200);
    expect(throttled).not.toHaveProperty('data');
    expect(throttled.errors).toEqual([
      { message: 'Throttled', extensions: { code: 'THROTTLED', documentation: expect.stringMatching(/^https:/) } },
    ]);
    expect(throttled.extensions.cost).toMatchObject({ requestedQueryCost: 252, actualQueryCost: null });

    const { requestedQueryCost, throttleStatus } = throttled.extensions.cost;
    const waitMs = ((requestedQueryCost - throttleStatus.currentlyAvailable) / throttleStatus.restoreRate) * 1000;
    await clock.advance(waitMs - 100);
    expect((await ask(page)).errors[0].extensions.code).toBe('THROTTLED');
    await clock.advance(100);
    expect((await ask(page)).data.products.nodes).toHaveLength(125);
  });

  it('never holds more than it can', async () => {
    const { ask, clock } = openTestShop({ bucket });
    await clock.advance(3_600_000);

    expect((await ask('{ shop { name } }')).extensions.cost.throttleStatus.currentlyAvailable).toBe(299);
  });

  it('refuses a query above 1000 points for nothing', async () => {
    const { ask } = openTestShop();

    const { errors, data } = await ask('{ products(first: 250) { nodes { variants(first: 100) { nodes { id } } } } }');

    expect(data).toBeUndefined();
    expect(errors[0].extensions).toMatchObject({ code: 'MAX_COST_EXCEEDED', cost: 25_752, maxCost: 1000 });
    expect((await ask('{ shop { name } }')).extensions.cost.throttleStatus.currentlyAvailable).toBe(1999);
  });

  it('looks empty to a request that is made to be throttled', async () => {
    const { ask } = openTestShop();

    const { extensions } = await ask(page, {}, { 'x-emulator-fault': 'throttle' });

    expect(extensions.cost).toMatchObject({ requestedQueryCost: 252, actualQueryCost: null });
    expect(extensions.cost.throttleStatus.currentlyAvailable).toBe(0);
  });
});
