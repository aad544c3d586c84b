import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { GuardedRequest } from './guarded-request.ts';
import { GuardedResponse } from './guarded-response.ts';
import { prepareHeaders, SECURITY_HEADERS } from './prepared-headers.ts';

/** On a Node that keeps a head elsewhere. */
class SlowResponse extends GuardedResponse {
  protected override get keepsHead(): boolean {
    return false;
  }
}

async function headersOf(Response: typeof GuardedResponse, answer: (response: GuardedResponse) => void) {
  const server = createServer({ IncomingMessage: GuardedRequest, ServerResponse: Response }, (_, response) => {
    answer(response);
    response.end('answered');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { headers, status } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { ...Object.fromEntries(headers), date: '', status };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe('the head of an answer', () => {
  it.each<[string, (response: GuardedResponse) => void, object]>([
    ['without headers of its own', () => {}, { status: 200 }],
    [
      'with a list of them',
      (response) => response.writeHead(201, ['x-a', '1', 'x-b', '2']),
      { 'x-a': '1', 'x-b': '2', status: 201 },
    ],
    ['with an object of them', (response) => response.writeHead(404, { 'X-A': '1' }), { 'x-a': '1', status: 404 }],
    ['with a reason', (response) => response.writeHead(503, 'Busy', { 'x-a': '1' }), { 'x-a': '1', status: 503 }],
    ['with some set before', (response) => response.setHeader('x-a', '1').writeHead(200), { 'x-a': '1' }],
    [
      'with one of the prepared in a list',
      (response) => response.writeHead(200, ['Cache-Control', 'private']),
      { 'cache-control': 'private' },
    ],
    [
      'with one of the prepared set before',
      (response) => response.setHeader('X-Frame-Options', 'SAMEORIGIN'),
      { 'x-frame-options': 'SAMEORIGIN' },
    ],
  ])('has each security header once, and its own: %s', async (_, answer, own) => {
    const [quick, slow] = [await headersOf(GuardedResponse, answer), await headersOf(SlowResponse, answer)];

    expect(quick).toMatchObject({ ...SECURITY_HEADERS, ...own });
    expect(slow).toEqual(quick);
  });

  it('holds no line that a header cannot', () => {
    expect(() => prepareHeaders({ 'x-a': '1\r\nx-b: 2' })).toThrow(TypeError);
    expect(() => prepareHeaders({ 'x a': '1' })).toThrow(TypeError);
  });
});
