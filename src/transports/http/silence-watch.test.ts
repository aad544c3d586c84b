import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchSilence } from './silence-watch.ts';

const REQUEST = 'POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n';

async function serve(silenceMs: number, answer: (write: (piece: string) => void) => void) {
  const server = createServer((request, response) => {
    request.resume();
    answer((piece) => response.write(piece));
  });
  watchSilence(server, silenceMs);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const opened = Date.now();
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
  const ended = once(socket, 'close').then(() => Date.now() - opened);
  socket.write(REQUEST);
  return {
    ended,
    socket,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('ends a connection on which nothing moves, and not before its time', async () => {
  await using connection = await serve(400, () => {});

  expect(await connection.ended).toBeGreaterThanOrEqual(395);
});

it.each(['that is answered, a piece now and then', 'whose caller sends, a piece now and then'])(
  'leaves a connection alone %s',
  async (which) => {
    const pieces = new AbortController();
    await using connection = await serve(400, (write) => {
      const send = which.includes('answered') ? () => write('.') : () => connection.socket.write('x');
      void (async () => {
        while (!pieces.signal.aborted) {
          send();
          await setTimeout(100);
        }
      })();
    });

    const first = await Promise.race([connection.ended.then(() => 'ended'), setTimeout(1_500, 'lives')]);
    pieces.abort();

    expect(first).toBe('lives');
    await connection.ended;
  },
);
