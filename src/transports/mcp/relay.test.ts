import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createLinePipe } from '../../../test/support/line-transport.ts';
import { MODERN_META, openMcpServer } from '../../../test/support/mcp-server.ts';
import { relayStdio } from './relay.ts';

const LIMITS = { bodyBytes: 65_536, jsonDepth: 32, running: 4, drainMs: 5_000 };

function open(at: string | (() => string), token = 'alice') {
  const url = typeof at === 'string' ? () => at : at;
  const pipe = createLinePipe();
  const { input, output } = pipe;
  const ended = relayStdio({ url, token, input, output, clock: createFakeClock(), limits: LIMITS });
  const say = (message: object) => pipe.send(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return { ...pipe, ended, say };
}

async function openServer(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

it('hands requests of both eras to the server, with the headers that the body asks for', async () => {
  await using server = await openMcpServer();
  const { say, answer, input, ended } = open(server.url);
  const params = { name: 'trial_echo', arguments: { text: 'x' }, _meta: MODERN_META };
  say({ id: 1, method: 'tools/call', params });
  say({ id: 2, method: 'tools/call', params: { name: 'trial_echo', arguments: { text: 'y' } } });
  say({ id: 3, method: 'tools/call', params: { ...params, name: ' naïve\u0000 ' } });
  say({ id: 4, method: 'resources/read', params: { uri: '=?base64?eA==?=', _meta: MODERN_META } });

  expect((await answer(1)).result).toMatchObject({ resultType: 'complete', structuredContent: { text: 'x' } });
  expect((await answer(2)).result).not.toHaveProperty('resultType');
  expect((await answer(3)).error.code).toBe(-32602);
  expect((await answer(4)).error).toMatchObject({ code: -32602, data: { uri: '=?base64?eA==?=' } });
  input.end();
  await ended;
});

it('sends the revision that was agreed on after initialize', async () => {
  const seen: (string | undefined)[] = [];
  await using server = await openServer((request, response) => {
    seen.push(request.headers['mcp-protocol-version'] as string | undefined);
    response.setHeader('content-type', 'application/json');
    response.end(`{"jsonrpc":"2.0",\n"id":${seen.length - 1},"result":{"protocolVersion":"2025-06-18"}}`);
  });
  const { say, answer, written } = open(server.url);
  say({ id: 1, method: 'initialize', params: {} });
  await answer(1);
  say({ id: 2, method: 'ping' });
  await answer(2);

  expect(seen).toEqual([undefined, undefined, '2025-06-18']);
  expect(written).toHaveLength(2);
});

it('ends before it reads anything when the server refuses the token', async () => {
  await using server = await openMcpServer();
  const { ended, written } = open(server.url, '?');

  expect(await ended).toBe('unauthenticated');
  expect(written).toEqual([]);
});

it('a key revoked meanwhile and a server that is gone are answered, and nothing of the machine is told', async () => {
  let refuses = false;
  await using server = await openServer((_request, response) => {
    response.writeHead(refuses ? 401 : 200, { 'content-type': 'application/json' });
    response.end('{"error":{"code":"unauthenticated","message":"The key was revoked."}}');
    refuses = true;
  });
  const revoked = open(server.url);
  revoked.say({ id: 1, method: 'tools/list' });
  const gone = open('http://127.0.0.1:9/mcp');
  gone.say({ id: 1, method: 'tools/list' });

  expect((await revoked.answer(1)).error).toMatchObject({ code: 401, message: 'The key was revoked.' });
  expect((await gone.answer(1)).error).toMatchObject({ code: 503, data: { 'mcp-platform/error': { retry: 'later' } } });
  expect(gone.written.join()).not.toMatch(/127\.0|ECONN|:9/);
});

it.each([
  [413, { code: -32600, message: 'Too large.' }],
  [429, { code: 429, message: 'Too large.', data: { 'mcp-platform/error': { code: 'rate_limited' } } }],
  [500, { code: 503, message: 'Too large.', data: { 'mcp-platform/error': { code: 'unavailable' } } }],
])(
  'a request that the server refuses with %i before it comes to JSON-RPC is answered in its words',
  async (status, error) => {
    let asked = 0;
    await using server = await openServer((_request, response) => {
      asked += 1;
      response.writeHead(asked === 1 ? 200 : status, { 'content-type': 'application/json' });
      response.end('{"error":{"message":"Too large."}}');
    });
    const { say, answer } = open(server.url);
    say({ id: 1, method: 'tools/list' });

    expect((await answer(1)).error).toMatchObject(error);
  },
);

it('a server that was started again elsewhere is found there', async () => {
  await using first = await openMcpServer();
  await using second = await openMcpServer();
  let url = first.url;
  const { say, answer, input, ended } = open(() => url);
  say({ id: 1, method: 'ping' });
  await answer(1);
  await first[Symbol.asyncDispose]();
  url = second.url;
  say({ id: 2, method: 'ping' });

  expect(await answer(2)).toMatchObject({ result: {} });
  input.end();
  await ended;
});

it('S3: a cancelled request leaves the server, which cancels the call, and is not answered', async () => {
  await using server = await openMcpServer();
  const { say, answer, written } = open(server.url);
  say({ id: 1, method: 'tools/call', params: { name: 'trial_wait', _meta: MODERN_META } });
  await server.trial.untilWaiting(1);
  say({ method: 'notifications/cancelled', params: { requestId: 1 } });
  await server.trial.untilAborted(1);
  say({ id: 2, method: 'ping' });
  await answer(2);

  expect(written).toHaveLength(1);
});

it('an answer that breaks off is answered as what it is: not known', async () => {
  await using server = await openServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"jsonrpc"');
    setImmediate(() => response.destroy());
  });
  const { say, answer } = open(server.url);
  say({ id: 1, method: 'ping' });

  expect((await answer(1)).error.message).toContain('Whether the call was carried out is not known');
});
