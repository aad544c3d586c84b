import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createLinePipe } from '../../../test/support/line-transport.ts';
import { LISTING, type McpServer, openMcpServer, SERVER_INFO } from '../../../test/support/mcp-server.ts';
import { createPrincipal, WATCHED } from '../../../test/support/small-gateway.ts';
import { silentLog } from '../../kernel/log.ts';
import { relayStdio } from './relay.ts';
import { serveStdio } from './stdio.ts';

type Way = (server: McpServer) => Transport;

const overHttp: Way = ({ url }) =>
  new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: 'Bearer alice' } } });

const overStdio: Way = ({ gateway, subscriptions }) => {
  const { transport, input, output } = createLinePipe();
  const clock = createFakeClock();
  const parts = {
    gateway,
    subscriptions,
    log: silentLog,
    serverInfo: SERVER_INFO,
    instructions: 'Look before you write.',
    listing: LISTING,
  };
  void serveStdio({ ...parts, input, output, clock, authenticate: () => createPrincipal('alice') });
  return transport;
};

const overRelay: Way = ({ url }) => {
  const { transport, input, output } = createLinePipe();
  void relayStdio({ url: () => url, token: 'alice', input, output, clock: createFakeClock() });
  return transport;
};

const WAYS = { HTTP: overHttp, stdio: overStdio, 'the relay': overRelay };
const ERAS = [
  ['legacy', 'legacy', '2025-11-25'],
  ['auto', 'modern', '2026-07-28'],
  [{ pin: '2026-07-28' }, 'modern', '2026-07-28'],
] as const;

describe.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('the official client over %s', (way) => {
  it.each(ERAS)('in mode %j speaks the %s era, calls tools and reads results', async (mode, era, version) => {
    await using server = await openMcpServer();
    const client = new Client({ name: 'official', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(WAYS[way](server));

    const { tools } = await client.listTools();
    const echoed = await client.callTool({ name: 'trial_echo', arguments: { text: 'tëa' } });
    const failed = await client.callTool({ name: 'test_error_handling', arguments: {} });
    const large = await client.callTool({ name: 'test_large_result', arguments: {} });
    const { resources } = await client.listResources();
    const page = await client.readResource({ uri: resources[0]?.uri ?? '' });

    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getServerVersion()).toMatchObject(SERVER_INFO);
    expect(client.getInstructions()).toBe('Look before you write.');
    expect(era === 'modern').toBe(client.getProtocolEra() === 'modern');
    expect(tools.map(({ name }) => name)).toContain('trial_echo');
    expect(echoed.structuredContent).toMatchObject({ text: 'tëa' });
    expect(failed).toMatchObject({ isError: true });
    expect(large.content).toHaveLength(3);
    expect(page.contents).toHaveLength(1);
    await expect(client.callTool({ name: 'nobody_has_it', arguments: {} })).rejects.toMatchObject({ code: -32602 });
    await client.close();
  });

  it('hears on a stream what it asked for, until it or the server ends it', async () => {
    await using server = await openMcpServer();
    const client = new Client({ name: 'official', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    const heard: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
    client.setNotificationHandler('notifications/tools/list_changed', () => void heard.push('tools'));
    await client.connect(WAYS[way](server));

    const all = { toolsListChanged: true, resourceSubscriptions: [WATCHED, 'mcp-platform://events/of/others'] };
    const subscription = await client.listen(all);
    const other = await client.listen({ toolsListChanged: true });
    expect(subscription.honoredFilter).toEqual({ toolsListChanged: true, resourceSubscriptions: [WATCHED] });
    await other.close();
    await expect.poll(() => server.subscriptions.open).toBe(1);
    // Many at once are one; what comes later is another.
    for (let n = 0; n < 5; n += 1) server.gateway.news.emit(WATCHED);
    await expect.poll(() => heard).toEqual([WATCHED]);
    server.gateway.news.emit(WATCHED);
    await expect.poll(() => heard).toEqual([WATCHED, WATCHED]);
    server.gateway.changeTools();
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([WATCHED, WATCHED, 'tools']);
    // Calls go on beside it.
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);

    server.subscriptions.end();
    expect(await subscription.closed).toBe('graceful');
    await expect(client.listen({ toolsListChanged: true })).rejects.toThrow('stopping');
    await client.close();
    expect(server.subscriptions.open).toBe(0);
    expect(server.gateway.news.listenerCount(WATCHED)).toBe(0);
  });
});
