import { WEBHOOK_TOPICS } from '../../../src/connectors/shopify/input/webhook-topics.ts';
import type { AreaNames } from './area-names.ts';

/** What the emulator knows of subscriptions to webhooks. */
export const webhooksNames: AreaNames = {
  queries: 'webhookSubscriptions webhookSubscription',
  mutations: 'webhookSubscriptionCreate webhookSubscriptionDelete',
  types: {
    // Some topics came later than the oldest supported version.
    WebhookSubscriptionTopic: [...WEBHOOK_TOPICS].join(' ').toUpperCase(),
    WebhookSubscription:
      'id legacyResourceId topic uri format filter includeFields apiVersion createdAt updatedAt name',
    WebhookSubscriptionInput: 'uri format filter includeFields name',
    WebhookSubscriptionCreatePayload: 'webhookSubscription userErrors',
    WebhookSubscriptionDeletePayload: 'deletedWebhookSubscriptionId userErrors',
  },
};
