import { CallToolResultSchema } from '@modelcontextprotocol/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type McpServer, openMcpServer } from '../../../test/support/mcp-server.ts';

let server: McpServer;
beforeAll(async () => {
  server = await openMcpServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const call = (name: string, args?: unknown, over = {}, _meta = {}) =>
  server.modern('tools/call', { name, arguments: args, _meta }, over);

describe('tools/list', () => {
  it('T1: shows what the caller may see, the same each time', async () => {
    const names = (reply: { json: { result: { tools: { name: string }[] } } }) =>
      reply.json.result.tools.map(({ name }) => name);
    const first = await server.modern('tools/list');
    const again = await server.modern('tools/list', {}, { authorization: 'Bearer bob' });
    const nothing = await server.modern('tools/list', {}, { authorization: 'Bearer nobody' });

    expect(names(first)).toEqual(names(first).toSorted());
    expect(again.text).toBe(first.text);
    expect(names(nothing)).toEqual([]);
  });
});

describe('tools/call', () => {
  it('T4: gives the structured answer, its mirror in text and the id of the call', async () => {
    const { json } = await call('trial_echo', { text: 'tea' });
    const result = CallToolResultSchema.parse(json.result);

    expect(result.structuredContent).toMatchObject({ text: 'tea', mode: 'mock' });
    expect(result.content).toHaveLength(1);
    expect(JSON.parse((result.content[0] as { text: string }).text)).toEqual(result.structuredContent);
    expect(result._meta).toMatchObject({ 'mcp-platform/callId': expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(result._meta).not.toHaveProperty('mcp-platform/idempotencyKey');
  });

  it.each([1, 100, 1_000])('gives text of every script as it is, %i lines of it', async (lines) => {
    const text = 'tea thé 茶 \u{1F375}\n'.repeat(lines);

    const { json } = await call('trial_echo', { text });

    expect(json.result.structuredContent.text).toBe(text);
    expect(JSON.parse(json.result.content[0].text).text).toBe(text);
  });

  it('hands the gateway who calls, through which face, what, and under which correlation', async () => {
    const reply = await call('trial_echo', { text: 'x' }, { authorization: 'Bearer bob' });

    expect(server.gateway.requests.at(-1)).toMatchObject({
      principal: { id: 'bob' },
      face: 'mcp',
      tool: 'trial_echo',
      input: { text: 'x' },
      correlationId: reply.headers['x-correlation-id'],
    });
  });

  it('without arguments calls with none', async () => {
    await call('test_simple_text');

    expect(server.gateway.requests.at(-1)?.input).toEqual({});
  });

  it('says of a cut answer how much it shows, and links the rest', async () => {
    const { json } = await call('test_large_result');
    const [, told, link] = json.result.content;
    const next = await server.modern('resources/read', { uri: link.uri });
    const stranger = await server.modern('resources/read', { uri: link.uri }, { authorization: 'Bearer bob' });

    expect(told.text).toContain('400 of 1000 rows, page 1 of 3');
    expect(told.text).toContain(link.uri);
    expect(link).toMatchObject({ type: 'resource_link', mimeType: 'application/json' });
    expect(JSON.parse(next.json.result.contents[0].text).rows[0].number).toBe(401);
    expect(stranger.json.error).toMatchObject({ code: -32602, data: { uri: link.uri } });
  });

  it.each([
    ['an unknown tool', { name: 'nobody_has_it' }],
    ['no name', {}],
    ['a name that is no text', { name: 7 }],
    ['arguments that are no object', { name: 'trial_echo', arguments: ['x'] }],
    ['arguments that are null', { name: 'trial_echo', arguments: null }],
  ])('T5: %s is a JSON-RPC error', async (_what, params: { name?: unknown }) => {
    const reply = await server.modern('tools/call', params, {
      'mcp-name': params.name?.toString(),
    });

    expect(reply.json.error.code).toBe(typeof params.name === 'number' ? -32020 : -32602);
    expect(reply.json).not.toHaveProperty('result');
  });

  it('T5: input that does not fit is a result that says what to change', async () => {
    const { status, json } = await call('trial_echo', { text: 7 });

    expect(status).toBe(200);
    expect(json.result).toMatchObject({ isError: true, resultType: 'complete' });
    expect(json.result.content[0].text).toMatch(/do not fit.\n- text: .*string/);
    expect(json.result._meta['mcp-platform/error']).toMatchObject({
      code: 'invalid_input',
      status: 400,
      retry: 'never',
    });
  });

  it('T6: a refused tool is a result, too, and every detail is there for programs', async () => {
    const refused = await call('trial_echo', { text: 'x' }, { authorization: 'Bearer nobody' });
    const limited = await call('trial_fail', { code: 'rate_limited', retryAfterMs: 1_200 });

    expect(refused.json.result._meta['mcp-platform/error']).toMatchObject({ code: 'forbidden', status: 403 });
    expect(limited.headers['retry-after']).toBe('2');
    expect(limited.json.result.content[0].text).toBe(
      'It went wrong.\n- filter.status: Use open or closed.\nRetry after 2 seconds.\n(rate_limited)',
    );
    expect(limited.json.result._meta['mcp-platform/error']).toEqual({
      code: 'rate_limited',
      status: 429,
      retry: 'later',
      retryAfterMs: 1200,
      issues: [{ path: 'filter.status', message: 'Use open or closed.' }],
      correlationId: limited.headers['x-correlation-id'],
    });
  });

  it('says of a fault of ours nothing but where the operator finds it', async () => {
    const reply = await call('trial_fail', { code: 'a stranger' });

    expect(reply.json.result._meta['mcp-platform/error'].code).toBe('internal');
    expect(reply.json.result.content[0].text).toContain(reply.headers['x-correlation-id']);
    expect(reply.text).not.toMatch(/postgres|s3cret|10\.0\.0\.5|\/srv|\.ts/);
  });
});

describe('writes', () => {
  it.each([
    ['the header', { 'idempotency-key': 'key-1' }, {}],
    ['the header in quotes', { 'idempotency-key': '"key-1"' }, {}],
    ['_meta', {}, { 'mcp-platform/idempotencyKey': 'key-1' }],
    ['both', { 'idempotency-key': 'key-1' }, { 'mcp-platform/idempotencyKey': 'key-1' }],
  ])('take their key from %s and say under which they replay', async (_where, headers, meta) => {
    const { json } = await call('trial_write', {}, headers, meta);

    expect(server.gateway.requests.at(-1)?.idempotencyKey).toBe('key-1');
    expect(json.result._meta).toMatchObject({ 'mcp-platform/idempotencyKey': 'key-1', 'mcp-platform/replayed': false });
  });

  it.each([
    ['two keys that differ', { 'idempotency-key': 'a' }, { 'mcp-platform/idempotencyKey': 'b' }],
    ['a key with a space', { 'idempotency-key': 'a b' }, {}],
    ['a key that is too long', { 'idempotency-key': 'x'.repeat(256) }, {}],
    ['a key that is no text', {}, { 'mcp-platform/idempotencyKey': 7 }],
  ])('with %s are refused before anything is run', async (_what, headers, meta) => {
    const before = server.gateway.requests.length;
    const reply = await call('trial_write', {}, headers, meta);

    expect(reply.json.error.code).toBe(-32602);
    expect(server.gateway.requests.length).toBe(before);
  });
});

describe('the deadline of a call', () => {
  it.each([
    ['the header', { prefer: 'wait=2' }, {}, 2_000],
    ['_meta', {}, { 'mcp-platform/deadlineMs': 1_500 }, 1_500],
    ['_meta rather than the header', { prefer: 'wait=2' }, { 'mcp-platform/deadlineMs': 0 }, 0],
    ['neither', {}, {}, undefined],
  ])('is taken from %s', async (_where, headers, meta, deadlineMs) => {
    await call('trial_echo', { text: 'tea' }, headers, meta);

    expect(server.gateway.requests.at(-1)?.deadlineMs).toBe(deadlineMs);
  });

  it.each([-1, '5', null])('is refused where it is %j', async (deadlineMs) => {
    const { json } = await call('trial_echo', { text: 'tea' }, {}, { 'mcp-platform/deadlineMs': deadlineMs });

    expect(json.error).toMatchObject({ code: -32602, message: expect.stringContaining('mcp-platform/deadlineMs') });
  });
});
