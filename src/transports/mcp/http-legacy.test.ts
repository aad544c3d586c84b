import {
  InitializeResultSchema,
  JSONRPCErrorResponseSchema,
  ListPromptsResultSchema,
  ListResourcesResultSchema,
  ListResourceTemplatesResultSchema,
  ListToolsResultSchema,
  ReadResourceResultSchema,
} from '@modelcontextprotocol/core';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type McpServer, openMcpServer, SERVER_INFO } from '../../../test/support/mcp-server.ts';

let server: McpServer;
beforeAll(async () => {
  server = await openMcpServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const initialize = (protocolVersion: unknown, headers = {}) =>
  server.legacy(
    'initialize',
    { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    { 'mcp-protocol-version': undefined, ...headers },
  );

describe('basic/lifecycle of 2025-11-25', () => {
  it.each([
    ['2025-11-25', '2025-11-25'],
    ['2025-06-18', '2025-06-18'],
    ['2025-03-26', '2025-11-25'],
    ['2026-07-28', '2025-11-25'],
    [undefined, '2025-11-25'],
    [7, '2025-11-25'],
  ])('Y1: initialize with %j agrees on %j', async (asked, agreed) => {
    const reply = await initialize(asked);

    expect(reply.status).toBe(200);
    expect(InitializeResultSchema.parse(reply.json.result)).toEqual({
      protocolVersion: agreed,
      capabilities: { tools: {}, resources: {}, prompts: {} },
      serverInfo: SERVER_INFO,
      instructions: 'Look before you write.',
    });
  });

  it('Y1: notifications/initialized is accepted with 202', async () => {
    const reply = await server.post(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }), {
      'mcp-protocol-version': '2025-11-25',
    });

    expect([reply.status, reply.text]).toEqual([202, '']);
  });

  it('Y3: no session is made', async () => {
    expect((await initialize('2025-11-25')).headers).not.toHaveProperty('mcp-session-id');
  });
});

describe('basic/transports of 2025-11-25', () => {
  it.each(['2025-03-26', '2024-11-05', 'latest', ''])(
    'Y4: the version header %j is refused with 400',
    async (version) => {
      const reply = await server.legacy('tools/list', {}, { 'mcp-protocol-version': version });

      expect(reply.status).toBe(400);
      expect(JSONRPCErrorResponseSchema.parse(reply.json).error).toMatchObject({
        code: -32022,
        data: { supported: ['2026-07-28', '2025-11-25', '2025-06-18'], requested: version },
      });
    },
  );

  it.each([undefined, '2025-06-18', '2025-11-25'])(
    'Y4: with the version header %j tools are listed',
    async (version) => {
      const reply = await server.legacy('tools/list', {}, { 'mcp-protocol-version': version });

      expect(ListToolsResultSchema.parse(reply.json.result).tools).toHaveLength(8);
    },
  );

  it('Y5: ping is answered with an empty result', async () => {
    expect((await server.legacy('ping')).json).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  });

  it.each(['server/discovered', 'logging/setLevel', 'tasks/list', 'toString'])(
    'a method that is not offered (%s) is answered in 200, as every readable request',
    async (method) => {
      const reply = await server.legacy(method);

      expect([reply.status, reply.json.error.code]).toEqual([200, -32601]);
    },
  );

  it('Y6: a caller who leaves does not cancel', async () => {
    const leaving = new AbortController();
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'trial_wait' } };
    const headers = { 'content-type': 'application/json', authorization: 'Bearer alice' };
    const { signal } = leaving;
    const left = request(server.url, { method: 'POST', signal, headers, body: JSON.stringify(body) }).catch(
      () => 'left',
    );
    await server.trial.untilWaiting(1);
    leaving.abort();
    await left;

    // Another whole exchange: had leaving cancelled, the abort would have come before its answer.
    await server.legacy('ping');
    server.trial.release();

    expect(server.trial.aborted).toBe(0);
    expect(server.gateway.requests.at(-1)?.signal).toBeUndefined();
  });

  it('M5: batches are refused whole, and nothing is run', async () => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'test_simple_text' } };
    const before = server.gateway.requests.length;
    for (const batch of [[], [call], Array.from({ length: 300 }, () => call)]) {
      const reply = await server.post(JSON.stringify(batch));

      expect([reply.status, reply.json.error.code]).toEqual([400, -32600]);
    }
    expect(server.gateway.requests.length).toBe(before);
  });
});

describe('results of the legacy era', () => {
  it('are what the older schemas say, without the members of the modern era', async () => {
    const { json: made } = await server.legacy('tools/call', { name: 'test_large_result' });
    const uri = made.result.content[2].uri as string;
    for (const [method, params, schema] of [
      ['tools/list', {}, ListToolsResultSchema],
      ['prompts/list', {}, ListPromptsResultSchema],
      ['resources/list', {}, ListResourcesResultSchema],
      ['resources/templates/list', {}, ListResourceTemplatesResultSchema],
      ['resources/read', { uri }, ReadResourceResultSchema],
    ] as const) {
      const { result } = (await server.legacy(method, params)).json;

      expect(schema.safeParse(result).success).toBe(true);
      for (const member of ['resultType', 'ttlMs', 'cacheScope']) expect(result).not.toHaveProperty(member);
    }
  });
});
