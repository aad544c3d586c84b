import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../kernel/log.ts';
import { lateHandler } from './late-handler.ts';
import type { RequestHandler } from './server.ts';

async function serve(handler: RequestHandler) {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('a late handler', () => {
  it('lets requests wait that come before it is there, and loses none', async () => {
    const made = Promise.withResolvers<RequestHandler>();
    await using server = await serve(lateHandler(() => made.promise, silentLog));
    const early = [1, 2, 3].map(async () => (await fetch(server.url)).text());

    made.resolve((_request, response) => void response.end('here'));

    expect(await Promise.all(early)).toEqual(['here', 'here', 'here']);
    expect(await (await fetch(server.url)).text()).toBe('here');
  });

  it('is not made while the turn that asked for it still runs', async () => {
    const order: string[] = [];
    lateHandler(async () => {
      order.push('made');
      return () => {};
    }, silentLog);

    await Promise.resolve();
    order.push('the turn ends');
    await new Promise((resolve) => setImmediate(resolve));

    expect(order).toEqual(['the turn ends', 'made']);
  });

  it('tells every request that it could not be made, without a word of why, and the log why', async () => {
    const logged: unknown[] = [];
    const log: Log = { ...silentLog, error: (fields) => void logged.push(fields.err) };
    const why = new Error('a part of /opt/secret/place is missing');
    await using server = await serve(lateHandler(() => Promise.reject(why), log));

    for (const _ of [1, 2]) {
      const answer = await fetch(server.url);

      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain('secret');
    }
    expect(logged).toEqual([why]);
  });
});
