import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { queryGraphql } from './query-graphql.ts';

const ask = (input: Record<string, unknown>) => {
  const shop = connectShop();
  const answer = shop.call(queryGraphql, input);
  return { shop, answer, refusal: answer.then(String, (error: unknown) => error) };
};

describe('a query of one’s own', () => {
  it('is answered as JSON, and costs what was computed before', async () => {
    const query = 'query Q($n: Int!) { products(first: $n) { nodes { id seo { title } } } shop { name } }';
    const { shop, answer } = ask({ query, variables: '{"n":3}' });

    const { data, cost } = await answer;

    expect(JSON.parse(data).products.nodes).toHaveLength(3);
    expect(shop.sent.map(({ requestedCost }) => requestedCost)).toEqual([cost]);
  });

  it.each([
    [
      'a mutation',
      'mutation M { productDelete(input: {id: "gid://shopify/Product/1"}) { deletedProductId } }',
      /only reads/,
    ],
    ['a subscription', 'subscription S { shop { name } }', /only reads/],
    ['two operations', 'query A { shop { name } } query B { shop { name } }', /one operation/],
    ['no name', '{ shop { name } }', /name/],
    ['customers', 'query C { customers(first: 1) { nodes { email } } }', /catalogue/],
    ['orders', 'query O { orders(first: 1) { nodes { name } } }', /catalogue/],
    ['orders through a node', 'query N { node(id: "gid://shopify/Order/1") { ... on Order { email } } }', /catalogue/],
    [
      'search across all',
      'query S { shop { search(first: 5, query: "a") { edges { node { title } } } } }',
      /catalogue/,
    ],
    ['a deprecated field', 'query D { products(first: 1) { nodes { bodyHtml } } }', /catalogue/],
    ['the schema', 'query I { __schema { types { name } } }', /__schema/],
    ['a wrong argument', 'query W { products(first: "many") { nodes { id } } }', /Int/],
    ['what is no GraphQL', 'query {{{', /Syntax/],
    ['too dear', 'query T { products(first: 250) { nodes { variants(first: 100) { nodes { id } } } } }', /points/],
    [
      'fragments in a ring',
      'query F { shop { ...A } } fragment A on Shop { ...B } fragment B on Shop { ...A }',
      /itself/,
    ],
  ])('is not sent: %s', async (_what, query, said) => {
    const { shop, refusal } = ask({ query });

    expect(await refusal).toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(said),
      details: { sent: 'no' },
    });
    expect(shop.sent).toEqual([]);
  });

  it('is not sent when it is too deep, too long, or dearer than allowed', async () => {
    const deep = `query D { ${'collections(first: 1) { nodes { products(first: 1) { nodes { '.repeat(4)} id ${'} } } } '.repeat(4)} }`;
    const many = `query M { shop { ${Array.from({ length: 400 }, (_, index) => `a${index}: name`).join(' ')} } }`;
    const dear = { query: 'query P { products(first: 50) { nodes { id } } }', costMax: 10 };

    expect(await ask({ query: deep }).refusal).toMatchObject({ message: expect.stringContaining('deep') });
    expect(await ask({ query: many }).refusal).toMatchObject({ message: expect.stringContaining('fields') });
    expect(await ask(dear).refusal).toMatchObject({ message: expect.stringContaining('52 points') });
  });

  it.each(['[1]', 'null', '{"n":', '{"n":"x"}', '{}'])('is not sent with the variables %s', async (variables) => {
    const query = 'query Q($n: Int!) { products(first: $n) { nodes { id } } }';

    expect(await ask({ query, variables }).refusal).toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'variables' }] },
    });
  });

  it('with a search that Shopify half understands is refused', async () => {
    const query = 'query S { products(first: 1, query: "colour_of_lid:red") { nodes { id } } }';

    expect(await ask({ query }).refusal).toMatchObject({ code: 'upstream_rejected' });
  });
});
