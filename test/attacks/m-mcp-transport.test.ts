import { connect } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeRaw } from '../support/raw-http.ts';
import { type AttackedPlatform, attackPlatform } from './support/attacked-platform.ts';
import { act, auditRows, callMcp, leakIn, modernMessage, newKey, send } from './support/mcp-request.ts';

const MIB = 1024 * 1024;

let platform: AttackedPlatform;
let calls: { name: string; before: number };

beforeAll(async () => {
  platform = await attackPlatform();
});
afterAll(async () => {
  expect(platform?.strayLines()).toEqual([]);
  await platform?.[Symbol.asyncDispose]();
});

const mcp = () => `${platform.url}/mcp`;
const simpleCall = () => modernMessage('tools/call', { name: 'test_simple_text', arguments: {} });

/** Sends a well-formed, authenticated call with other headers than it should have, as bytes. */
function rawCall(headers: readonly string[], key = platform.key) {
  const { body } = simpleCall();
  const lines = [
    'POST /mcp HTTP/1.1',
    ...headers,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    'mcp-protocol-version: 2026-07-28',
    'mcp-method: tools/call',
    'mcp-name: test_simple_text',
    `content-length: ${Buffer.byteLength(body as string)}`,
    'connection: close',
  ];
  return exchangeRaw(platform.port, `${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** How often the tool ran or was refused, by the trail. */
async function callsOf(name: string): Promise<number> {
  const rows = await auditRows(platform.url, platform.key, { subject: name, limit: 1000 });
  return rows.filter(({ kind }) => kind === 'call').length;
}

async function expectNothingRan(attack: () => Promise<unknown>): Promise<void> {
  calls = { name: 'test_simple_text', before: await callsOf('test_simple_text') };
  await attack();
  expect(await callsOf(calls.name)).toBe(calls.before);
}

describe('attacks on the MCP transport', () => {
  it.each(['evil.test', 'evil.test:80', 'localhost.evil.test', '127.0.0.1.evil.test', 'localhost@evil.test', '0', ''])(
    'M1: a request for the host “%s” is refused with 403 and runs nothing',
    (host) =>
      expectNothingRan(async () => {
        const { status, text } = await rawCall([`host: ${host}`]);
        expect(status).toBe(403);
        expect(leakIn(text)).toBeUndefined();
      }),
  );

  it.each([
    'http://evil.test',
    'null',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'http://127.0.0.1:1',
    'file://',
    'chrome-extension://abcdefgh',
    'HTTP://EVIL.TEST',
    '*',
    '',
  ])('M2: a request of the origin “%s” with a valid key is refused with 403 and runs nothing', (origin) =>
    expectNothingRan(async () => {
      const { status, text } = await rawCall([`host: 127.0.0.1:${platform.port}`, `origin: ${origin}`]);
      expect(status).toBe(403);
      expect(text.toLowerCase()).not.toContain('access-control-allow');
    }),
  );

  it.each([
    ['another tool', { 'mcp-name': 'test_error_handling' }],
    ['another tool in Base64', { 'mcp-name': `=?base64?${Buffer.from('test_error_handling').toString('base64')}?=` }],
    ['broken Base64', { 'mcp-name': '=?base64?dGVzdF9zaW1wbGVfdGV4dA?=' }],
    ['Base64 that is no UTF-8', { 'mcp-name': '=?base64?/////w==?=' }],
    ['the same name twice', { 'mcp-name': 'test_simple_text, test_simple_text' }],
    ['another case', { 'mcp-name': 'TEST_SIMPLE_TEXT' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['a method in another case', { 'mcp-method': 'TOOLS/CALL' }],
  ])('M3: headers that name %s than the body get -32020 and run nothing', (_, headers) =>
    expectNothingRan(async () => {
      const call = simpleCall();
      const { status, json } = await send(mcp(), platform.key, { ...call, headers: { ...call.headers, ...headers } });
      expect([status, json.error.code]).toEqual([400, -32020]);
    }),
  );

  it.each(['mcp-name', 'mcp-method'])('M3: a call without the header %s gets -32020 and runs nothing', (header) =>
    expectNothingRan(async () => {
      const call = simpleCall();
      const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => name !== header));
      const { status, json } = await send(mcp(), platform.key, { ...call, headers });
      expect([status, json.error.code]).toEqual([400, -32020]);
    }),
  );

  it('M3: policy and audit read the name of the body', async () => {
    const viewer = await newKey(platform.url, platform.key, 'viewer');
    const call = modernMessage('tools/call', { name: 'shopify_search_orders', arguments: {} });
    const disguised = { ...call, headers: { ...call.headers, 'mcp-name': 'shopify_list_products' } };

    const lied = await send(mcp(), viewer, disguised);
    const honest = await send(mcp(), viewer, call);

    expect(lied.json.error.code).toBe(-32020);
    expect(honest.json.result._meta['mcp-platform/error'].code).toBe('forbidden');
    const [newest] = await auditRows(platform.url, platform.key, { subject: 'shopify_search_orders', limit: 1 });
    expect(newest).toMatchObject({ outcome: 'forbidden', principalName: 'a viewer' });
  });

  it.each([
    ['a header of another revision', '2025-11-25', '2026-07-28', -32020],
    ['no header', undefined, '2026-07-28', -32020],
    ['an unknown revision', '1999-01-01', '1999-01-01', -32022],
    ['an empty revision', '', '', -32022],
    ['a revision that is no text', '2026-07-28', 20260728, -32602],
    ['a revision that is a list', '2026-07-28', ['2026-07-28'], -32602],
  ])('M4: %s is refused with 400 and runs nothing', (_, header, inBody, code) =>
    expectNothingRan(async () => {
      const call = simpleCall();
      const body = (call.body as string).replace('"2026-07-28"', JSON.stringify(inBody));
      const { 'mcp-protocol-version': _dropped, ...headers } = call.headers;
      const given = header === undefined ? headers : { ...headers, 'mcp-protocol-version': header };
      const { status, json } = await send(mcp(), platform.key, { ...call, headers: given, body });
      expect([status, json.error.code]).toEqual([400, code]);
    }),
  );

  it('M5: a batch of 1,000 calls is one refusal', () =>
    expectNothingRan(async () => {
      const { headers, body } = simpleCall();
      const batch = `[${Array.from({ length: 1000 }, () => body).join(',')}]`;
      const { status, json } = await send(mcp(), platform.key, { headers, body: batch });
      expect([status, json.error.code, json.id]).toEqual([400, -32600, undefined]);
    }));

  it.each([
    ['id null', '{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"test_simple_text"}}'],
    ['a fraction for an id', '{"jsonrpc":"2.0","id":1.5,"method":"tools/call","params":{"name":"test_simple_text"}}'],
    ['an object for an id', '{"jsonrpc":"2.0","id":{},"method":"tools/call","params":{"name":"test_simple_text"}}'],
    ['an endless id', '{"jsonrpc":"2.0","id":1e400,"method":"tools/call","params":{"name":"test_simple_text"}}'],
    ['a response', '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ['an error', '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}'],
    ['parameters in a list', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["test_simple_text"]}'],
    ['version 1.0', '{"jsonrpc":"1.0","id":1,"method":"tools/call","params":{"name":"test_simple_text"}}'],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":{"toString":"tools/call"}}'],
  ])('M5: a message with %s is refused with 400 and runs nothing', (_, body) =>
    expectNothingRan(async () => {
      const { status, json } = await send(mcp(), platform.key, {
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect([status, json.error.code]).toEqual([400, -32600]);
    }),
  );

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'notifications/../tools/call',
    'tools/call\u0000',
  ])('M5: the method “%s” is not found', async (method) => {
    const { status, json } = await send(mcp(), platform.key, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method }),
    });
    expect([status, json.error.code]).toEqual([200, -32601]);
  });

  it('M6: 10,000 pairs of calls with equal ids of two keys never get each other’s answers', async () => {
    const [a, b] = [
      await newKey(platform.url, platform.key, 'admin'),
      await newKey(platform.url, platform.key, 'viewer'),
    ];
    const pool = new Pool(platform.url, { connections: 20, pipelining: 10 });
    const rowsFor = async (key: string, rows: number) => {
      const { method, headers, body } = modernMessage('tools/call', { name: 'test_large_result', arguments: { rows } });
      const sent = { path: '/mcp', method, headers: { ...headers, authorization: `Bearer ${key}` }, body } as const;
      const answer = await (await pool.request(sent as Dispatcher.RequestOptions)).body.text();
      return answer.split('"number":').length - 1;
    };
    let crossed = 0;
    const pair = async () => {
      const [one, other] = await Promise.all([rowsFor(a, 3), rowsFor(b, 5)]);
      if (one !== 3 || other !== 5) crossed += 1;
    };
    const started = performance.now();
    for (let sent = 0; sent < 10_000; sent += 100) await Promise.all(Array.from({ length: 100 }, pair));
    await pool.destroy();

    expect(crossed).toBe(0);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  it('M9: a body of 50 MB, declared or chunked, is refused before it is held', async () => {
    const before = platform.residentBytes();
    const declared = await floodBody(`content-length: ${50 * MIB}`, false);
    const chunked = await floodBody('transfer-encoding: chunked', true);

    expect([declared.status, chunked.status]).toEqual([413, 413]);
    expect(declared.sentBytes).toBeLessThan(20 * MIB);
    expect(chunked.sentBytes).toBeLessThan(20 * MIB);
    expect(platform.residentBytes() - before).toBeLessThan(20 * MIB);
  });

  it.each([
    ['arrays', '['.repeat(100_000)],
    ['closed arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['objects in arrays', '[{"a":'.repeat(50_000)],
    ['brackets behind an escaped quote', `["\\"",${'['.repeat(100_000)}`],
    ['a message that nests in its arguments', deepMessage()],
  ])('M9: 100,000 levels of %s are refused, on both faces, without being parsed', async (_, body) => {
    const started = performance.now();
    const overMcp = await send(mcp(), platform.key, { headers: { 'content-type': 'application/json' }, body });
    const overRest = await send(`${platform.url}/api/v1/tools/test_simple_text/call`, platform.key, {
      headers: { 'content-type': 'application/json' },
      body,
    });

    expect([overMcp.status, overMcp.json.error.code]).toEqual([413, -32600]);
    expect([overRest.status, overRest.json.error.code]).toEqual([413, 'too_large']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('is up and well after all of this', async () => {
    expect(platform.alive()).toBe(true);
    expect((await callMcp(platform.url, platform.key, 'test_simple_text', {})).status).toBe(200);
    expect(await act(platform.url, platform.key, 'keys.list')).toBeDefined();
    expect(platform.logText()).not.toContain('"level":"error"');
  });
});

function deepMessage(): string {
  const deep = '{"a":'.repeat(100_000) + '1'.concat('}'.repeat(100_000));
  return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":${deep}}}`;
}

/** Writes a body of 50 MB until the platform has answered or closed, and tells how much went out. */
function floodBody(lengthHeader: string, chunked: boolean): Promise<{ status: number; sentBytes: number }> {
  const piece = Buffer.alloc(MIB, ' ');
  const framed = chunked ? Buffer.concat([Buffer.from(`${MIB.toString(16)}\r\n`), piece, Buffer.from('\r\n')]) : piece;
  return new Promise((resolve) => {
    let sentBytes = 0;
    let text = '';
    const socket = connect(platform.port, '127.0.0.1');
    const finish = () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), sentBytes });
    const pump = () => {
      while (sentBytes < 50 * MIB && text === '' && socket.writable) {
        sentBytes += piece.length;
        if (!socket.write(framed)) return;
      }
    };
    socket.setEncoding('latin1').on('data', (data) => {
      text += data;
    });
    socket
      .on('drain', pump)
      .on('error', () => {})
      .on('close', finish);
    socket.write(
      `POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${platform.key}\r\n` +
        `content-type: application/json\r\n${lengthHeader}\r\n\r\n`,
      pump,
    );
  });
}
