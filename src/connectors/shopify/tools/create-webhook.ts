import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { lineField } from '../input/plain-text.ts';
import { webAddressField } from '../input/web-address.ts';
import { topicField } from '../input/webhook-topics.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { webhooksToQuery } from '../read-backs/webhook.ts';
import { ShopifyWebhook, toWebhook, WEBHOOK, WEBHOOK_PARTS_COST, Webhook } from '../shapes/webhook.ts';

export const createWebhookMutation = defineMutation(
  `mutation CreateWebhook($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
      webhookSubscription ${WEBHOOK}
      userErrors { field message }
    }
  }`,
  z.object({
    webhookSubscriptionCreate: z.object({ webhookSubscription: ShopifyWebhook.nullable(), userErrors: UserErrors }),
  }),
);

/** `shopify_create_webhook`: has Shopify tell an address of what happens. */
export const createWebhook = defineTool({
  name: 'shopify_create_webhook',
  title: 'Create a webhook',
  description:
    'Has Shopify send what happens in the shop, data of customers included, to an https address: only to one that the ' +
    'person named. The app needs the scope that reads what the topic tells of.',
  effect: 'write',
  permission: 'shopify.webhooks.write',
  feature: 'shopify-advanced',
  scopes: [],
  input: z.object({
    topic: topicField('What to tell of, like orders_create.'),
    uri: webAddressField('Where to.'),
    filter: lineField(500, 'Only what matches this search of Shopify’s.').optional(),
    fields: z.array(lineField(255, 'Field.')).min(1).max(100).optional().describe('Only these fields.'),
  }),
  output: z.object({ webhook: Webhook.describe('The webhook.') }),
  cost: () => 10 + WEBHOOK_PARTS_COST,
  examples: [
    { title: 'New orders', input: { topic: 'orders_create', uri: 'https://hooks.example.com/orders' } },
    {
      title: 'Two fields of products that changed',
      input: { topic: 'products_update', uri: 'https://hooks.example.com/products', fields: ['id', 'updated_at'] },
    },
  ],

  async run({ topic, uri, filter, fields }, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(createWebhookMutation, {
      topic: topic.toUpperCase(),
      webhook: { uri, format: 'JSON', filter, includeFields: fields },
    });
    const { webhookSubscription, userErrors } = data.webhookSubscriptionCreate;
    refuseUserErrors(userErrors);
    if (webhookSubscription === null) throw unconfirmed();
    return { webhook: toWebhook(webhookSubscription) };
  },

  async readBack({ topic, uri, filter, fields }, upstream: ShopifyUpstream, { write }) {
    const { data } = await upstream.query(webhooksToQuery, { topics: [topic.toUpperCase()], uri });
    // Shopify takes a topic once for each address.
    const found = data.webhookSubscriptions.nodes.find((webhook) => webhook.uri === uri);
    const holds =
      found !== undefined &&
      (found.filter ?? '') === (filter ?? '') &&
      (fields === undefined || fields.every((field) => found.includeFields.includes(field)));
    const output = found && { webhook: toWebhook(found) };
    return stateFound(
      { what: 'The webhook of the topic to the address', holds, changedAt: found?.createdAt, output },
      write,
    );
  },
});
