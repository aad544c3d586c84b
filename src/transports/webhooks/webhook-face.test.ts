import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { acme } from '../../../test/support/acme.ts';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { openWebhookServer, signatureOf } from '../../../test/support/webhook-server.ts';
import type { Connector } from '../../kernel/connector.ts';

const SECRET = 'hush-client-secret';
const OLD = 'hush-client-secret-before';
const SHOP = {
  SHOPIFY_SHOP: 'acme.myshopify.com',
  SHOPIFY_CLIENT_ID: 'client-1',
  SHOPIFY_CLIENT_SECRET: SECRET,
  SHOPIFY_WEBHOOK_SECRET: OLD,
};
const PATH = '/webhooks/shopify/default';
const BODY = '{"id":1,"title":"Grün ☃"}';

function headers(secret: string, over: Record<string, string> = {}, body = BODY): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': 'products/update',
    'x-shopify-webhook-id': 'd1',
    'x-shopify-hmac-sha256': signatureOf(secret, body),
    ...over,
  };
}

describe('a delivery of Shopify', () => {
  it.each([
    ['the client secret', headers(SECRET)],
    ['the secret of before', headers(OLD)],
    [
      'the newer headers',
      {
        'shopify-topic': 'products/update',
        'shopify-webhook-id': 'd1',
        'shopify-hmac-sha256': signatureOf(SECRET, BODY),
      },
    ],
  ])('is taken with %s, and makes the answers of its connection old', async (_how, sent) => {
    await using server = await openWebhookServer({ environment: SHOP });
    const generation = () => server.answers.generation('shopify/default');
    const before = generation();

    const reply = await server.deliver(PATH, BODY, sent);

    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(generation()).not.toBe(before);
    expect(server.seen).toEqual([expect.objectContaining({ outcome: 'taken', connection: 'shopify/default' })]);
  });

  it('that is sent again is acknowledged and changes nothing, also when fifty come at once', async () => {
    await using server = await openWebhookServer({ environment: SHOP });
    await server.deliver(PATH, BODY, headers(SECRET));
    const generation = server.answers.generation('shopify/default');

    const replies = await Promise.all(Array.from({ length: 50 }, () => server.deliver(PATH, BODY, headers(SECRET))));

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(server.answers.generation('shopify/default')).toBe(generation);
  });

  it('is in the audit trail, with no word of its body', async () => {
    await using server = await openWebhookServer({ environment: SHOP });
    await server.deliver(PATH, BODY, headers(SECRET));
    await server.deliver(PATH, BODY, headers('wrong'));

    const { rows } = await server.perform<{ rows: object[] }>('audit.list', { limit: 20 });

    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'webhook', outcome: 'ok', connection: 'shopify/default', detail: 'taken' }),
        expect.objectContaining({ kind: 'webhook', outcome: 'unauthenticated' }),
      ]),
    );
    expect(JSON.stringify(rows)).not.toMatch(/Grün|hush/);
  });
});

describe('a delivery that cannot be kept', () => {
  it('is not acknowledged: the vendor is asked to send it again, and is told no reason', async () => {
    using folder = createTemporaryFolder();
    await using server = await openWebhookServer({ environment: SHOP, folder: folder.path });
    const generation = server.answers.generation('shopify/default');
    const file = new SqliteFile(join(folder.path, 'platform.db'));
    file.exec('alter table deliveries rename to gone');

    const failed = await server.deliver(PATH, BODY, headers(SECRET));
    file.exec('alter table gone rename to deliveries');
    file.close();
    const again = await server.deliver(PATH, BODY, headers(SECRET));

    expect(failed.status).toBe(503);
    expect(failed.headers.get('retry-after')).toBe('5');
    expect(failed.body).not.toMatch(/deliveries|sqlite/i);
    expect(again.status).toBe(200);
    expect(server.answers.generation('shopify/default')).not.toBe(generation);
    expect(server.seen.map(({ outcome, connection }) => [outcome, connection])).toEqual([
      ['unavailable', undefined],
      ['taken', 'shopify/default'],
    ]);
  });
});

describe('a stranger', () => {
  // biome-ignore format: a table is read in columns
  const attempts: readonly [string, string, Record<string, string>, string?][] = [
    ['a wrong secret',                 PATH,                               headers('wrong')],
    ['a changed body',                 PATH,                               headers(SECRET, {}, `${BODY} `)],
    ['no signature',                   PATH,                               { 'x-shopify-topic': 'products/update' }],
    ['an empty signature',             PATH,                               headers(SECRET, { 'x-shopify-hmac-sha256': '' })],
    ['both headers, one of them good', PATH,                               headers(SECRET, { 'shopify-hmac-sha256': 'x' })],
    ['a handshake that nobody asked',  PATH,                               headers('wrong', { 'x-hook-secret': 'my-own-secret-of-this-hook' })],
    ['an unknown connection',          '/webhooks/shopify/berlin',         headers(SECRET)],
    ['an unknown connector',           '/webhooks/shopfiy/default',        headers(SECRET)],
    ['a name of the prototype',        '/webhooks/constructor/prototype',  headers(SECRET)],
    ['a path that goes up',            '/webhooks/shopify/..%2fdefault',   headers(SECRET)],
    ['a path that is longer',          `${PATH}/more`,                     headers(SECRET)],
    ['another method',                 PATH,                               headers(SECRET), 'PUT'],
    ['a look',                         PATH,                               headers(SECRET), 'GET'],
  ];

  it('learns nothing: every refusal is the same, and nothing changes', async () => {
    await using server = await openWebhookServer({ environment: SHOP });
    const generation = server.answers.generation('shopify/default');

    const replies = [];
    for (const [what, path, sent, method] of attempts) {
      const { status, body, headers: told } = await server.deliver(path, BODY, sent, method);
      const { error } = JSON.parse(body);
      expect(error.correlationId, what).toMatch(/^[0-9a-f]{32}$/);
      replies.push({ status, code: error.code, message: error.message, names: [...told.keys()].sort().join(' ') });
    }

    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0]).toMatchObject({
      status: 401,
      code: 'unauthenticated',
      message: 'The delivery is not accepted.',
    });
    expect(server.answers.generation('shopify/default')).toBe(generation);
  });

  it('cannot use the secret of one connection for another', async () => {
    await using server = await openWebhookServer({ environment: SHOP });
    for (const name of ['berlin', 'bremen']) {
      await server.perform('connections.add', {
        connector: 'shopify',
        name,
        settings: { SHOPIFY_SHOP: `${name}.myshopify.com`, SHOPIFY_CLIENT_ID: 'c' },
        secrets: { SHOPIFY_CLIENT_SECRET: `hush-${name}` },
      });
    }

    const statusOf = async (name: string, secret: string) =>
      (await server.deliver(`/webhooks/shopify/${name}`, BODY, headers(secret))).status;

    expect(await statusOf('berlin', 'hush-berlin')).toBe(200);
    expect(await statusOf('bremen', 'hush-berlin')).toBe(401);
    expect(await statusOf('bremen', SECRET)).toBe(401);
    expect(await statusOf('bremen', 'hush-bremen')).toBe(200);
  });

  it('is told to wait when deliveries come too fast from one address', async () => {
    await using server = await openWebhookServer({ environment: SHOP, rate: { callsPerMinute: 1, burst: 5 } });

    const replies = await Promise.all(Array.from({ length: 12 }, () => server.deliver(PATH, '{}', {})));

    const limited = replies.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(7);
    expect(limited[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe('a body', () => {
  it('of more than a megabyte is refused, announced or not', async () => {
    await using server = await openWebhookServer({ environment: SHOP });
    const large = 'x'.repeat(1024 * 1024 + 1);

    expect((await server.deliver(PATH, large, headers(SECRET, {}, large))).status).toBe(413);

    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST ${PATH} HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\ntransfer-encoding: chunked\r\n\r\n`);
    for (let piece = 0; piece < 17; piece += 1) socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    expect(String(answer)).toContain('HTTP/1.1 413');
  });

  it('of a megabyte is taken', async () => {
    await using server = await openWebhookServer({ environment: SHOP });
    const body = JSON.stringify('x'.repeat(1024 * 1024 - 2));

    expect((await server.deliver(PATH, body, headers(SECRET, {}, body))).status).toBe(200);
  });

  it('that comes too slowly is not waited for', async () => {
    await using server = await openWebhookServer({
      environment: SHOP,
      limits: { requestTimeoutMs: 300, headersTimeoutMs: 200 },
    });
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {}).resume();
    socket.write(`POST ${PATH} HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\ncontent-length: 100\r\n\r\nx`);

    await once(socket, 'close');

    expect(server.seen).toEqual([]);
  });
});

describe('a vendor that brings its own secret', () => {
  const token = 'the-token-of-the-url';
  const greeting: Connector = {
    ...acme,
    settings: [{ name: 'ACME_HOOK_TOKEN', group: 'Acme', type: 'secret', description: 'Token of the webhook.' }],
    configure: (settings) =>
      settings.has('ACME_HOOK_TOKEN')
        ? {
            target: {
              origin: 'https://api.acme.example',
              hosts: ['api.acme.example'],
              authentication: { kind: 'header', header: 'authorization', secret: 'ACME_HOOK_TOKEN' },
              facts: {},
            },
          }
        : { missing: ['ACME_HOOK_TOKEN'] },
    webhooks: {
      secrets: [],
      verify: [{ header: 'x-hook-signature', hash: 'sha256', encoding: 'base64' }],
      handshake: { header: 'x-hook-secret', token: 'ACME_HOOK_TOKEN' },
      deliveryId: () => undefined,
      toEvents: () => [{ topic: 'messages.created' }],
    },
  };
  const at = (query = `?token=${token}`) => `/webhooks/acme/default${query}`;
  const open = () => openWebhookServer({ connectors: [greeting], environment: { ACME_HOOK_TOKEN: token } });

  it('is believed from its first delivery on, if that knew the token, and nobody after it', async () => {
    await using server = await open();
    const vendor = 'secret-of-the-vendor';
    const status = async (sent: Record<string, string>, query?: string, body = BODY) =>
      (await server.deliver(at(query), body, sent)).status;

    expect(await status({ 'x-hook-secret': 'secret-of-an-attacker' }, '')).toBe(401);
    expect(await status({ 'x-hook-secret': 'secret-of-an-attacker' }, '?token=guessed')).toBe(401);
    expect(await status({ 'x-hook-secret': 'short' })).toBe(401);
    expect(await status({ 'x-hook-signature': signatureOf(vendor, BODY) })).toBe(401);
    expect(await status({ 'x-hook-secret': vendor })).toBe(200);
    expect(await status({ 'x-hook-secret': 'secret-of-an-attacker' })).toBe(401);
    expect(await status({ 'x-hook-signature': signatureOf('secret-of-an-attacker', BODY) })).toBe(401);
    expect(await status({ 'x-hook-signature': signatureOf(vendor, BODY) })).toBe(200);
    expect(await status({ 'x-hook-signature': signatureOf(vendor, BODY) }, '')).toBe(200);
    expect(await status({ 'x-hook-signature': signatureOf(vendor, '{}') }, '', '{}')).toBe(200);

    expect(server.seen.filter(({ connection }) => connection).map(({ outcome }) => outcome)).toEqual([
      'handshake',
      'taken',
      'repeated',
      'taken',
    ]);
  });
});
