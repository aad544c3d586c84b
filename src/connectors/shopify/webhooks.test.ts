import { describe, expect, it } from 'vitest';
import { shopifyWebhooks } from './webhooks.ts';

const delivery = (headers: Record<string, string>, body = '{}') => ({ headers, body: Buffer.from(body) });
const GID = 'gid://shopify/Product/788032119674292922';

describe('a delivery of Shopify', () => {
  it.each([
    [
      'products/update',
      `{"id":788032119674292922,"admin_graphql_api_id":"${GID}"}`,
      { topic: 'products.updated', subject: GID },
    ],
    ['orders/create', '{"id":820982}', { topic: 'orders.created', subject: '820982' }],
    ['orders/cancelled', '{"id":"1"}', { topic: 'orders.cancelled', subject: '1' }],
    ['products/delete', '{"id":788032119674292922}', { topic: 'products.deleted' }],
    ['inventory_levels/update', '{"inventory_item_id":1}', { topic: 'inventory.updated' }],
    ['PRODUCTS/UPDATE', 'no JSON', { topic: 'products.updated' }],
    ['products/update', '[]', { topic: 'products.updated' }],
    ['products/update', '{"id":{"$ne":1}}', { topic: 'products.updated' }],
    ['', '{}', { topic: 'unknown' }],
    ['../../etc', '{}', { topic: 'unknown' }],
    ['products/update\r\nx: y', '{}', { topic: 'unknown' }],
  ])('about %j with %s is told as an event', (topic, body, event) => {
    for (const prefix of ['x-shopify-', 'shopify-']) {
      expect(shopifyWebhooks.toEvents(delivery({ [`${prefix}topic`]: topic }, body))).toEqual([event]);
    }
  });

  it('has the id by which Shopify sends it again, under the older and the newer name', () => {
    expect(shopifyWebhooks.deliveryId(delivery({ 'x-shopify-webhook-id': 'a' }))).toBe('a');
    expect(shopifyWebhooks.deliveryId(delivery({ 'shopify-webhook-id': 'b' }))).toBe('b');
    expect(shopifyWebhooks.deliveryId(delivery({}))).toBeUndefined();
  });
});
