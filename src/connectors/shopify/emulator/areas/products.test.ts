import { describe, expect, it } from 'vitest';
import { openTestShop } from '../../../../../test/support/shopify-shop.ts';

const id = 'gid://shopify/Product/8100000000001';
const update = `mutation U($product: ProductUpdateInput!) {
  productUpdate(product: $product) { product { title handle status tags seo { title description } updatedAt } userErrors { field message } }
}`;
const read = `{ product(id: "${id}") { title handle seo { title description } updatedAt tags } }`;

describe('productUpdate', () => {
  it('changes the SEO texts, moves the time of change, and is read back', async () => {
    const { ask, clock } = openTestShop();
    await clock.advance(90_000);

    const { data } = await ask(update, { product: { id, seo: { title: 'New title', description: 'New text' } } });

    expect(data.productUpdate.userErrors).toEqual([]);
    const after = (await ask(read)).data.product;
    expect(after.seo).toEqual({ title: 'New title', description: 'New text' });
    expect(after.updatedAt).toBe('2026-11-22T12:01:30Z');
  });

  it('leaves alone what is not named, and takes an SEO text away that is empty or null', async () => {
    const { ask } = openTestShop();
    await ask(update, { product: { id, seo: { title: 'Kept', description: 'Gone' } } });

    await ask(update, { product: { id, seo: { description: '' } } });
    expect((await ask(read)).data.product.seo).toEqual({ title: 'Kept', description: null });
    await ask(update, { product: { id, seo: { title: null }, vendor: 'Somebody' } });
    expect((await ask(read)).data.product.seo).toEqual({ title: null, description: null });
  });

  it.each([
    [{ id: 'gid://shopify/Product/999', title: 'x' }, ['id'], 'Product does not exist'],
    [{ id: 'gid://shopify/Order/8100000000001', title: 'x' }, ['id'], 'Product does not exist'],
    [{ title: 'x' }, ['id'], 'Product does not exist'],
    [{ id, title: '  ' }, ['title'], "Title can't be blank"],
    [{ id, title: 'x'.repeat(256) }, ['title'], 'Title is too long (maximum is 255 characters)'],
    [
      { id, handle: 'harbour-breakfast' },
      ['handle'],
      "Handle 'harbour-breakfast' already in use. Please provide a new handle.",
    ],
  ])('answers %j with a user error and changes nothing', async (product, field, message) => {
    const { ask } = openTestShop();
    const before = (await ask(read)).data;

    const { data, errors } = await ask(update, { product });

    expect(errors).toBeUndefined();
    expect(data.productUpdate.userErrors).toEqual([{ field, message }]);
    expect((await ask(read)).data).toEqual(before);
  });

  it('refuses a status that does not exist before anything runs', async () => {
    const { errors, data } = await openTestShop().ask(update, { product: { id, status: 'GONE' } });

    expect(data).toBeUndefined();
    expect(errors[0].extensions.code).toBe('INVALID_VARIABLE');
  });

  it('publishes a product that becomes active', async () => {
    const { ask } = openTestShop();
    const { data } = await ask('{ products(first: 1, query: "status:draft") { nodes { id onlineStoreUrl } } }');
    const [draft] = data.products.nodes;

    const changed = await ask(
      'mutation M($p: ProductUpdateInput!) { productUpdate(product: $p) { product { publishedAt onlineStoreUrl } } }',
      {
        p: { id: draft.id, status: 'ACTIVE' },
      },
    );

    expect(draft.onlineStoreUrl).toBeNull();
    expect(changed.data.productUpdate.product).toMatchObject({ publishedAt: '2026-11-22T12:00:00Z' });
  });

  it('stays inside its own shop', async () => {
    await openTestShop().ask(update, { product: { id, title: 'Elsewhere' } });

    expect((await openTestShop().ask(read)).data.product.title).toBe('Larkmoor Breakfast');
  });
});
