import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { GuardedRequest } from './guarded-request.ts';

/** What a server with requests of that class makes of the same head. */
async function headersOf(Request: typeof IncomingMessage, lines: readonly string[]): Promise<IncomingHttpHeaders> {
  const server = createServer({ IncomingMessage: Request }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  try {
    socket.end(`GET / HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    return { ...request.headers };
  } finally {
    socket.destroy();
    server.close();
  }
}

describe('the headers of a request', () => {
  it.each([
    ['usual ones, however they are spelled', ['Host: a.example', 'CONTENT-TYPE: text/plain', 'Mcp-Method: tools/call']],
    [
      'ones that nobody expects',
      [
        'Host: a.example',
        'X-Shopify-Hmac-Sha256: abc=',
        'X-Ünknown-é: 1'.normalize('NFC').replace(/[^\x20-\x7e]/g, '_'),
      ],
    ],
    ['a list in two parts', ['Host: a.example', 'Accept: text/html', 'Accept: application/json']],
    ['an own one in two parts', ['Host: a.example', 'Mcp-Name: one', 'mcp-name: two']],
    ['a single one given twice', ['Host: a.example', 'Authorization: Bearer one', 'authorization: Bearer two']],
    ['cookies', ['Host: a.example', 'Cookie: a=1', 'Cookie: b=2', 'Set-Cookie: c=3']],
    ['names that objects have', ['Host: a.example', '__proto__: 1', 'constructor: 2', 'toString: 3']],
    ['an empty one', ['Host: a.example', 'Origin:']],
    ['none but the host', ['Host: a.example']],
  ])('are those that Node gives: %s', async (_, lines) => {
    const expected = await headersOf(IncomingMessage, lines);

    expect(await headersOf(GuardedRequest, lines)).toEqual(expected);
  });
});
