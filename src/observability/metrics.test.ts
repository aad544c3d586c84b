import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import type { ConnectionStatus } from './registry.ts';

const SHOPIFY: ConnectionStatus = {
  id: 'shopify/default',
  connector: 'shopify',
  title: 'Shopify',
  connection: 'default',
  on: true,
  mode: 'live',
  breaker: 'closed',
  facts: {},
  since: '2026-01-01T00:00:00.000Z',
  tools: 1,
};

function open(connections: () => readonly ConnectionStatus[] = () => [SHOPIFY]) {
  return createMetrics({
    version: '1.2.3',
    tools: new Map([['shopify_list_orders', 'shopify']]),
    connections,
    httpRequestsInFlight: () => 3,
    streamsOpen: () => 2,
    logLinesDropped: () => 0,
    sharedUp: () => undefined,
  });
}

async function linesOf(metrics: ReturnType<typeof open>, name: string): Promise<string[]> {
  return (await metrics.exposition()).split('\n').filter((line) => line.startsWith(`mcp_platform_${name}`));
}

describe('metrics', () => {
  it('count every call once, by connector, tool, face and outcome, however often they are read', async () => {
    const metrics = open();
    metrics.call('shopify_list_orders', 'mcp', 'ok', 3);
    metrics.call('shopify_list_orders', 'mcp', 'ok', 3);
    metrics.call('shopify_list_orders', 'rest', 'rate_limited', 1);
    await metrics.exposition();
    metrics.call('shopify_list_orders', 'mcp', 'ok', 3);
    expect(await linesOf(metrics, 'calls_total')).toEqual([
      'mcp_platform_calls_total{connector="shopify",tool="shopify_list_orders",face="mcp",outcome="ok"} 3',
      'mcp_platform_calls_total{connector="shopify",tool="shopify_list_orders",face="rest",outcome="rate_limited"} 1',
    ]);
    expect(await linesOf(metrics, 'call_duration_seconds_count')).toEqual([
      'mcp_platform_call_duration_seconds_count{connector="shopify",tool="shopify_list_orders"} 4',
    ]);
  });

  it('know no label that a caller made up', async () => {
    const metrics = open();
    for (let n = 0; n < 1_000; n++) metrics.call(`made_up_${n}`, 'mcp', 'unknown_tool', 1);
    expect(await linesOf(metrics, 'calls_total')).toEqual([
      'mcp_platform_calls_total{connector="unknown",tool="unknown",face="mcp",outcome="unknown_tool"} 1000',
    ]);
  });

  it('observe durations in seconds', async () => {
    const metrics = open();
    metrics.attempt('shopify/default', 'ok', 200);
    expect(await linesOf(metrics, 'upstream_duration_seconds_sum')).toEqual([
      'mcp_platform_upstream_duration_seconds_sum{connection="shopify/default"} 0.2',
    ]);
    const buckets = await linesOf(metrics, 'upstream_duration_seconds_bucket');
    expect(buckets.filter((line) => line.endsWith(' 1'))[0]).toContain('le="0.25"');
  });

  it('show connections as they are when they are read', async () => {
    let breaker: ConnectionStatus['breaker'] = 'closed';
    const metrics = open(() => [{ ...SHOPIFY, breaker }]);
    expect(await linesOf(metrics, 'connection_up')).toEqual([
      'mcp_platform_connection_up{connection="shopify/default",mode="live"} 1',
    ]);
    breaker = 'open';
    expect(await linesOf(metrics, 'connection_up')).toEqual([
      'mcp_platform_connection_up{connection="shopify/default",mode="live"} 0',
    ]);
    expect(await linesOf(metrics, 'breaker_state')).toEqual([
      'mcp_platform_breaker_state{connection="shopify/default"} 2',
    ]);
  });

  it('show counters that have not counted as 0, so that alerts see their first step', async () => {
    expect(await linesOf(open(), 'audit_failures_total')).toEqual(['mcp_platform_audit_failures_total 0']);
  });

  it('tell of the process, the event loop and the version', async () => {
    const text = await open().exposition();
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain(`mcp_platform_build_info{version="1.2.3",node="${process.version}"} 1`);
    expect(text).toContain('mcp_platform_http_requests_in_flight 3');
    expect(text).toContain('mcp_platform_mcp_streams_open 2');
  });
});
