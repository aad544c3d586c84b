import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createLinePipe } from '../../../test/support/line-transport.ts';
import { LISTING, type McpServer, openMcpServer, SERVER_INFO } from '../../../test/support/mcp-server.ts';
import { createPrincipal } from '../../../test/support/small-gateway.ts';
import { silentLog } from '../../kernel/log.ts';
import { relayStdio } from './relay.ts';
import { serveStdio } from './stdio.ts';

type Way = (server: McpServer) => Transport;

const overHttp: Way = ({ url }) =>
  new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: 'Bearer alice' } } });

const overStdio: Way = ({ gateway }) => {
  const { transport, input, output } = createLinePipe();
  const parts = {
    gateway,
    log: silentLog,
    serverInfo: SERVER_INFO,
    instructions: 'Look before you write.',
    listing: LISTING,
  };
  void serveStdio({ ...parts, input, output, clock: createFakeClock(), authenticate: () => createPrincipal('alice') });
  return transport;
};

const overRelay: Way = ({ url }) => {
  const { transport, input, output } = createLinePipe();
  void relayStdio({ url, token: 'alice', input, output, clock: createFakeClock() });
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
});
