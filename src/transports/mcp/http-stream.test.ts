import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { sendStream } from './http-stream.ts';
import type { MessageSink } from './reply.ts';

/** A server that answers everybody with one stream, and a client that has just asked for it. */
async function openStream() {
  const clock = createFakeClock();
  const sinks: MessageSink[] = [];
  const responses: ServerResponse[] = [];
  let left = 0;
  const server = createServer((_request, response) => {
    responses.push(response);
    const follow = (sink: MessageSink) => {
      sinks.push(sink);
      return () => {
        left += 1;
      };
    };
    sendStream(response, '{"first":1}', follow, { clock, correlationId: 'c1' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  client.setEncoding('utf8').on('data', (text) => {
    heard += text;
  });
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(() => heard).toContain('{"first":1}');
  return {
    clock,
    client,
    sink: sinks[0] as MessageSink,
    response: responses[0] as ServerResponse,
    heard: () => heard,
    left: () => left,
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a stream of messages', () => {
  it('tells proxies to pass on what comes, and each message as an event', async () => {
    await using stream = await openStream();

    stream.sink.send('{"second":2}');
    stream.sink.end('{"last":3}');

    await expect.poll(stream.heard).toContain('{"last":3}');
    expect(stream.heard()).toMatch(/content-type: text\/event-stream/);
    expect(stream.heard()).toMatch(/x-accel-buffering: no/);
    expect(stream.heard()).toMatch(/x-correlation-id: c1/);
    expect(stream.heard()).toContain('event: message\ndata: {"second":2}\n\n');
    expect(stream.response.writableEnded).toBe(true);
  });

  it('says every fifteen seconds that it is there, and stops when the client leaves', async () => {
    await using stream = await openStream();

    await stream.clock.advance(14_999);
    expect(stream.heard()).not.toContain('still here');
    await stream.clock.advance(1);
    await expect.poll(() => stream.heard().split(': still here').length - 1).toBe(1);
    await stream.clock.advance(15_000);
    await expect.poll(() => stream.heard().split(': still here').length - 1).toBe(2);
    stream.client.destroy();

    await expect.poll(stream.left).toBe(1);
    expect(stream.clock.waiting).toBe(0);
  });

  it('is ended for a client that has stopped reading', async () => {
    await using stream = await openStream();
    stream.client.pause();

    for (let n = 0; n < 2_000 && !stream.response.destroyed; n += 1) {
      stream.sink.send('x'.repeat(64 * 1024));
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(stream.response.destroyed).toBe(true);
    await expect.poll(stream.left).toBe(1);
    expect(stream.clock.waiting).toBe(0);
  });
});
