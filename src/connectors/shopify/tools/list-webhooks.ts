import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { topicField } from '../input/webhook-topics.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { ShopifyWebhook, toWebhook, WEBHOOK, WEBHOOK_PARTS_COST, Webhook } from '../shapes/webhook.ts';

export const listWebhooksQuery = defineQuery(
  `query ListWebhooks($first: Int!, $after: String, $topics: [WebhookSubscriptionTopic!]) {
    webhookSubscriptions(first: $first, after: $after, topics: $topics) {
      nodes ${WEBHOOK}
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ webhookSubscriptions: z.object({ nodes: z.array(ShopifyWebhook), pageInfo: PageInfo }) }),
);

/** `shopify_list_webhooks`: what this app has itself told of. */
export const listWebhooks = defineTool({
  name: 'shopify_list_webhooks',
  title: 'List webhooks',
  description:
    'Lists the webhooks that this connection’s own app has subscribed to at the Shopify shop: topic, address, filter. Those ' +
    'of other apps, and those set in the app’s own configuration, are not shown.',
  effect: 'read',
  permission: 'shopify.webhooks.read',
  feature: 'shopify-advanced',
  scopes: [],
  input: z.object({
    topic: topicField('Only of this topic.').optional(),
    limit: limitField('webhooks', 100, 50),
    cursor: cursorField('nextCursor'),
  }),
  output: z.object({
    webhooks: z.array(Webhook).describe('The webhooks.'),
    nextCursor: nextCursorField('webhooks', 'cursor'),
  }),
  list: 'webhooks',
  cost: ({ limit }) => 2 + limit * (1 + WEBHOOK_PARTS_COST),
  examples: [
    { title: 'All', input: {} },
    { title: 'Of one topic', input: { topic: 'orders_create' } },
  ],

  async run({ topic, limit, cursor }, upstream: ShopifyUpstream) {
    const { data } = await upstream.query(listWebhooksQuery, {
      first: limit,
      after: cursor,
      topics: topic === undefined ? undefined : [topic.toUpperCase()],
    });
    const { nodes, pageInfo } = data.webhookSubscriptions;
    return { webhooks: nodes.map(toWebhook), nextCursor: nextCursorOf(pageInfo) };
  },
});
