import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClient, type Rest, request, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';

const READ = 'shopify_list_products';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

let platform: PlatformProcess;
let rest: Rest;
let metricsUrl: string;

beforeAll(async () => {
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}`;
  platform = await startPlatform({ settings: { MOCK_MODE: 'always', METRICS_PORT: String(port) } });
  rest = restOf(platform, platform.key);
});

afterAll(() => platform[Symbol.asyncDispose]());

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('health', () => {
  it('is bare to whoever asks: liveness, startup, readiness', async () => {
    const paths = ['/health', '/health/startup', '/health/detailed'];

    const answers = await Promise.all(paths.map((path) => request(platform.url, '', path)));

    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([200, '{"status":"ok"}']));
  });

  it('has details for those who may read it', async () => {
    await rest.call(READ);

    const { json } = await rest.send('/health/detailed');

    expect(json).toMatchObject({
      status: 'ok',
      ready: true,
      version: expect.any(String),
      checks: [
        { name: 'database', ok: true },
        { name: 'audit', ok: true },
      ],
      connections: expect.arrayContaining([
        expect.objectContaining({ id: 'shopify/default', on: true, mode: 'mock', breaker: 'closed' }),
      ]),
    });
    const [shop] = json.connections.filter(({ id }: { id: string }) => id === 'shopify/default');
    expect(shop.lastSuccessAt).toMatch(/^\d{4}-/);
  });

  it('is refused to a wrong key rather than answered as to a stranger', async () => {
    expect((await request(platform.url, 'mcpk_wrong', '/health/detailed')).status).toBe(401);
  });
});

describe('metrics', () => {
  it('need a key that may read them', async () => {
    const viewer = await rest.newKey('viewer');

    const answers = [
      await request(platform.url, '', '/metrics'),
      await request(platform.url, viewer.key, '/metrics'),
      await rest.send('/metrics'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 200]);
    expect(answers[2]?.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('are open on METRICS_PORT, which serves nothing else', async () => {
    const answers = await Promise.all(
      ['/metrics', '/health', '/mcp', '/api/v1/tools', '/'].map((path) => request(metricsUrl, '', path)),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404, 404]);
    expect(answers[0]?.text).toContain('mcp_platform_build_info');
  });

  it('count what happened: calls by their end, the cache, refusals', async () => {
    const viewer = restOf(platform, (await rest.newKey('viewer')).key);
    const countOf = async (series: string) => {
      const { text } = await request(metricsUrl, '', '/metrics');
      const line = text.split('\n').find((one) => one.startsWith(`${series} `));
      return line === undefined ? 0 : Number(line.split(' ').at(-1));
    };
    // biome-ignore format: a table is read in columns
    const series = [
      [`mcp_platform_calls_total{connector="shopify",tool="${READ}",face="rest",outcome="ok"}`, 2],
      [`mcp_platform_calls_total{connector="shopify",tool="${READ}",face="rest",outcome="invalid_input"}`, 1],
      ['mcp_platform_calls_total{connector="shopify",tool="shopify_search_orders",face="rest",outcome="forbidden"}', 1],
      ['mcp_platform_calls_total{connector="unknown",tool="unknown",face="rest",outcome="unknown_tool"}', 2],
      ['mcp_platform_cache_requests_total{result="miss"}', 1],
      ['mcp_platform_cache_requests_total{result="hit"}', 1],
      ['mcp_platform_sign_in_failures_total', 1],
      [`mcp_platform_call_duration_seconds_count{connector="shopify",tool="${READ}"}`, 3],
    ] as const;
    const before = await Promise.all(series.map(([name]) => countOf(name)));

    await rest.call(READ, { limit: 7 });
    await rest.call(READ, { limit: 7 });
    await rest.call(READ, { limit: 'seven' });
    await viewer.call('shopify_search_orders');
    await rest.call('no_such_tool');
    await rest.call('nor_such_a_tool');
    await request(platform.url, 'mcpk_wrong', '/api/v1/tools');

    const after = await Promise.all(series.map(([name]) => countOf(name)));
    const grown = series.map(([name], at) => [name, (after[at] as number) - (before[at] as number)]);
    expect(grown).toEqual(series.map(([name, by]) => [name, by]));
  });
});

describe('the log', () => {
  it('has one JSON line a call, under the trace of its caller, with nothing that was sent', async () => {
    const secret = 'zanzibar-4711';
    const viewer = await rest.newKey('viewer');
    const headers = { traceparent: TRACEPARENT };
    await using client = await connectClient(platform, platform.key);

    const answers = [
      await rest.call(READ, { text: secret }, headers),
      await rest.call(READ, { limit: secret }, headers),
      await rest.call(READ, { [secret]: true }, headers),
      await restOf(platform, viewer.key).call('shopify_search_orders', { text: secret }, headers),
      await rest.call('shopify_update_product_seo', { id: '8100000000010', title: secret }, headers),
      await rest.call('no_such_tool', { note: secret }, headers),
    ];
    await client.callTool({ name: READ, arguments: { text: secret }, _meta: { traceparent: TRACEPARENT } });

    const last = await platform.logged((line) => line.correlationId === TRACE && line.face === 'mcp');
    const lines = platform.log().filter((line) => line.correlationId === TRACE);
    expect(lines.filter(({ event }) => event === 'call')).toHaveLength(answers.length + 1);
    expect(lines.map(({ callId }) => callId)).toHaveLength(new Set(lines.map(({ callId }) => callId)).size);
    expect(answers.every((answer) => answer.headers.get('x-correlation-id') === TRACE)).toBe(true);
    expect(last).toMatchObject({ level: 'info', tool: READ, connection: 'shopify/default', mode: 'mock' });
    expect(platform.log().some((line) => 'notJson' in line)).toBe(false);
    for (const hidden of [secret, platform.key, viewer.key]) expect(platform.logText()).not.toContain(hidden);
  });
});
