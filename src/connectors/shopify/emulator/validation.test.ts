import { describe, expect, it } from 'vitest';
import { openTestShop } from '../../../../test/support/shopify-shop.ts';

const { ask } = openTestShop();

describe('a document that is wrong', () => {
  it('is answered as Shopify answers a field that does not exist', async () => {
    const { status, data, errors } = await ask(
      'query {\n  products(first: 10) {\n    nodes {\n      id\n      invalidField\n    }\n  }\n}',
    );

    expect(status).toBe(200);
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message: "Field 'invalidField' doesn't exist on type 'Product'",
        locations: [{ line: 5, column: 7 }],
        path: ['query', 'products', 'nodes', 'invalidField'],
        extensions: { code: 'undefinedField', typeName: 'Product', fieldName: 'invalidField' },
      },
    ]);
  });

  it.each([
    ['query Named { a: shop { b: bogus } }', 'undefinedField', ['query Named', 'a', 'b']],
    [
      'fragment F on Product { bogus } { product(id: "gid://shopify/Product/1") { ...F } }',
      'undefinedField',
      ['fragment F', 'bogus'],
    ],
    ['{ products(first: 1, colour: "red") { nodes { id } } }', 'argumentNotAccepted', ['query', 'products', 'colour']],
    ['{ product { id } }', 'missingRequiredArguments', ['query', 'product']],
    ['{ shop }', 'selectionMismatch', ['query', 'shop']],
    ['{ shop { name { first } } }', 'selectionMismatch', ['query', 'shop', 'name']],
    ['mutation { bogus }', 'undefinedField', ['mutation', 'bogus']],
  ])('%s gives %s', async (query, code, path) => {
    const { errors } = await ask(query);

    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ path, extensions: { code } });
  });

  it.each([
    '{ products(',
    '',
    'query A { shop { name } } query B { shop { name } }',
    '{ shop { name } } fragment Unused on Shop { id }',
  ])('never runs: %j', async (query) => {
    const { errors, data } = await ask(query);

    expect(errors.length).toBeGreaterThan(0);
    expect(data).toBeUndefined();
  });

  it('is told apart from a variable that is wrong', async () => {
    const { errors } = await ask('query Q($id: ID!) { product(id: $id) { id } }', {});

    expect(errors[0]).toMatchObject({
      extensions: { code: 'INVALID_VARIABLE' },
      message: 'Variable $id of type ID! was provided invalid value',
    });
  });

  it.each([
    ['{ product(id: "12") { id } }', {}, 'argumentLiteralsIncompatible'],
    ['mutation { productUpdate(product: { id: "12" }) { product { id } } }', {}, 'argumentLiteralsIncompatible'],
    ['{ nodes(ids: ["gid://shopify/Product/1", "12"]) { id } }', {}, 'argumentLiteralsIncompatible'],
    ['query Q($id: ID!) { product(id: $id) { id } }', { id: '12' }, 'INVALID_VARIABLE'],
    [
      'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: ['gid://shopify/Product/1', '12'] },
      'INVALID_VARIABLE',
    ],
    [
      'mutation M($p: ProductUpdateInput!) { productUpdate(product: $p) { product { id } } }',
      { p: { id: '12' } },
      'INVALID_VARIABLE',
    ],
  ])('never runs with an id that is none: %s %j', async (query, variables, code) => {
    const { errors, data } = await ask(query, variables);

    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions.code).toBe(code);
    expect(JSON.stringify(errors[0])).toContain("Invalid global id '12'");
  });
});

describe('searches', () => {
  it('are warned of in extensions, with the path of their field, and find everything', async () => {
    const { data, extensions } = await ask('{ found: products(first: 250, query: "colour:red") { nodes { id } } }');

    expect(data.found.nodes).toHaveLength(125);
    expect(extensions.search).toEqual([
      {
        path: ['found'],
        query: 'colour:red',
        parsed: { field: 'colour', match_all: 'red' },
        warnings: [{ field: 'colour', message: 'Invalid search field for this query.' }],
      },
    ]);
  });

  it('are reported without warnings only when asked for', async () => {
    const query = '{ products(first: 1, query: "tag:tea") { nodes { id } } }';

    expect((await ask(query)).extensions.search).toBeUndefined();
    expect((await ask(query, {}, { 'shopify-search-query-debug': '1' })).extensions.search).toHaveLength(1);
  });

  it('find orders by what people ask for', async () => {
    const names = async (query: string) => {
      const { data, extensions } = await ask(
        'query($q: String) { orders(first: 250, query: $q) { nodes { name displayFinancialStatus createdAt } } }',
        { q: query },
      );
      expect(extensions.search).toBeUndefined();
      return data.orders.nodes as { name: string; displayFinancialStatus: string; createdAt: string }[];
    };

    expect((await names('name:#1500')).map(({ name }) => name)).toEqual(['#1500']);
    expect((await names('name:1500')).map(({ name }) => name)).toEqual(['#1500']);
    const refunded = await names('financial_status:refunded AND created_at:>=2026-01-01');
    expect(refunded.length).toBeGreaterThan(5);
    expect(refunded.every((order) => order.displayFinancialStatus === 'REFUNDED' && order.createdAt >= '2026')).toBe(
      true,
    );
    expect((await names('fulfillment_status:unshipped status:open')).length).toBeGreaterThan(0);
  });
});
