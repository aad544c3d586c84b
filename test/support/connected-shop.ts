import { shopify } from '../../src/connectors/shopify/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/shopify/emulator/emulator.ts';
import type { ShopifyUpstream } from '../../src/connectors/shopify/protocol/upstream.ts';
import { createChannel } from '../../src/gateway/channel.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { QuotaReading } from '../../src/kernel/connector.ts';
import { uuidv7 } from '../../src/kernel/ids.ts';
import type { Tool, ToolContext } from '../../src/kernel/tool.ts';
import type { Wire, WireReply } from '../../src/kernel/wire.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** What was sent to the shop with one request. */
export interface SentDocument {
  readonly name: string;
  readonly variables: Record<string, unknown>;
  /** What Shopify says that it may cost at most. */
  readonly requestedCost: number;
}

/** The connector on an emulated shop, without a platform around it: real channel, real tools, no retries. */
export interface ConnectedShop {
  readonly clock: FakeClock;
  readonly sent: readonly SentDocument[];
  readonly quotas: readonly QuotaReading[];
  upstream(): ShopifyUpstream;
  /** Parses the input as `validate` does, runs the tool, and checks the answer against the tool's output schema. */
  call<In, Out extends object>(
    tool: Tool<In, Out, ShopifyUpstream>,
    input: Record<string, unknown>,
    /** Of a write; a new one for each call where none is given. */
    idempotencyKey?: string,
  ): Promise<Out>;
}

/** Opens an emulated shop of the 22nd of November 2026, noon in UTC, or of the options' own clock. */
export function connectShop(
  options: Partial<EmulatorOptions> & { readonly clock?: FakeClock; readonly apiVersion?: string } = {},
): ConnectedShop {
  const clock = options.clock ?? createFakeClock();
  const emulator = openEmulator({ ...options, clock });
  const { credentials } = emulator;
  const configured = shopify.configure({
    value: (name) => ({ SHOPIFY_SHOP: credentials.SHOPIFY_SHOP, SHOPIFY_API_VERSION: options.apiVersion })[name],
    has: (name) => name === 'SHOPIFY_SHOP' || name === 'SHOPIFY_ACCESS_TOKEN',
  });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const { target } = configured;
  const connection: Connection = {
    id: 'shopify/default',
    name: 'default',
    connector: shopify,
    state: { on: true, mode: 'mock', target },
    credentialVersion: 1,
  };
  const sent: SentDocument[] = [];
  const quotas: QuotaReading[] = [];
  const wire: Wire = async (request, signal) => {
    // As the signer does: the host of downloads is shown no token.
    if (!request.url.startsWith(target.origin)) return emulator.wire(request, signal);
    const headers = { ...request.headers, 'x-shopify-access-token': credentials.SHOPIFY_ACCESS_TOKEN ?? '' };
    const reply = await emulator.wire({ ...request, headers }, signal);
    sent.push(toSent(String(request.body), reply));
    return reply;
  };
  const { signal } = new AbortController();
  const upstream = () => {
    const onQuota = (reading: QuotaReading) => void quotas.push(reading);
    const told = { onQuota, onUsedUp() {}, onNote() {} };
    return shopify.upstream(createChannel({ connection, wire, signal, ...told, now: clock.now }), target);
  };
  return {
    clock,
    sent,
    quotas,
    upstream,
    async call(tool, input, idempotencyKey = uuidv7(clock.now())) {
      const context: ToolContext = {
        signal,
        now: clock.now,
        idempotencyKey,
        atFirst: (read) => read(),
        answerWith() {},
      };
      const output = await tool.run(tool.input.parse(input), upstream(), context);
      return tool.output.parse(output);
    },
  };
}

function toSent(body: string, reply: WireReply): SentDocument {
  const { operationName, variables } = JSON.parse(body);
  const cost = /"requestedQueryCost":(\d+)/.exec(reply.body)?.[1];
  return { name: operationName, variables, requestedCost: Number(cost) };
}
