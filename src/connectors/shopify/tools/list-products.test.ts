import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { sharedData } from '../../../../test/support/shared-data.ts';
import { ShopifyProductSummary, toProductSummary } from '../shapes/product-summary.ts';
import { listProducts } from './list-products.ts';

describe('listing products', () => {
  it('goes through the whole catalogue page by page, each product once', async () => {
    const shop = connectShop();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(listProducts, { limit: 40, cursor, sortBy: 'title', descending: false });
      ids.push(...page.products.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(ids.length).toBeGreaterThanOrEqual(120);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('obeys every filter', async () => {
    const shop = connectShop();
    const { products: drafts } = await shop.call(listProducts, { status: 'draft' });
    const { products: all } = await shop.call(listProducts, { limit: 100 });
    const { productType, vendor, tags } = all.find((product) => product.tags.length > 0)!;

    const { products } = await shop.call(listProducts, { productType, vendor, tag: tags[0] });

    expect(drafts.length).toBeGreaterThan(0);
    expect(drafts.every(({ status }) => status === 'draft')).toBe(true);
    expect(products.length).toBeGreaterThan(0);
    expect(products.every((product) => product.productType === productType && product.vendor === vendor)).toBe(true);
    expect(products.every((product) => product.tags.includes(tags[0]!))).toBe(true);
  });

  it('sorts newest first unless asked otherwise', async () => {
    const shop = connectShop();
    const { products } = await shop.call(listProducts, { sortBy: 'created_at', limit: 20 });
    const created = products.map(({ createdAt }) => createdAt);

    expect(created).toEqual(created.toSorted().reverse());
  });

  it('takes operators in a text for words', async () => {
    const shop = connectShop();

    const { products } = await shop.call(listProducts, { tag: 'x" OR status:active OR tag:"y' });

    expect(products).toEqual([]);
    expect(shop.sent[0]?.variables.query).toBe(`tag:'x" OR status:active OR tag:"y'`);
  });

  it('refuses a cursor of another place before or at Shopify', async () => {
    const shop = connectShop();

    await expect(shop.call(listProducts, { cursor: 'no cursor!' })).rejects.toThrow(/nextCursor/);
    await expect(shop.call(listProducts, { cursor: 'bm9uc2Vuc2U=' })).rejects.toMatchObject({
      code: 'upstream_rejected',
    });
  });

  it('without the scope is the operator’s fault, and names it', async () => {
    const shop = connectShop({ scopes: ['read_orders'] });

    await expect(shop.call(listProducts, {})).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('read_products'),
    });
  });

  const sample = sharedData('artifacts', 'shopify', 'products-with-next-page.json');
  it.skipIf(!sample)('keeps all that a recorded answer of Shopify says (skipped where the sample is absent)', () => {
    const { products } = JSON.parse(readFileSync(sample!, 'utf8')).data;
    const [product] = products.nodes;

    expect(toProductSummary(ShopifyProductSummary.parse(product))).toEqual({
      id: 'gid://shopify/Product/123456789',
      title: 'Test Product',
      handle: 'test-product',
      status: 'active',
      productType: 'Apparel',
      vendor: 'Test Vendor',
      tags: ['summer', 'sale'],
      totalInventory: 100,
      priceRange: { min: { amount: '19.99', currency: 'USD' }, max: { amount: '49.99', currency: 'USD' } },
      seo: { title: 'Test Product - Best Quality', description: 'Shop the best test product' },
      featuredImage: { url: 'https://cdn.shopify.com/test-product.jpg', alt: 'Test product image' },
      onlineStoreUrl: 'https://test-store.myshopify.com/products/test-product',
      createdAt: '2024-01-15T10:30:00Z',
      updatedAt: '2024-01-20T14:45:00Z',
      publishedAt: '2024-01-15T12:00:00Z',
    });
  });
});
