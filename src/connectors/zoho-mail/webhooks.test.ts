import { describe, expect, it } from 'vitest';
import { openWebhookServer, signatureOf } from '../../../test/support/webhook-server.ts';
import { zohoWebhooks } from './webhooks.ts';

const delivery = (body: string) => ({ headers: {}, body: Buffer.from(body) });

describe('a delivery of Zoho Mail', () => {
  it.each([
    ['a text id', '{"messageIdString":"1710915488416100001","messageId":1}', '1710915488416100001'],
    ['a number that is too large for a double', '{"messageId":1710915488416100001}', '1710915488416100001'],
  ])('is about the mail with %s', (_what, body, subject) => {
    expect(zohoWebhooks.toEvents(delivery(body))).toEqual([{ topic: 'messages.received', subject }]);
    expect(zohoWebhooks.deliveryId(delivery(body))).toBe(subject);
  });

  it.each(['', 'no JSON', '[]', '{}', '{"messageId":"../../x"}', '{"messageId":{"a":1}}', '{"messageId":1.5}'])(
    'that cannot be read is an unknown event: %s',
    (body) => {
      expect(zohoWebhooks.toEvents(delivery(body))).toEqual([{ topic: 'unknown' }]);
      expect(zohoWebhooks.deliveryId(delivery(body))).toBeUndefined();
    },
  );

  it('is taken over HTTP after a first one that brought the secret and knew the token', async () => {
    const token = 'the-token-that-the-operator-made';
    const secret = 'secret-that-zoho-made';
    const body = '{"messageId":1710915488416100001,"subject":"Hello"}';
    await using server = await openWebhookServer({
      environment: {
        ZOHO_DATA_CENTER: 'eu',
        ZOHO_CLIENT_ID: '1000.ABC',
        ZOHO_CLIENT_SECRET: 'hush',
        ZOHO_REFRESH_TOKEN: 'hush-too',
        ZOHO_WEBHOOK_TOKEN: token,
      },
    });
    const status = async (headers: Record<string, string>, query = '') =>
      (await server.deliver(`/webhooks/zoho-mail/default${query}`, body, headers)).status;
    const signed = { 'x-hook-signature': signatureOf(secret, body) };

    expect(await status(signed)).toBe(401);
    expect(await status({ 'x-hook-secret': secret })).toBe(401);
    expect(await status({ 'x-hook-secret': secret }, `?token=${token}`)).toBe(200);
    expect([await status(signed), await status(signed)]).toEqual([200, 200]);
    expect(server.seen.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'handshake', 'taken', 'repeated']);
  });
});
