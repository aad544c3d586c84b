import { searchConsole } from '../../src/connectors/search-console/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/search-console/emulator/emulator.ts';
import type { SearchConsoleUpstream } from '../../src/connectors/search-console/protocol/upstream.ts';
import { createChannel } from '../../src/gateway/channel.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';
import { signed } from '../../src/outbound/signer.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** One exchange with the emulated vendor. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly reply: WireReply;
}

/** The connector on an emulated Search Console, without a platform around it: real signer, channel and tools, no retries. */
export interface ConnectedSearchConsole {
  readonly clock: FakeClock;
  readonly exchanged: readonly Exchanged[];
  /** For a gateway: the signed way to the emulator, and the connection that it is of. */
  readonly wire: Wire;
  readonly connection: Connection;
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
  const vendor: Wire = async (request, signal) => {
    if (new URL(request.url).host === 'oauth2.googleapis.com') return emulator.wire(request, signal);
    const reply = options.answer?.(request) ?? (await emulator.wire(request, signal));
    exchanged.push({ request, reply });
    return reply;
  };
  const wire = signed(vendor, target.authentication, (name) => credentials[name], { clock, origins: [target.origin] });
  const { signal } = new AbortController();
  const upstream = () => {
    const parts = { connection, wire, signal, onQuota() {}, onUsedUp() {}, onNote() {}, now: clock.now };
    return searchConsole.upstream(createChannel(parts), target) as SearchConsoleUpstream;
  };
  return {
    clock,
    exchanged,
    wire,
    connection,
    upstream,
    async call(tool, input) {
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
