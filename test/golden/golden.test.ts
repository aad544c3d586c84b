import { afterAll, beforeAll, describe, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import type { ErrorCode } from '../../src/kernel/errors.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { featuresOf } from '../../src/process/features.ts';
import { expectGolden, goldenJson } from '../support/golden.ts';
import { connectClient, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';

// What others depend on, as the running platform gives it out to an admin.

let platform: PlatformProcess;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always', FEATURES: featuresOf(CONNECTORS).join() } });
});

afterAll(() => platform[Symbol.asyncDispose]());

describe('what others depend on stays as it is', () => {
  it('each tool as MCP clients see it', async () => {
    await using client = await connectClient(platform, platform.key, '2026-07-28', undefined, '/mcp/all');

    const { tools } = await client.listTools();

    expectGolden('tools', new Map(tools.map((tool) => [`${tool.name}.json`, goldenJson(tool)])));
  });

  it('the OpenAPI document', async () => {
    const { json } = await restOf(platform, platform.key).send('/openapi.json');

    const timeless = { ...json, info: { ...json.info, version: 'of the package' } };

    expectGolden('rest', new Map([['openapi.json', goldenJson(timeless)]]));
  });

  it('the metrics with their kinds, words and labels', async () => {
    expectGolden('metrics', new Map([['metrics.json', goldenJson(await ownMetrics())]]));
  });
});

/** The platform's own metrics, each with its labels: everything that is counted is counted once. */
async function ownMetrics(): Promise<object[]> {
  const metrics = createMetrics({
    version: '0',
    tools: new Map([['a_tool', 'a']]),
    connections: () => [CONNECTION],
    httpRequestsInFlight: () => 0,
    streamsOpen: () => 0,
    logLinesDropped: () => 0,
    sharedUp: () => undefined,
  });
  const ended: ErrorCode = 'upstream_failed';
  metrics.call('a_tool', 'mcp', ended, 1);
  metrics.attempt('a/default', ended, 1);
  metrics.breakerMoved('a/default', 'open', 'failures');
  metrics.cacheAsked('hit', 'hit');
  metrics.rateLimited();
  metrics.countedAlone('rates');
  metrics.requestShed();
  metrics.signInFailed();
  metrics.replayed();
  metrics.auditWritten(1);
  metrics.auditFailed(1);
  const text = await metrics.exposition();
  return [...text.matchAll(/^# HELP (mcp_platform_\S+) (.*)\n# TYPE \S+ (\S+)\n(.*)$/gm)].map(
    ([, name, help, type, first = '']) => ({ name, type, help, labels: labelsOf(first) }),
  );
}

function labelsOf(series: string): string[] {
  return [...series.matchAll(/[{,](\w+)="/g)].map(([, label]) => label as string).filter((label) => label !== 'le');
}

const CONNECTION = {
  id: 'a/default',
  connector: 'a',
  title: 'A',
  connection: 'default',
  on: true,
  mode: 'live',
  breaker: 'closed',
  facts: {},
  since: '2026-01-01T00:00:00.000Z',
  tools: 1,
} as const;
