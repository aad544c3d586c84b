import {
  CallToolResultSchema,
  DiscoverResultSchema,
  JSONRPCErrorResponseSchema,
  ListPromptsResultSchema,
  ListResourcesResultSchema,
  ListResourceTemplatesResultSchema,
  ListToolsResultSchema,
  ReadResourceResultSchema,
} from '@modelcontextprotocol/core';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type McpServer, MODERN_META, openMcpServer, SERVER_INFO } from '../../../test/support/mcp-server.ts';

let server: McpServer;
beforeAll(async () => {
  server = await openMcpServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const errorOf = (reply: { json: { error: { code: number } } }) => JSONRPCErrorResponseSchema.parse(reply.json).error;
const without = (key: string) => Object.fromEntries(Object.entries(MODERN_META).filter(([name]) => name !== key));
const discoverWith = (_meta: object | undefined, headers = {}) =>
  server.post(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'server/discover', params: { _meta } }), {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'server/discover',
    ...headers,
  });

describe('basic/index', () => {
  it('B1: the response carries the id of the request, string or integer', async () => {
    for (const id of ['a', 'ü"\u2028', '', 0, -3, Number.MAX_SAFE_INTEGER]) {
      const reply = await server.post(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }));

      expect([reply.status, reply.json]).toEqual([200, { jsonrpc: '2.0', id, result: {} }]);
      expect(reply.headers['content-length']).toBe(String(Buffer.byteLength(reply.text)));
    }
  });

  it.each([null, 1.5, true, {}, [], 2 ** 53])('B1: the id %j is refused without an id', async (id) => {
    const reply = await server.post(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }));

    expect(reply.status).toBe(400);
    expect(reply.json).not.toHaveProperty('id');
    expect(errorOf(reply).code).toBe(-32600);
  });

  it('B2, B4: every modern result says that it is complete and who answers', async () => {
    const { json: made } = await server.modern('tools/call', { name: 'test_large_result' });
    const uri = made.result.content[2].uri as string;
    for (const [method, params] of [
      ['server/discover', {}],
      ['tools/list', {}],
      ['tools/call', { name: 'test_simple_text' }],
      ['tools/call', { name: 'test_error_handling' }],
      ['prompts/list', {}],
      ['resources/list', {}],
      ['resources/templates/list', {}],
      ['resources/read', { uri }],
    ] as const) {
      const { result } = (await server.modern(method, params)).json;

      expect(result.resultType).toBe('complete');
      expect(result._meta['io.modelcontextprotocol/serverInfo']).toEqual(SERVER_INFO);
    }
  });

  it.each([
    ['no _meta at all', undefined],
    ['no protocol version', without('io.modelcontextprotocol/protocolVersion')],
    ['no client capabilities', without('io.modelcontextprotocol/clientCapabilities')],
    ['a version that is no text', { ...MODERN_META, 'io.modelcontextprotocol/protocolVersion': 20260728 }],
    ['capabilities that are no object', { ...MODERN_META, 'io.modelcontextprotocol/clientCapabilities': [] }],
    ['_meta that is no object', 'x' as unknown as object],
  ])('B3: %s is refused with -32602 and 400', async (_what, meta) => {
    const reply = await discoverWith(meta);

    expect([reply.status, errorOf(reply).code, reply.json.id]).toEqual([400, -32602, 7]);
  });

  it('B3: a request without client info is served', async () => {
    expect((await discoverWith(without('io.modelcontextprotocol/clientInfo'))).status).toBe(200);
  });

  it('B10: the trace of _meta, else of the header, names the correlation; what is no trace is passed over', async () => {
    const trace = (digit: string) => `00-${digit.repeat(32)}-00f067aa0ba902b7-01`;
    const inMeta = await server.modern(
      'tools/list',
      { _meta: { traceparent: trace('a') } },
      { traceparent: trace('b') },
    );
    const inHeader = await server.modern('tools/list', {}, { traceparent: trace('b') });
    const none = await server.modern('tools/list', { _meta: { traceparent: trace('0') } }, { traceparent: 'x' });

    expect(inMeta.headers['x-correlation-id']).toBe('a'.repeat(32));
    expect(inHeader.headers['x-correlation-id']).toBe('b'.repeat(32));
    expect(none.headers['x-correlation-id']).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });
});

describe('basic/versioning', () => {
  it('V1: server/discover names versions, capabilities and instructions', async () => {
    const { json } = await server.modern('server/discover');

    expect(DiscoverResultSchema.parse(json.result)).toMatchObject({
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: 'Look before you write.',
    });
  });

  it('V2: an unknown version is refused with -32022, the versions there are and the one asked for', async () => {
    const version = { 'io.modelcontextprotocol/protocolVersion': '2027-01-01' };
    const reply = await discoverWith({ ...MODERN_META, ...version }, { 'mcp-protocol-version': '2027-01-01' });

    expect([reply.status, errorOf(reply).code]).toEqual([400, -32022]);
    expect(reply.json.error.data).toEqual({ supported: ['2026-07-28'], requested: '2027-01-01' });
  });

  it('V3: both eras are served at one address', async () => {
    expect((await server.modern('tools/list')).json.result).toHaveProperty('resultType');
    expect((await server.legacy('tools/list')).json.result).not.toHaveProperty('resultType');
  });
});

describe('basic/transports/streamable-http', () => {
  it('H4: an accepted notification is answered with 202 and nothing, one that is none with 400', async () => {
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const accepted = await server.post(JSON.stringify(cancelled), { 'mcp-protocol-version': '2026-07-28' });
    const before = server.gateway.requests.length;
    const call = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'test_simple_text' } };
    const refused = await server.post(JSON.stringify(call));

    expect([accepted.status, accepted.text]).toEqual([202, '']);
    expect([refused.status, errorOf(refused).code]).toEqual([400, -32600]);
    expect(server.gateway.requests.length).toBe(before);
  });

  it.each([
    ['the version header differs', { 'mcp-protocol-version': '2025-11-25' }],
    ['the version header is missing', { 'mcp-protocol-version': undefined }],
    ['Mcp-Method is missing', { 'mcp-method': undefined }],
    ['Mcp-Method differs', { 'mcp-method': 'tools/list' }],
    ['Mcp-Method differs in case', { 'mcp-method': 'Tools/Call' }],
    ['Mcp-Name is missing', { 'mcp-name': undefined }],
    ['Mcp-Name differs', { 'mcp-name': 'trial_echo' }],
    ['Mcp-Name is another name in Base64', { 'mcp-name': '=?base64?dHJpYWxfZWNobw==?=' }],
    ['Mcp-Name is broken Base64', { 'mcp-name': '=?base64?dGVzdF9zaW1wbGVfdGV4dA?=' }],
    ['Mcp-Name has bytes beyond ASCII', { 'mcp-name': 'test_simple_text\u00e9' }],
  ])('H9, H10, M3, M4: when %s, nothing is run', async (_what, over) => {
    const before = server.gateway.requests.length;
    const reply = await server.modern('tools/call', { name: 'test_simple_text' }, over);

    expect([reply.status, errorOf(reply).code, reply.json.id]).toEqual([400, -32020, 1]);
    expect(server.gateway.requests.length).toBe(before);
  });

  it('H10: a name beyond ASCII is refused as it is and taken in Base64', async () => {
    const raw = await server.modern('tools/call', { name: 'thé' });
    const encoded = await server.modern('tools/call', { name: 'thé' }, { 'mcp-name': '=?base64?dGjDqQ==?=' });

    expect(errorOf(raw).code).toBe(-32020);
    expect(errorOf(encoded)).toMatchObject({ code: -32602, message: 'There is no tool of that name.' });
  });

  it('H11, H12: names of headers in any case, spaces around values and the Base64 form are understood', async () => {
    const call = { name: 'test_simple_text' };
    const upper = await server.modern('tools/list', {}, { 'mcp-method': undefined, 'MCP-METHOD': 'tools/list' });
    const spaced = await server.modern('tools/call', call, { 'mcp-name': '  test_simple_text  ' });
    const sentinel = `=?base64?${Buffer.from('test_simple_text').toString('base64')}?=`;
    const encoded = await server.modern('tools/call', call, { 'mcp-name': sentinel });

    expect([upper.status, spaced.status, encoded.status]).toEqual([200, 200, 200]);
  });

  it.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'unknown/method', 'constructor', ''])(
    'H14: the method %j is not found: 404 and -32601',
    async (method) => {
      const reply = await server.modern(method);

      expect([reply.status, errorOf(reply).code]).toEqual([404, -32601]);
    },
  );

  it.each(['GET', 'DELETE', 'PUT'] as const)('H15: %s is answered with 405 and what is allowed', async (method) => {
    const headers = { authorization: 'Bearer alice', 'mcp-session-id': 'x', 'last-event-id': '1' };
    const reply = await request(server.url, { method, headers });
    await reply.body.dump();

    expect([reply.statusCode, reply.headers.allow]).toEqual([405, 'POST']);
  });

  it('H15: a session id is neither asked for nor given', async () => {
    const reply = await server.modern('tools/list', {}, { 'mcp-session-id': 'somebody-elses' });

    expect(reply.status).toBe(200);
    expect(reply.headers).not.toHaveProperty('mcp-session-id');
  });

  it('H8: in the modern era a caller who leaves cancels the call', async () => {
    const leaving = new AbortController();
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'trial_wait', _meta: MODERN_META } };
    const waiting = server.trial.waiting;
    const left = request(server.url, {
      method: 'POST',
      signal: leaving.signal,
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer alice',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'trial_wait',
      },
      body: JSON.stringify(body),
    }).catch((error) => error.name);
    await server.trial.untilWaiting(waiting + 1);

    leaving.abort();

    expect(await left).toBe('AbortError');
    await server.trial.untilAborted(1);
  });

  it.each([
    [undefined, 200],
    ['*/*', 200],
    ['application/*;q=0.1', 200],
    ['text/event-stream, application/json', 200],
    ['text/event-stream', 406],
    ['application/json;q=0, text/html', 406],
  ])('H5: with Accept %j the status is %j', async (accept, status) => {
    expect((await server.modern('tools/list', {}, { accept })).status).toBe(status);
  });

  it.each([
    ['application/json; charset=utf-8', 200],
    ['APPLICATION/JSON', 200],
    ['text/plain', 415],
    ['application/jsonp', 415],
    [undefined, 415],
  ])('a body declared as %j is answered with %j', async (type, status) => {
    expect((await server.modern('tools/list', {}, { 'content-type': type })).status).toBe(status);
  });
});

describe('server/utilities', () => {
  it('C1, C2: the six cacheable results carry hints, all private, and a call does not', async () => {
    const { json: made } = await server.modern('tools/call', { name: 'test_large_result' });
    const uri = made.result.content[2].uri as string;
    for (const [method, params, schema] of [
      ['server/discover', {}, DiscoverResultSchema],
      ['tools/list', {}, ListToolsResultSchema],
      ['prompts/list', {}, ListPromptsResultSchema],
      ['resources/list', {}, ListResourcesResultSchema],
      ['resources/templates/list', {}, ListResourceTemplatesResultSchema],
      ['resources/read', { uri }, ReadResourceResultSchema],
    ] as const) {
      const { result } = (await server.modern(method, params)).json;

      expect(schema.safeParse(result).success).toBe(true);
      expect(result).toMatchObject({ ttlMs: expect.any(Number), cacheScope: 'private' });
    }
    expect(CallToolResultSchema.parse(made.result)).not.toHaveProperty('ttlMs');
  });

  it.each(['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'])(
    'P1: %s refuses a cursor that it did not give',
    async (method) => {
      for (const cursor of ['x', '', 3, null]) {
        expect(errorOf(await server.modern(method, { cursor })).code).toBe(-32602);
      }
    },
  );
});

describe('authorization', () => {
  it('A4: without a key the answer is 401 with a bare challenge, before anything is parsed', async () => {
    const reply = await server.post('{', { authorization: undefined });

    expect([reply.status, reply.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(reply.json.error).toMatchObject({ code: 'unauthenticated', message: 'Send an API key.' });
  });

  it('A4: with a wrong key the challenge says so, and one who failed too often is told to wait', async () => {
    const wrong = await server.modern('tools/list', {}, { authorization: 'Bearer ?' });
    const often = await server.modern('tools/list', {}, { authorization: 'Bearer !' });

    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([401, 'Bearer error="invalid_token"']);
    expect([often.status, often.headers['retry-after']]).toEqual([429, '2']);
  });

  it('a sign-in that takes a while is waited for', async () => {
    expect((await server.modern('tools/list', {}, { authorization: 'Bearer late' })).status).toBe(200);
  });
});
