import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../kernel/errors.ts';
import { RemoteError } from './failure.ts';
import type { Operator } from './operator.ts';
import { openRemoteOperator } from './remote-operator.ts';

interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let asked: Asked[];
let answer: (response: ServerResponse) => void;
let operator: Operator;
let url: string;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
  answer(response);
});

const json = (status: number, value: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

beforeEach(async () => {
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  operator = openRemoteOperator({ url, token: 'owner-token' });
});

afterEach(async () => {
  await operator.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('a remote operator', () => {
  it('performs an action over REST with the token', async () => {
    answer = json(200, { revoked: true });

    expect(await operator.perform('keys.revoke', { id: 'x' })).toEqual({ revoked: true });
    expect(asked).toMatchObject([
      {
        line: 'POST /api/v1/admin/keys.revoke',
        body: '{"id":"x"}',
        headers: { authorization: 'Bearer owner-token', 'content-type': 'application/json' },
      },
    ]);
  });

  it('calls a tool, with the idempotency key where one is given', async () => {
    answer = json(200, { orders: [] });
    await operator.call('shopify_list_orders', { limit: 1 });
    await operator.call('shopify_update_product_seo', {}, { idempotencyKey: 'k-1' });

    expect(asked.map(({ line, headers }) => [line, headers['idempotency-key']])).toEqual([
      ['POST /api/v1/tools/shopify_list_orders/call', undefined],
      ['POST /api/v1/tools/shopify_update_product_seo/call', 'k-1'],
    ]);
  });

  it('a tool name cannot lead to another path', async () => {
    answer = json(200, {});
    await operator.call('../admin/keys.list?', {});

    expect(asked[0]?.line).toBe('POST /api/v1/tools/..%2Fadmin%2Fkeys.list%3F/call');
  });

  it('lists tools and connections', async () => {
    const tool = { name: 't_x', title: 'X', description: 'x', effect: 'read', inputSchema: {} };
    answer = json(200, { tools: [tool] });
    expect(await operator.tools()).toEqual([tool]);

    const connection = { id: 'shopify/default', title: 'Shopify', on: true, breaker: 'closed', tools: 6 };
    answer = json(200, { connections: [connection] });
    expect(await operator.connections()).toEqual([connection]);
  });

  it('gives the error of the server with its correlation id', async () => {
    const issues = [{ path: 'limit', message: 'at most 250' }];
    answer = json(400, { error: { code: 'invalid_input', message: 'Does not fit.', issues, correlationId: 'c-1' } });
    const error = await operator.call('t_x', {}).catch((thrown) => thrown);

    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      code: 'invalid_input',
      message: 'Does not fit.',
      details: { issues },
      correlationId: 'c-1',
    });
  });

  it('an error code of a newer server becomes internal and keeps its words', async () => {
    answer = json(418, { error: { code: 'toString', message: 'New.' } });

    await expect(operator.perform('x', {})).rejects.toMatchObject({ code: 'internal', message: 'New.' });
  });

  it.each([
    ['no JSON', (response: ServerResponse) => void response.writeHead(502).end('<html>')],
    ['another shape', json(500, { oops: true })],
  ])('an answer with %s is told as another program', async (_, reply) => {
    answer = reply;

    await expect(operator.perform('x', {})).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a list of another shape is told as another version', async () => {
    answer = json(200, { items: [] });

    await expect(operator.tools()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a server that breaks off is unavailable, without its address', async () => {
    answer = (response) => void response.destroy();
    const error = await operator.perform('x', {}).catch((thrown: PlatformError) => thrown);

    expect(error).toBeInstanceOf(PlatformError);
    expect((error as PlatformError).code).toBe('unavailable');
    expect((error as PlatformError).message).not.toContain('127.0.0.1');
  });

  it.each(['http://10.0.0.5:8003', 'http://127.0.0.1.example.com', 'http://127.0.0.1@evil.example'])(
    'sends no token to %s',
    (elsewhere) => {
      expect(() => openRemoteOperator({ url: elsewhere, token: 't' }, ['10.0.0.6'])).toThrow(PlatformError);
    },
  );

  it('reaches a server at an address of this machine', async () => {
    await expect(
      openRemoteOperator({ url: 'http://10.0.0.6:8003', token: 't' }, ['10.0.0.6']).close(),
    ).resolves.not.toThrow();
    await expect(openRemoteOperator({ url: 'http://[::1]:8003', token: 't' }, []).close()).resolves.not.toThrow();
  });
});
