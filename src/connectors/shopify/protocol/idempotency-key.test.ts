import { describe, expect, it } from 'vitest';
import { toShopifyKey } from './idempotency-key.ts';

describe('a key for Shopify', () => {
  it('is a UUID that the same key always gives, and no other', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

    expect(toShopifyKey('order 7')).toMatch(uuid);
    expect(toShopifyKey('order 7')).toBe(toShopifyKey('order 7'));
    expect(toShopifyKey('order 7')).not.toBe(toShopifyKey('order 8'));
  });

  it('is a new one where the call has none', () => {
    expect(toShopifyKey(undefined)).not.toBe(toShopifyKey(undefined));
  });
});
