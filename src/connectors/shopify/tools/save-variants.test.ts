import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getProduct } from './get-product.ts';
import { saveVariants } from './save-variants.ts';

const productId = '8100000000010';
const size = (value: string) => [{ name: 'Size', value }];

describe('saving variants', () => {
  it('changes prices, article numbers and barcodes together', async () => {
    const shop = connectShop();

    const { variants } = await shop.call(saveVariants, {
      productId,
      variants: [
        { id: '8100000000028', price: '7.90', compareAtPrice: '9.00' },
        { id: '8100000000029', sku: 'NEW-1', barcode: '4006381333931' },
      ],
    });
    await shop.call(saveVariants, { productId, variants: [{ id: '8100000000028', compareAtPrice: '' }] });

    expect(variants).toMatchObject([{ compareAtPrice: '9.00' }, { sku: 'NEW-1', barcode: '4006381333931' }]);
    const read = await shop.call(getProduct, { id: productId });
    expect(read.variants[0]).toMatchObject({ price: { amount: '7.90' } });
    expect(read.variants[0]?.compareAtPrice).toBeUndefined();
    expect(read.variants[1]?.sku).toBe('NEW-1');
  });

  it('adds variants, and refuses one that there is already', async () => {
    const shop = connectShop();
    const added = { productId, variants: [{ options: size('500 g'), price: '39' }] };

    const { variants } = await shop.call(saveVariants, added);

    expect(variants).toMatchObject([{ title: '500 g' }]);
    expect((await shop.call(getProduct, { id: productId })).variants).toHaveLength(4);
    await expect(shop.call(saveVariants, added)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'variants.0', message: expect.stringContaining('already exists') }] },
    });
  });

  it('saves none when one is refused', async () => {
    const shop = connectShop();
    const before = await shop.call(getProduct, { id: productId });

    await expect(
      shop.call(saveVariants, {
        productId,
        variants: [
          { id: '8100000000028', price: '1' },
          { id: '8100000000001', price: '1' },
        ],
      }),
    ).rejects.toMatchObject({ details: { issues: [{ path: 'variants.1.id' }], sent: 'no' } });

    expect((await shop.call(getProduct, { id: productId })).variants).toEqual(before.variants);
  });

  it.each([
    { productId, variants: [] },
    { productId, variants: [{ price: '1' }] },
    { productId, variants: [{ id: '1', options: size('x') }] },
    { productId, variants: [{ id: '1' }, { options: size('x') }] },
    { productId, variants: [{ id: '1', price: 'NaN' }] },
    { productId, variants: [{ id: '1', weight: 3 }] },
  ])('refuses %j', (input) => {
    expect(saveVariants.input.safeParse(input).success).toBe(false);
  });
});
