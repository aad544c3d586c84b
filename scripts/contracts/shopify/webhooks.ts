import type { AreaNames } from './area-names.ts';

/** What the emulator knows of subscriptions to webhooks. */
export const webhooksNames: AreaNames = {
  queries: 'webhookSubscriptions webhookSubscription',
  mutations: 'webhookSubscriptionCreate webhookSubscriptionDelete',
  types: {
    WebhookSubscription:
      'id legacyResourceId topic uri format filter includeFields apiVersion createdAt updatedAt name',
    WebhookSubscriptionInput: 'uri format filter includeFields name',
    WebhookSubscriptionCreatePayload: 'webhookSubscription userErrors',
    WebhookSubscriptionDeletePayload: 'deletedWebhookSubscriptionId userErrors',
  },
};
