import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

export const webhookExistsQuery = defineQuery(
  'query WebhookExists($id: ID!) { webhookSubscription(id: $id) { id } }',
  z.object({ webhookSubscription: z.object({ id: z.string() }).nullable() }),
);

export const deleteWebhookMutation = defineMutation(
  `mutation DeleteWebhook($id: ID!) {
    webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
  }`,
  z.object({
    webhookSubscriptionDelete: z.object({ deletedWebhookSubscriptionId: z.string().nullish(), userErrors: UserErrors }),
  }),
);

/** `shopify_delete_webhook`: has Shopify tell no more. */
export const deleteWebhook = defineTool({
  name: 'shopify_delete_webhook',
  title: 'Delete a webhook',
  description:
    'Ends one webhook of this connection’s own app: whoever listens at its address hears of nothing any more. Get the id ' +
    'from shopify_list_webhooks.',
  effect: 'destroy',
  permission: 'shopify.webhooks.delete',
  feature: 'shopify-advanced',
  scopes: [],
  repeatable: true,
  input: z.object({ id: idField('WebhookSubscription', 'Webhook id.') }),
  output: z.object({
    id: z.string().describe('Global id.'),
    deleted: z.boolean().describe('False when there was none.'),
  }),
  cost: () => 1 + 10,
  examples: [
    { title: 'By number', input: { id: '8100000000001' } },
    { title: 'By global id', input: { id: 'gid://shopify/WebhookSubscription/8100000000002' } },
  ],

  async run({ id }, upstream: ShopifyUpstream, { atFirst }) {
    const gid = toGid('WebhookSubscription', id);
    const { webhookSubscription } = (await upstream.query(webhookExistsQuery, { id: gid })).data;
    const first = await atFirst(async () => webhookSubscription);
    if (webhookSubscription === null) return { id: gid, deleted: first !== null };
    const { data } = await upstream.mutate(deleteWebhookMutation, { id: gid });
    const { deletedWebhookSubscriptionId, userErrors } = data.webhookSubscriptionDelete;
    refuseUserErrors(userErrors);
    if (!deletedWebhookSubscriptionId) throw unconfirmed();
    return { id: deletedWebhookSubscriptionId, deleted: true };
  },
});
