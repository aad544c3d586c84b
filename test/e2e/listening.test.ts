import type { Client } from '@modelcontextprotocol/client';
import { expect, it } from 'vitest';
import { connectClient, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';
import { signatureOf } from '../support/webhook-server.ts';

const SECRET = 'hush-client-secret';
const FEED = 'mcp-platform://events/shopify/default';
/** A live connection, for which webhooks come in; nobody calls it here. */
const SHOP = {
  SHOPIFY_SHOP: 'acme.myshopify.com',
  SHOPIFY_CLIENT_ID: 'client-1',
  SHOPIFY_CLIENT_SECRET: SECRET,
};

async function deliver({ url }: PlatformProcess, id: string, body = '{"id":8100000000001,"title":"Grün"}') {
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': 'products/update',
    'x-shopify-webhook-id': id,
    'x-shopify-hmac-sha256': signatureOf(SECRET, body),
  };
  const reply = await fetch(`${url}/webhooks/shopify/default`, { method: 'POST', headers, body });
  expect(reply.status).toBe(200);
}

async function feedOf(client: Client) {
  const { contents } = await client.readResource({ uri: FEED });
  return JSON.parse((contents[0] as { text: string }).text);
}

it('who listens hears what a vendor reports, reads it, and is let go when the key or the platform ends', async () => {
  await using platform = await startPlatform({ settings: SHOP });
  const rest = restOf(platform, platform.key);
  const { id, key } = await rest.newKey('viewer');
  await using admin = await connectClient(platform, platform.key, '2026-07-28');
  await using viewer = await connectClient(platform, key, '2026-07-28');
  const heard: string[] = [];
  viewer.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
  expect((await viewer.listResources()).resources).toEqual([
    expect.objectContaining({ uri: FEED, title: 'What Shopify reported' }),
  ]);
  expect(await feedOf(viewer)).toEqual({ connection: 'shopify/default', events: [] });
  const listening = await viewer.listen({ resourceSubscriptions: [FEED] });
  const staying = await admin.listen({ toolsListChanged: true, resourceSubscriptions: [FEED] });
  expect(listening.honoredFilter).toEqual({ resourceSubscriptions: [FEED] });

  await deliver(platform, 'd1');
  await expect.poll(() => heard).toEqual([FEED]);
  await deliver(platform, 'd1');
  await deliver(platform, 'd2', '{"id":2}');
  await expect.poll(() => heard).toEqual([FEED, FEED]);
  const { events } = await feedOf(viewer);
  expect(events).toEqual([
    { receivedAt: expect.any(String), topic: 'products.updated', subject: expect.stringContaining('2') },
    { receivedAt: expect.any(String), topic: 'products.updated', subject: expect.stringContaining('8100000000001') },
  ]);
  expect(JSON.stringify(events)).not.toContain('Grün');

  await rest.act('keys.revoke', { id });
  expect(await listening.closed).toBe('graceful');
  const asked = performance.now();
  platform.signal('SIGTERM');
  expect(await staying.closed).toBe('graceful');
  expect(await platform.ended).toEqual({ code: 0, signal: null });
  // A stream is no call that a stop would have to wait for.
  expect(performance.now() - asked).toBeLessThan(5_000);
});

it('who may not use a connection neither sees its events nor hears of them', async () => {
  await using platform = await startPlatform({ settings: SHOP });
  const { key } = await restOf(platform, platform.key).act('keys.create', {
    name: 'search only',
    role: 'viewer',
    connections: ['search-console/default'],
  });
  await using client = await connectClient(platform, key, '2026-07-28');

  expect((await client.listResources()).resources).toEqual([]);
  await expect(client.readResource({ uri: FEED })).rejects.toMatchObject({ code: -32602 });
  const { honoredFilter } = await client.listen({ toolsListChanged: true, resourceSubscriptions: [FEED] });
  expect(honoredFilter).toEqual({ toolsListChanged: true });
  const rows = (await restOf(platform, platform.key).act('audit.list', { limit: 20 })).rows as object[];
  expect(rows).toContainEqual(
    expect.objectContaining({ kind: 'resource', subject: 'subscriptions/listen', outcome: 'ok' }),
  );
});
