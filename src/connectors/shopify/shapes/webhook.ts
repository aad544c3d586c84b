import { z } from 'zod';
import { given, toWord } from './words.ts';

/** Selection of a subscription to a webhook. */
export const WEBHOOK = '{ id topic uri format filter includeFields createdAt apiVersion { handle } }';

/** The version of the API that its messages are written in. */
export const WEBHOOK_PARTS_COST = 1;

export const ShopifyWebhook = z.object({
  id: z.string(),
  topic: z.string(),
  uri: z.string(),
  format: z.string(),
  filter: z.string().nullish(),
  includeFields: z.array(z.string()),
  createdAt: z.string(),
  apiVersion: z.object({ handle: z.string() }),
});

export const Webhook = z.object({
  id: z.string().describe('Global id.'),
  topic: z.string().describe('What it tells of, like orders_create.'),
  uri: z.string().describe('Where messages go.'),
  format: z.string().describe('json or xml.'),
  filter: z.string().optional().describe('Only what this search matches.'),
  fields: z.array(z.string()).describe('Only these fields; all when empty.'),
  apiVersion: z.string().describe('Version of the Admin API that messages are written in.'),
  createdAt: z.string().describe('ISO 8601.'),
});

export function toWebhook(webhook: z.output<typeof ShopifyWebhook>): z.output<typeof Webhook> {
  return {
    id: webhook.id,
    topic: toWord(webhook.topic),
    uri: webhook.uri,
    format: toWord(webhook.format),
    filter: given(webhook.filter),
    fields: webhook.includeFields,
    apiVersion: webhook.apiVersion.handle,
    createdAt: webhook.createdAt,
  };
}
