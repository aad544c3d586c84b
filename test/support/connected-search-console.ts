import { searchConsole } from '../../src/connectors/search-console/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/search-console/emulator/emulator.ts';
import type { SearchConsoleUpstream } from '../../src/connectors/search-console/protocol/upstream.ts';
import { createChannel } from '../../src/gateway/channel.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** One exchange with the emulated vendor. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly reply: WireReply;
}

/** The connector on an emulated Search Console, without a platform around it: real channel, real tools, no retries. */
export interface ConnectedSearchConsole {
  readonly clock: FakeClock;
  readonly exchanged: readonly Exchanged[];
  upstream(): SearchConsoleUpstream;
  /** Parses the input as `validate` does, runs the tool, and checks the answer against the tool's output schema. */
  call<In, Out extends object>(
    tool: Tool<In, Out, SearchConsoleUpstream>,
    input: Record<string, unknown>,
  ): Promise<Out>;
}

/** The property that the emulated account owns. */
export const SITE = 'sc-domain:larkmoor-tea.example';

/** Opens an emulated Search Console of the 22nd of November 2026, noon in UTC, or of the options' own clock. */
export function connectSearchConsole(
  options: Partial<EmulatorOptions> & {
    readonly clock?: FakeClock;
    /** Stands in for the emulator's answer where it gives one. */
    readonly answer?: (request: WireRequest) => WireReply | undefined;
  } = {},
): ConnectedSearchConsole {
  const clock = options.clock ?? createFakeClock();
  const emulator = openEmulator({ ...options, clock });
  const { credentials } = emulator;
  const configured = searchConsole.configure({
    value: (name) => credentials[name],
    has: (name) => credentials[name] !== undefined,
  });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const { target } = configured;
  const connection: Connection = {
    id: 'search-console/default',
    name: 'default',
    connector: searchConsole,
    state: { on: true, mode: 'mock', target },
    credentialVersion: 1,
  };
  const exchanged: Exchanged[] = [];
  let token: Promise<string> | undefined;
  const wire: Wire = async (request, signal) => {
    token ??= tokenFrom(emulator.wire, credentials);
    const signed = { ...request, headers: { ...request.headers, authorization: `Bearer ${await token}` } };
    const reply = options.answer?.(signed) ?? (await emulator.wire(signed, signal));
    exchanged.push({ request: signed, reply });
    return reply;
  };
  const { signal } = new AbortController();
  const upstream = () => {
    const parts = { connection, wire, signal, onQuota() {}, onUsedUp() {}, onNote() {}, now: clock.now };
    return searchConsole.upstream(createChannel(parts), target) as SearchConsoleUpstream;
  };
  return {
    clock,
    exchanged,
    upstream,
    async call(tool, input) {
      const output = await tool.run(tool.input.parse(input), upstream(), { signal, now: clock.now });
      return tool.output.parse(output);
    },
  };
}

async function tokenFrom(wire: Wire, credentials: Readonly<Record<string, string>>): Promise<string> {
  const reply = await wire({
    method: 'POST',
    url: 'https://oauth2.googleapis.com/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: credentials.GSC_CLIENT_ID ?? '',
      client_secret: credentials.GSC_CLIENT_SECRET ?? '',
      refresh_token: credentials.GSC_REFRESH_TOKEN ?? '',
    }).toString(),
  });
  return JSON.parse(reply.body).access_token;
}
