import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { createProduct } from './create-product.ts';
import { getProduct } from './get-product.ts';

const sizes = (...values: string[]) =>
  values.map((value) => ({ options: [{ name: 'Size', value }], price: '5.00', sku: `T-${value}` }));

describe('creating a product', () => {
  it('makes a draft with its options and variants, which is read back', async () => {
    const shop = connectShop();

    const { product, variantsCount } = await shop.call(createProduct, {
      title: 'Meadow Blend',
      descriptionHtml: '<p>Hay & clover</p>',
      tags: ['tea'],
      variants: sizes('50 g', '100 g'),
    });

    const read = await shop.call(getProduct, { id: product.id });
    expect([product.status, variantsCount]).toEqual(['draft', 2]);
    expect(read.product.options).toEqual([{ name: 'Size', values: ['50 g', '100 g'] }]);
    expect(read.variants.map(({ sku, price }) => [sku, Number(price.amount)])).toEqual([
      ['T-50 g', 5],
      ['T-100 g', 5],
    ]);
    expect(read.product.onlineStoreUrl).toBeUndefined();
  });

  it('makes a plain product of one variant without options', async () => {
    const shop = connectShop();

    const { product } = await shop.call(createProduct, { title: 'Sieve', variants: [{ price: '3.5', sku: 'SV-1' }] });

    const read = await shop.call(getProduct, { id: product.id });
    expect(read.product.options).toEqual([]);
    expect(read.variants).toMatchObject([{ title: 'Default Title', sku: 'SV-1', price: { currency: 'EUR' } }]);
  });

  it('names the field that Shopify refuses, and makes nothing', async () => {
    const shop = connectShop();
    const twice = { title: 'Twice', handle: 'earl-grey-cream' };

    await expect(shop.call(createProduct, twice)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'input.handle' }], sent: 'no' },
    });
  });

  it.each([
    {},
    { title: ' ' },
    { title: 'a\nb' },
    { title: 'T', variants: [] },
    { title: 'T', variants: [{ price: '1' }, { price: '2' }] },
    { title: 'T', variants: [...sizes('1'), { options: [{ name: 'Colour', value: 'red' }] }] },
    {
      title: 'T',
      variants: [
        {
          options: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      ],
    },
    { title: 'T', variants: [{ price: '-1' }] },
    { title: 'T', variants: [{ price: '1,50' }] },
    { title: 'T', status: 'active' },
  ])('refuses %j before anything is sent', (input) => {
    expect(createProduct.input.safeParse(input).success).toBe(false);
  });
});
