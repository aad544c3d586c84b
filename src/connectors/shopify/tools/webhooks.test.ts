import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { listWebhooks } from './list-webhooks.ts';

const NEW = { topic: 'refunds_create', uri: 'https://hooks.example.com/refunds' };

describe('webhooks', () => {
  it('are made, listed by topic, and ended once', async () => {
    const shop = connectShop();

    const { webhook } = await shop.call(createWebhook, { ...NEW, fields: ['id'], filter: 'id:*' });
    const { webhooks } = await shop.call(listWebhooks, { topic: NEW.topic });
    const ended = await shop.call(deleteWebhook, { id: webhook.id });
    const again = await shop.call(deleteWebhook, { id: webhook.id });

    expect(webhook).toMatchObject({ ...NEW, fields: ['id'], filter: 'id:*', format: 'json' });
    expect(webhooks).toEqual([webhook]);
    expect([ended.deleted, again.deleted]).toEqual([true, false]);
    expect((await shop.call(listWebhooks, { topic: NEW.topic })).webhooks).toEqual([]);
    expect(shop.sent.filter(({ name }) => name === 'DeleteWebhook')).toHaveLength(1);
  });

  it('are paged', async () => {
    const shop = connectShop();
    const first = await shop.call(listWebhooks, { limit: 1 });
    const second = await shop.call(listWebhooks, { limit: 1, cursor: first.nextCursor });

    expect([...first.webhooks, ...second.webhooks].map(({ topic }) => topic)).toEqual([
      'orders_create',
      'app_uninstalled',
    ]);
    expect(second.nextCursor).toBeUndefined();
  });

  it('that there are already, and topics that the app may not read, are refused', async () => {
    const shop = connectShop({ scopes: ['read_products'] });
    await shop.call(createWebhook, { ...NEW, topic: 'products_update' });

    await expect(shop.call(createWebhook, { ...NEW, topic: 'products_update' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'webhookSubscription.uri', message: expect.stringContaining('taken') }] },
    });
    await expect(shop.call(createWebhook, NEW)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'topic', message: expect.stringContaining('read_orders') }], sent: 'no' },
    });
  });

  it.each([
    { ...NEW, topic: 'orders/create' },
    { ...NEW, topic: 'ORDERS_CREATE' },
    { ...NEW, topic: 'constructor' },
    { ...NEW, uri: 'http://hooks.example.com/' },
    { ...NEW, uri: 'https://user:pass@hooks.example.com/' },
    { ...NEW, uri: 'https://127.0.0.1/' },
    { ...NEW, uri: 'https://[::1]/' },
    { ...NEW, uri: 'https://localhost/' },
    { ...NEW, uri: 'https://hooks.example.com/\r\nx' },
    { ...NEW, uri: 'pubsub://project:topic' },
    { ...NEW, fields: [] },
    { topic: NEW.topic },
  ])('refuse %j', (input) => {
    expect(createWebhook.input.safeParse(input).success).toBe(false);
  });
});
