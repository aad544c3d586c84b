import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['shopify_list_products', 'shopify_get_product', 'shopify_search_orders'];

describe('nearest', () => {
  it('finds what was meant by a slip of the finger', () => {
    expect(nearest('shopify_list_product', known)).toBe('shopify_list_products');
    expect(nearest('Shopify_Get_Product', known)).toBe('shopify_get_product');
  });

  it('suggests nothing for what is far from everything, or long enough to be an attack', () => {
    expect(nearest('delete_everything', known)).toBeUndefined();
    expect(nearest('shopify_list_products'.repeat(1_000), known)).toBeUndefined();
  });
});
