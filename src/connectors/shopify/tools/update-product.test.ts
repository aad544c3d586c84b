import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getProduct } from './get-product.ts';
import { listCollections } from './list-collections.ts';
import { updateProduct } from './update-product.ts';

const id = '8100000000010';

describe('updating a product', () => {
  it('changes what is given and leaves the rest', async () => {
    const shop = connectShop();
    const { product: was } = await shop.call(getProduct, { id });

    const { product: is, notices } = await shop.call(updateProduct, { id, vendor: 'Somebody', status: 'draft' });

    expect(is).toMatchObject({ title: was.title, vendor: 'Somebody', status: 'draft', tags: was.tags });
    expect(notices).toBeUndefined();
  });

  it('adds and removes tags, and twice is the same as once', async () => {
    const shop = connectShop();
    const change = { id, addTags: ['autumn'], removeTags: ['vanilla'] };

    const { product } = await shop.call(updateProduct, change);
    const again = await shop.call(updateProduct, change);

    expect(product.tags).toContain('autumn');
    expect(product.tags).not.toContain('vanilla');
    expect(again.product.tags).toEqual(product.tags);
  });

  it('moves it between hand-picked collections', async () => {
    const shop = connectShop();
    const within = async () => (await shop.call(listCollections, { productId: id, type: 'custom' })).collections.length;
    const before = await within();

    await shop.call(updateProduct, { id, joinCollections: ['8100000000006'] });
    const joined = await within();
    await shop.call(updateProduct, { id, leaveCollections: ['gid://shopify/Collection/8100000000006'] });

    expect([joined, await within()]).toEqual([before + 1, before]);
  });

  it('is refused in Shopify’s words: another’s handle, a smart collection, a product that is not there', async () => {
    const shop = connectShop();
    const refusal = (input: Record<string, unknown>) =>
      shop.call(updateProduct, input).catch((error: unknown) => error);

    expect(await refusal({ id, handle: 'harbour-breakfast' })).toMatchObject({
      details: { issues: [{ path: 'handle' }] },
    });
    expect(await refusal({ id, joinCollections: ['8100000000001'] })).toMatchObject({ code: 'upstream_rejected' });
    expect(await refusal({ id: '404', title: 'New' })).toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
  });

  it('tells of a part that was refused while another was done', async () => {
    const shop = connectShop();

    const { product, notices } = await shop.call(updateProduct, { id, handle: 'harbour-breakfast', addTags: ['seen'] });

    expect(product.tags).toContain('seen');
    expect(notices).toEqual([expect.stringContaining('already in use')]);
  });

  it.each([
    { id },
    { id: 'gid://shopify/Order/1', title: 'x' },
    { id: '1" OR id:2', title: 'x' },
    { id, status: 'ACTIVE' },
    { id, addTags: [] },
    { id, title: 'a\r\nb' },
    { id, seo: {} },
  ])('refuses %j', (input) => {
    expect(updateProduct.input.safeParse(input).success).toBe(false);
  });
});
