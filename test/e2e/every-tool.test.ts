import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { PLATFORM_TOOLS } from '../../src/gateway/platform-tools/platform-connector.ts';
import { publishedOutput } from '../../src/gateway/published-schemas.ts';
import { featuresOf } from '../../src/process/features.ts';
import {
  type CallResult,
  examplesOf,
  expectGoodAnswer,
  expectToObey,
  type PublishedTool,
} from '../support/answer-checks.ts';
import { openEmulatedVendors } from '../support/emulated-vendors.ts';
import { connectClient } from '../support/platform-client.ts';
import { openPlatformInProcess } from '../support/platform-in-process.ts';
import type { Settings } from '../support/platform-process.ts';
import { createSwiftClock } from '../support/swift-clock.ts';

// Every example of every tool of every connector, through the official client over HTTP, each way in which a connection
// answers without its vendor. What changes data comes after what reads, and what destroys comes last.

const EFFECTS = ['read', 'write', 'destroy'];
const TOOLS = CONNECTORS.flatMap(({ tools }) => tools).toSorted(
  (a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect),
);
const EXAMPLES = examplesOf(TOOLS);
const SWIFT = 20;
/** Nobody's limits but the vendors', and those flow back twenty times as fast; nothing ends for the speed of the clock. */
const SETTINGS: Settings = {
  FEATURES: featuresOf(CONNECTORS).join(),
  RATE_CALLS_PER_MINUTE: '1000000',
  RATE_BURST: '100000',
  LOAD_SHED_LAG_MS: '0',
  CALL_DEADLINE_MS: '600000',
  ATTEMPT_TIMEOUT_MS: '600000',
  OUTBOUND_TIMEOUT_MS: '600000',
};

describe.each(['mock', 'emulated'])('in the mode %s', (mode) => {
  const opened = new AsyncDisposableStack();
  let client: Client;
  let listed: ReadonlyMap<string, PublishedTool>;

  beforeAll(async () => {
    const clock = createSwiftClock(SWIFT);
    const vendors =
      mode === 'mock' ? { MOCK_MODE: 'always' } : opened.use(await openEmulatedVendors(CONNECTORS, clock)).settings;
    const platform = opened.use(await openPlatformInProcess(clock, { ...SETTINGS, ...vendors }));
    client = opened.use(await connectClient(platform, platform.key, '2026-07-28', undefined, '/mcp/all'));
    const { tools } = await client.listTools();
    listed = new Map(tools.map((tool) => [tool.name, tool as PublishedTool]));
  });

  afterAll(() => opened.disposeAsync());

  it('every tool is listed', () => {
    const names = [...TOOLS, ...PLATFORM_TOOLS].map(({ name }) => name);
    expect([...listed.keys()]).toEqual(names.sort());
  });

  it.each(EXAMPLES)('$name answers and obeys its schema: $title', async ({ name, input }) => {
    const tool = TOOLS.find((one) => one.name === name)!;

    const result = (await client.callTool({ name, arguments: input })) as CallResult;

    const whole = { ...listed.get(name)!, outputSchema: publishedOutput(tool) };
    expectGoodAnswer(whole, mode, result);
    expectToObey(listed.get(name)?.outputSchema, result.structuredContent);
  });

  it.each(examplesOf(PLATFORM_TOOLS))('$name answers and obeys its schema: $title', async ({ name, input }) => {
    const result = (await client.callTool({ name, arguments: input })) as CallResult;
    expectGoodAnswer(listed.get(name)!, 'live', result);
  });
});
