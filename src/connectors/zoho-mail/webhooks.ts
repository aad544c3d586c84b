import { z } from 'zod';
import type { WebhookDelivery, Webhooks } from '../../kernel/webhooks.ts';
import { parseLossless } from './protocol/lossless.ts';

/** Ids are numbers in older deliveries, and too large for a double. */
const Id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,25}$/));
const Mail = z.looseObject({ messageIdString: Id.optional(), messageId: Id.optional() });

/**
 * Zoho Mail's outgoing webhooks, made by hand in its settings: the first delivery brings the secret, and the body of every
 * later one is signed with it. What they hold besides ids is not looked at.
 */
export const zohoWebhooks: Webhooks = {
  secrets: [],
  verify: [{ header: 'x-hook-signature', hash: 'sha256', encoding: 'base64' }],
  handshake: { header: 'x-hook-secret', token: 'ZOHO_WEBHOOK_TOKEN' },
  // Zoho gives deliveries no id: one mail is told once, so its own id stands for it.
  deliveryId: messageIdOf,
  toEvents(delivery) {
    const subject = messageIdOf(delivery);
    return [subject === undefined ? { topic: 'unknown' } : { topic: 'messages.received', subject }];
  },
};

function messageIdOf({ body }: WebhookDelivery): string | undefined {
  const parsed = Mail.safeParse(parseLossless(Buffer.from(body).toString('utf8')));
  return parsed.success ? (parsed.data.messageIdString ?? parsed.data.messageId) : undefined;
}
