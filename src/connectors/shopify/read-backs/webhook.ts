import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';
import { ShopifyWebhook, WEBHOOK } from '../shapes/webhook.ts';

export const webhooksToQuery = defineQuery(
  `query WebhooksTo($topics: [WebhookSubscriptionTopic!]!, $uri: String!) {
    webhookSubscriptions(first: 10, topics: $topics, uri: $uri) { nodes ${WEBHOOK} }
  }`,
  z.object({ webhookSubscriptions: z.object({ nodes: z.array(ShopifyWebhook) }) }),
);
