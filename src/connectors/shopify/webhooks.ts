import { z } from 'zod';
import type { VendorEvent, WebhookDelivery, Webhooks } from '../../kernel/webhooks.ts';

/** Shopify's names of resources, as this connector's permissions name them. */
const RESOURCES: Readonly<Record<string, string>> = {
  inventory_levels: 'inventory',
  inventory_items: 'inventory',
  orders_transactions: 'orders',
  draft_orders: 'draft-orders',
};
/** What became of it, in one form: Shopify says `create` and `updated` in the same breath. */
const VERBS: Readonly<Record<string, string>> = { create: 'created', update: 'updated', delete: 'deleted' };

const TOPIC = /^[a-z_]{1,60}\/[a-z_]{1,60}$/;
const Body = z.looseObject({
  admin_graphql_api_id: z.string().max(200).optional(),
  id: z.union([z.string().max(200), z.number()]).optional(),
});

/**
 * Shopify's webhooks (https://shopify.dev/docs/apps/build/webhooks): the body is signed with the app's client secret, and
 * for up to an hour after a rotation with the one before. Newer subscriptions name the same headers without `x-`.
 */
export const shopifyWebhooks: Webhooks = {
  secrets: ['SHOPIFY_CLIENT_SECRET', 'SHOPIFY_WEBHOOK_SECRET'],
  verify: [
    { header: 'x-shopify-hmac-sha256', hash: 'sha256', encoding: 'base64' },
    { header: 'shopify-hmac-sha256', hash: 'sha256', encoding: 'base64' },
  ],
  deliveryId: (delivery) => headerOf(delivery, 'webhook-id'),
  toEvents(delivery) {
    const told = headerOf(delivery, 'topic')?.toLowerCase() ?? '';
    if (!TOPIC.test(told)) return [{ topic: 'unknown' }];
    const [resource = '', verb = ''] = told.split('/');
    const topic = `${RESOURCES[resource] ?? resource}.${VERBS[verb] ?? verb}`;
    return [withSubject(topic, delivery)];
  },
};

function headerOf({ headers }: WebhookDelivery, name: string): string | undefined {
  return headers[`x-shopify-${name}`] ?? headers[`shopify-${name}`];
}

/** The GraphQL id where there is one: a number of JSON may be too large to be exact. */
function withSubject(topic: string, { body }: WebhookDelivery): VendorEvent {
  try {
    const { admin_graphql_api_id: gid, id } = Body.parse(JSON.parse(Buffer.from(body).toString('utf8')));
    const subject = gid ?? (typeof id === 'number' && !Number.isSafeInteger(id) ? undefined : id);
    return subject === undefined ? { topic } : { topic, subject: String(subject) };
  } catch {
    return { topic };
  }
}
