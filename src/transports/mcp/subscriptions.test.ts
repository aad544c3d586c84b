import { describe, expect, it } from 'vitest';
import { type McpServer, MODERN_META, openMcpServer } from '../../../test/support/mcp-server.ts';
import { WATCHED } from '../../../test/support/small-gateway.ts';

/** Opens a stream over HTTP and reads its messages one by one. */
async function listen({ url }: McpServer, notifications: unknown, name = 'alice', id: string | number = 7) {
  const left = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${name}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'subscriptions/listen',
      params: { notifications, _meta: MODERN_META },
    }),
    signal: left.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async () => {
    while (!text.includes('\n\n')) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += value;
    }
    const at = text.indexOf('\n\n');
    const event = text.slice(0, at);
    text = text.slice(at + 2);
    return JSON.parse(event.replace('event: message\ndata: ', ''));
  };
  return { response, next, leave: () => left.abort() };
}

const META = 'io.modelcontextprotocol/subscriptionId';

describe('subscriptions/listen', () => {
  it('acknowledges first, marks every message with its id, and ends with a result (L1, L2, L4)', async () => {
    await using server = await openMcpServer();
    const { response, next } = await listen(
      server,
      { resourceSubscriptions: [WATCHED], promptsListChanged: true },
      'alice',
      'ä',
    );
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');

    expect(await next()).toEqual({
      jsonrpc: '2.0',
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications: { resourceSubscriptions: [WATCHED] }, _meta: { [META]: 'ä' } },
    });
    server.gateway.news.emit(WATCHED);
    expect(await next()).toEqual({
      jsonrpc: '2.0',
      method: 'notifications/resources/updated',
      params: { uri: WATCHED, _meta: { [META]: 'ä' } },
    });
    server.subscriptions.end();
    expect(await next()).toMatchObject({ id: 'ä', result: { resultType: 'complete', _meta: { [META]: 'ä' } } });
    expect(await next()).toBeUndefined();
  });

  it('says nothing of what was not asked for (L3), and ends at once where there is nothing to say', async () => {
    await using server = await openMcpServer();
    const { next } = await listen(server, { resourceSubscriptions: ['mcp-platform://events/of/others'] });
    expect(await next()).toMatchObject({ params: { notifications: {} } });
    expect(await next()).toMatchObject({ id: 7, result: { resultType: 'complete' } });
    expect(await next()).toBeUndefined();

    const tools = await listen(server, { toolsListChanged: true });
    await tools.next();
    server.gateway.news.emit(WATCHED);
    server.gateway.changeTools();
    expect(await tools.next()).toMatchObject({ method: 'notifications/tools/list_changed' });
    tools.leave();
    await expect.poll(() => server.subscriptions.open).toBe(0);
  });

  it('ends the streams of a key that is revoked within moments, and no others', async () => {
    await using server = await openMcpServer();
    const revoked = await listen(server, { toolsListChanged: true }, 'bob');
    const kept = await listen(server, { toolsListChanged: true }, 'alice');
    await revoked.next();
    await kept.next();

    server.revoke('bob');

    expect(await revoked.next()).toMatchObject({ result: { resultType: 'complete' } });
    expect(await revoked.next()).toBeUndefined();
    expect(server.subscriptions.open).toBe(1);
    kept.leave();
  });

  it('lets one key open sixteen streams, and another still some', async () => {
    await using server = await openMcpServer();
    const open = await Promise.all(Array.from({ length: 16 }, () => listen(server, { toolsListChanged: true })));
    await Promise.all(open.map(({ next }) => next()));
    const body = { notifications: { toolsListChanged: true } };
    expect((await server.modern('subscriptions/listen', body)).json.error).toMatchObject({
      message: expect.stringContaining('At most 16 streams'),
    });
    const other = await listen(server, { toolsListChanged: true }, 'bob');
    expect(await other.next()).toBeDefined();
    for (const { leave } of [...open, other]) leave();
    await expect.poll(() => server.subscriptions.open).toBe(0);

    const crowd = await Promise.all(Array.from({ length: 40 }, () => listen(server, { toolsListChanged: true })));
    await Promise.all(crowd.map(({ next }) => next()));
    expect(server.subscriptions.open).toBe(16);
    for (const { leave } of crowd) leave();
    await expect.poll(() => server.subscriptions.open).toBe(0);
  });

  it.each([
    [undefined, 'params.notifications'],
    ['all', 'params.notifications'],
    [{ toolsListChanged: 1 }, 'toolsListChanged is true or false'],
    [{ resourceSubscriptions: WATCHED }, 'list of URIs'],
    [{ resourceSubscriptions: [1] }, 'list of URIs'],
    [{ resourceSubscriptions: Array(201).fill(WATCHED) }, 'at most 200'],
  ])('refuses %j saying what it should be', async (notifications, says) => {
    await using server = await openMcpServer();
    const { json } = await server.modern('subscriptions/listen', { notifications });
    expect(json.error).toMatchObject({ code: -32602, message: expect.stringContaining(says) });
    expect(server.subscriptions.open).toBe(0);
  });

  it('is a method of the modern era alone', async () => {
    await using server = await openMcpServer();
    const { json } = await server.legacy('subscriptions/listen', { notifications: { toolsListChanged: true } });
    expect(json.error).toMatchObject({ code: -32601 });
  });
});
