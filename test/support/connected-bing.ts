import { bingWebmaster } from '../../src/connectors/bing-webmaster/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/bing-webmaster/emulator/emulator.ts';
import type { BingUpstream } from '../../src/connectors/bing-webmaster/protocol/upstream.ts';
import { createChannel } from '../../src/gateway/channel.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { PlatformError } from '../../src/kernel/errors.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';
import { signed } from '../../src/outbound/signer.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { openTestGateway, type TestGatewayOptions } from './test-gateway.ts';

/** The site of which there are data. */
export const SITE = 'https://www.larkmoor-tea.example/';

export interface BingOptions extends Partial<EmulatorOptions> {
  readonly clock?: FakeClock;
  /** How the connection signs in: `key` without it. */
  readonly signIn?: 'key' | 'oauth';
  /** Further settings, by name; `undefined` takes one away. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
  /** Stands in for the emulator's answer where it gives one. */
  readonly answer?: (request: WireRequest) => WireReply | undefined;
}

/** An emulated account with the connection and the signed wire that reach it. */
function openAccount(options: BingOptions) {
  const clock = options.clock ?? createFakeClock();
  const emulator = openEmulator({ limits: { burst: 1_000, urlInfoBurst: 1_000 }, ...options, clock });
  const { BING_API_KEY, BING_CLIENT_ID, BING_CLIENT_SECRET, BING_REFRESH_TOKEN, BING_INDEXNOW_KEY } =
    emulator.credentials;
  const credentials =
    options.signIn === 'oauth' ? { BING_CLIENT_ID, BING_CLIENT_SECRET, BING_REFRESH_TOKEN } : { BING_API_KEY };
  const settings: Readonly<Record<string, string | undefined>> = {
    ...credentials,
    BING_INDEXNOW_KEY,
    ...options.settings,
  };
  const configured = bingWebmaster.configure({
    value: (name) => settings[name],
    has: (name) => settings[name] !== undefined,
  });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const { target } = configured;
  const connection: Connection = {
    id: 'bing-webmaster/default',
    name: 'default',
    connector: bingWebmaster,
    state: { on: true, mode: 'mock', target },
    credentialVersion: 1,
  };
  const sent: WireRequest[] = [];
  const vendor: Wire = async (request, signal) => {
    sent.push(request);
    return options.answer?.(request) ?? (await emulator.wire(request, signal));
  };
  const origins = [target.origin, ...(target.signedOrigins ?? [])];
  const wire = signed(vendor, target.authentication, (name) => settings[name], { clock, origins });
  return { clock, emulator, target, connection, sent, wire, methods: () => sent.map(methodOf) };
}

/** The last part of a request's path: the method of the Webmaster API. */
export function methodOf({ url }: WireRequest): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

/** The connector on an emulated account, without a platform around it: real channel, real signer, real tools, no retries. */
export function connectBing(options: BingOptions = {}) {
  const account = openAccount(options);
  const { clock, connection, target, wire } = account;
  const { signal } = new AbortController();
  const stops: { readonly of?: string; readonly untilMs: number }[] = [];
  const upstream = (): BingUpstream => {
    const onUsedUp = (stop: { readonly of?: string; readonly untilMs: number }) => void stops.push(stop);
    const parts = { connection, wire, signal, onQuota() {}, onUsedUp, onNote() {}, now: clock.now };
    return bingWebmaster.upstream(createChannel(parts), target) as BingUpstream;
  };
  /** Parses the input as `validate` does, runs the tool, and checks the answer against the tool's output schema. */
  const call = async <In, Out extends object>(
    tool: Tool<In, Out, BingUpstream>,
    input: Record<string, unknown>,
  ): Promise<Out> => {
    const output = await tool.run(tool.input.parse(input), upstream(), {
      signal,
      now: clock.now,
      atFirst: (read) => read(),
      answerWith() {},
    });
    return tool.output.parse(output);
  };
  /** The error of a call that has to fail. */
  const refused = async <In, Out extends object>(
    tool: Tool<In, Out, BingUpstream>,
    input: Record<string, unknown>,
  ): Promise<PlatformError> => {
    const outcome = await call(tool, input).then(
      () => undefined,
      (error: unknown) => error as PlatformError,
    );
    if (outcome === undefined) throw new Error('The call was answered.');
    return outcome;
  };
  return { ...account, stops, upstream, call, refused };
}

/** The real gateway on an emulated account. */
export async function openBingGateway(options: BingOptions & TestGatewayOptions = {}) {
  const account = openAccount(options);
  const { clock, wire, connection } = account;
  const gateway = await openTestGateway({
    ...options,
    clock,
    wire,
    connectors: [bingWebmaster],
    connections: [connection],
  });
  return Object.assign(gateway, { sent: account.sent, methods: account.methods });
}
