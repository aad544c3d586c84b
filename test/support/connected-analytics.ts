import { analytics } from '../../src/connectors/analytics/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/analytics/emulator/emulator.ts';
import type { AnalyticsUpstream } from '../../src/connectors/analytics/protocol/upstream.ts';
import { FaultSwitch, parseFaults } from '../../src/emulation/faults.ts';
import { createChannel } from '../../src/gateway/channel.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { Target, UsedUpQuota } from '../../src/kernel/connector.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { Wire } from '../../src/kernel/wire.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { signInAtGoogle } from './google-sign-in.ts';

/** One request as it went to Google, and what came back. */
export interface SentRequest {
  readonly method: string;
  readonly host: string;
  /** Path without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into requests and replies without parsing them
  readonly body: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly reply: any;
}

/** The connector on an emulated Analytics, without a platform around it: real channel, real tools, no retries. */
export interface ConnectedAnalytics {
  readonly clock: FakeClock;
  readonly target: Target;
  readonly wire: Wire;
  readonly sent: readonly SentRequest[];
  readonly usedUp: readonly UsedUpQuota[];
  /** Switches faults on, in the grammar of `emulation/faults.ts`. */
  fault(rules: string): void;
  upstream(): AnalyticsUpstream;
  /** Parses the input as `validate` does, runs the tool, and checks the answer against the tool's output schema. */
  call<In, Out extends object>(tool: Tool<In, Out, AnalyticsUpstream>, input?: Record<string, unknown>): Promise<Out>;
}

export interface ConnectOptions extends Partial<EmulatorOptions> {
  readonly clock?: FakeClock;
  /** Without the default property that the emulator's credentials name. */
  readonly isWithoutDefault?: boolean;
  /** Stands between the connector and the emulator. */
  readonly around?: (wire: Wire) => Wire;
}

/** Opens an emulated Analytics of the 22nd of November 2026, noon in UTC, or of the options' own clock. */
export function connectAnalytics(options: ConnectOptions = {}): ConnectedAnalytics {
  const clock = options.clock ?? createFakeClock();
  const faults = new FaultSwitch();
  const emulator = openEmulator({ ...options, clock, faults });
  const { credentials } = emulator;
  const value = (name: string) =>
    name === 'GA4_PROPERTY_ID' && options.isWithoutDefault ? undefined : credentials[name];
  const configured = analytics.configure({ value, has: (name) => value(name) !== undefined });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const { target } = configured;
  const connection: Connection = {
    id: 'analytics/default',
    name: 'default',
    connector: analytics,
    state: { on: true, mode: 'mock', target },
    credentialVersion: 1,
  };
  const sent: SentRequest[] = [];
  const usedUp: UsedUpQuota[] = [];
  const reached = options.around?.(emulator.wire) ?? emulator.wire;
  const signed = signInAtGoogle(emulator.wire, credentials, 'GA4_', clock);
  const wire: Wire = async (request, signal) => {
    const authorization = await signed();
    const reply = await reached({ ...request, headers: { ...request.headers, authorization } }, signal);
    const { host, pathname, searchParams } = new URL(request.url);
    const body = request.body === undefined ? undefined : JSON.parse(String(request.body));
    sent.push({ method: request.method, host, path: pathname, query: searchParams, body, reply: parsed(reply.body) });
    return reply;
  };
  const { signal } = new AbortController();
  const upstream = () => {
    const onUsedUp = (quota: UsedUpQuota) => void usedUp.push(quota);
    const channel = createChannel({ connection, wire, signal, onQuota() {}, onUsedUp, onNote() {}, now: clock.now });
    return analytics.upstream(channel, target);
  };
  return {
    clock,
    target,
    wire,
    sent,
    usedUp,
    fault: (rules) => faults.add(parseFaults(rules)),
    upstream,
    async call(tool, input = {}) {
      const output = await tool.run(tool.input.parse(input), upstream(), {
        signal,
        now: clock.now,
        atFirst: (read) => read(),
        answerWith() {},
      });
      return tool.output.parse(output);
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
