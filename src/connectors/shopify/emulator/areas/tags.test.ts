import { describe, expect, it } from 'vitest';
import { openTestShop } from '../../../../../test/support/shopify-shop.ts';

const id = 'gid://shopify/Product/8100000000001';
const read = `{ product(id: "${id}") { tags } }`;

describe('tags', () => {
  it('are added once, in any spelling, and taken away', async () => {
    const { ask } = openTestShop();
    const tag = (field: string, tags: string[]) =>
      ask(
        `mutation T($tags: [String!]!) { ${field}(id: "${id}", tags: $tags) { node { ... on Product { tags } } userErrors { message } } }`,
        { tags },
      );
    const before: string[] = (await ask(read)).data.product.tags;

    const added = await tag('tagsAdd', ['autumn', 'AUTUMN', 'Strong, Bold', before[0]!.toUpperCase()]);
    expect(new Set(added.data.tagsAdd.node.tags)).toEqual(new Set([...before, 'autumn', 'Strong', 'Bold']));
    const removed = await tag('tagsRemove', ['Autumn', 'strong', 'bold']);
    expect(new Set(removed.data.tagsRemove.node.tags)).toEqual(new Set(before));
  });

  it.each(['Order', 'Customer'])('can be given to an %s', async (type) => {
    const { ask } = openTestShop();
    const name = type === 'Order' ? 'orders' : 'customers';
    const { data } = await ask(`{ ${name}(first: 1) { nodes { id } } }`);

    const added = await ask(
      `mutation { tagsAdd(id: "${data[name].nodes[0].id}", tags: ["seen"]) { node { ... on ${type} { tags } } } }`,
    );

    expect(added.data.tagsAdd.node.tags).toContain('seen');
    const found = await ask(`{ ${name}(first: 5, query: "tag:seen") { nodes { id } } }`);
    expect(found.data[name].nodes).toEqual(data[name].nodes);
  });
});
