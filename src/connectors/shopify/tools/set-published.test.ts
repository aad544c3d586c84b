import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getProduct } from './get-product.ts';
import { setPublished } from './set-published.ts';

const productId = '8100000000010';

describe('publishing', () => {
  it('takes a product out of the online store and puts it back', async () => {
    const shop = connectShop();
    const url = async () => (await shop.call(getProduct, { id: productId })).product.onlineStoreUrl;

    const out = await shop.call(setPublished, { productId, published: false });
    const hidden = await url();
    const back = await shop.call(setPublished, { productId, channel: 'online store', published: true });

    expect([out.published, hidden, back.published]).toEqual([false, undefined, true]);
    expect(await url()).toMatch(/^https:/);
  });

  it('names the channels that there are when one is not', async () => {
    const shop = connectShop();

    await expect(shop.call(setPublished, { productId, channel: 'Amazon', published: true })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'channel', message: 'The shop has: Online Store, Point of Sale.' }], sent: 'no' },
    });
    expect(shop.sent.map(({ name }) => name)).toEqual(['Channels']);
  });

  it('is refused for what is not there, and without the scope', async () => {
    await expect(connectShop().call(setPublished, { collectionId: '404', published: true })).rejects.toMatchObject({
      code: 'upstream_rejected',
    });
    await expect(
      connectShop({ scopes: ['read_publications', 'read_products'] }).call(setPublished, {
        productId,
        published: true,
      }),
    ).rejects.toMatchObject({ code: 'upstream_permission', message: expect.stringContaining('write_publications') });
  });

  it.each([{ published: true }, { productId, collectionId: '1', published: true }, { productId }])(
    'refuses %j',
    (input) => {
      expect(setPublished.input.safeParse(input).success).toBe(false);
    },
  );
});
