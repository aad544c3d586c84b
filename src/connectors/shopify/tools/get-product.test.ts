import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { hiddenMedia } from '../shapes/product-detail.ts';
import { getProduct } from './get-product.ts';

const ID = '8100000000010';

describe('getting a product', () => {
  it('gives the same by number, by global id and by handle', async () => {
    const shop = connectShop();
    const byNumber = await shop.call(getProduct, { id: ID });
    const byGid = await shop.call(getProduct, { id: `gid://shopify/Product/${ID}` });
    const byHandle = await shop.call(getProduct, { handle: byNumber.product.handle });

    expect(byNumber.product.id).toBe(`gid://shopify/Product/${ID}`);
    expect(byNumber.variants.length).toBeGreaterThan(1);
    expect(byNumber.variants[0]).toMatchObject({ price: { currency: 'EUR' }, inventoryTracked: true });
    expect([byGid, byHandle]).toEqual([byNumber, byNumber]);
  });

  it('pages its variants', async () => {
    const shop = connectShop();
    const { variants: all } = await shop.call(getProduct, { id: ID });
    const first = await shop.call(getProduct, { id: ID, variantLimit: 1 });
    const rest = await shop.call(getProduct, { id: ID, variantCursor: first.nextVariantCursor });

    expect([...first.variants, ...rest.variants]).toEqual(all);
    expect(rest.nextVariantCursor).toBeUndefined();
  });

  it('says how many of its pictures are not shown, and nothing where all are', async () => {
    const { product, notices } = await connectShop().call(getProduct, { id: ID });
    const nodes = product.media.map(({ id }) => ({ id, mediaContentType: 'IMAGE' }));

    expect([product.mediaCount, notices]).toEqual([product.media.length, undefined]);
    expect(hiddenMedia({ media: { nodes }, mediaCount: { count: nodes.length + 3 } })).toContain(
      `${nodes.length} of ${nodes.length + 3} pictures`,
    );
  });

  it('that does not exist is not found', async () => {
    const shop = connectShop();

    await expect(shop.call(getProduct, { id: '404' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(shop.call(getProduct, { handle: 'no-such-tea' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([{}, { id: ID, handle: 'x' }, { id: 'gid://shopify/Order/1' }, { id: ID, colour: 'red' }])(
    'refuses %j',
    (input) => {
      expect(getProduct.input.safeParse(input).success).toBe(false);
    },
  );
});
