import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { sendParts } from './http-parts.ts';

const PAGE = Buffer.alloc(200_000, 'x');

/** Serves what the generator gives, and tells how sending it ended. */
async function serve(body: () => AsyncIterable<Buffer>) {
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((_, response) => {
    const reply = { status: 200, head: '{"result":{', tail: { utf8: Buffer.from('}}') } };
    const headers = ['content-type', 'application/json'];
    sendParts(response, reply, body(), headers).then(resolve, (error) => {
      response.destroy();
      resolve(error);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, ended, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('an answer in parts', () => {
  it('comes whole, its head before and its tail behind', async () => {
    await using server = await serve(async function* () {
      yield Buffer.from('"a":');
      yield Buffer.from('"ü"');
    });

    const answer = await fetch(server.url);

    expect(await answer.json()).toEqual({ result: { a: 'ü' } });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await server.ended).toBeUndefined();
  });

  it('is not taken for whole when it breaks off in the middle', async () => {
    await using server = await serve(async function* () {
      yield PAGE;
      throw new Error('The page is gone.');
    });

    await expect(fetch(server.url).then((answer) => answer.text())).rejects.toThrow();
    expect(await server.ended).toMatchObject({ message: 'The page is gone.' });
  });

  it('is made no further when its client leaves, which is no fault', async () => {
    let made = 0;
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    await using server = await serve(async function* () {
      try {
        // More than any buffer on the way holds.
        for (; made < 1_000; made += 1) yield PAGE;
      } finally {
        close();
      }
    });

    const client = request(server.url).end();
    const [answer] = await once(client, 'response');
    await once(answer, 'data');
    client.destroy();
    await closed;

    expect(made).toBeLessThan(1_000);
    expect(await server.ended).toBeUndefined();
  });
});
