import { setImmediate as settle } from 'node:timers/promises';
import { hostsOf, openEmulatorOf } from '../../scripts/emulators/open-emulators.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import type { Emulator } from '../../src/emulation/emulator.ts';
import type { PlatformError } from '../../src/kernel/errors.ts';
import { toPlatformError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';
import { openOutbound } from '../../src/outbound/client.ts';
import { openCircuits } from '../../src/process/open-circuits.ts';
import { openConnections } from '../../src/process/open-connections.ts';
import { MemoryAnswerCache } from '../../src/storage/memory/memory-answer-cache.ts';
import { createSealer } from '../../src/vault/sealer.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { readSettings } from './platform-in-process.ts';
import { openTestGateway } from './test-gateway.ts';

/** What a vendor makes of its own true reply, or of a request in the place of an answer. */
export type Lie = (reply: WireReply, request: WireRequest) => WireReply;

/** The emulators of all connectors, which know how to lie, on one clock that stands still. */
export interface LyingVendors {
  readonly clock: FakeClock;
  /** Requests that came to all vendors. */
  asked: number;
  /** Every secret and other credential of all vendors. */
  readonly credentials: readonly string[];
  /** What every vendor answers from now on; `undefined`, the truth. */
  lie: Lie | undefined;
  /** What becomes of a request before it reaches its vendor. */
  before: ((request: WireRequest) => void) | undefined;
  /** Where requests go in the place of their vendors. */
  detour: Wire | undefined;
  /** Hosts of all vendors. */
  readonly hosts: readonly string[];
  readonly openEmulator: (connector: string) => Promise<Emulator>;
}

/** Opens them. Their data is that of the 22nd of November 2026. */
export async function openLyingVendors(): Promise<LyingVendors> {
  const clock = createFakeClock();
  const emulators = new Map<string, Emulator>();
  const vendors: LyingVendors = {
    clock,
    asked: 0,
    credentials: [],
    lie: undefined,
    before: undefined,
    detour: undefined,
    hosts: [],
    openEmulator: async (connector) => emulators.get(connector) as Emulator,
  };
  for (const connector of CONNECTORS) {
    const { id } = connector;
    const emulator = await openEmulatorOf(id, { clock });
    const wire: Wire = async (request, signal) => {
      vendors.asked += 1;
      // A token that is lost is lost for good where each replaces the last.
      const isToken = /token/.test(new URL(request.url).pathname);
      if (!isToken) vendors.before?.(request);
      if (vendors.detour && !isToken) return vendors.detour(request, signal);
      const reply = await emulator.wire(request, signal);
      return vendors.lie && !isToken ? vendors.lie(reply, request) : reply;
    };
    emulators.set(id, { wire, origin: emulator.origin, credentials: emulator.credentials, requests: 0 });
    (vendors.hosts as string[]).push(...hostsOf(connector, emulator));
    (vendors.credentials as string[]).push(...Object.values(emulator.credentials));
  }
  return vendors;
}

/** After so long the quotas of a minute have flowed back. */
const REST_MS = 60_000;
/** In real time: a call that waits for the clock, which stands still, would wait for ever. */
const HANGS_MS = 10_000;

/** How a call ended. */
export interface Ended {
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly error?: PlatformError;
}

/** Waits between attempts are no longer here. */
const RETRY_WAIT_MS = 1;

/** The real gateway over all connectors and their emulators: one attempt a call unless told otherwise, nothing given from memory. */
export async function openEmulatedGateway(vendors: LyingVendors, { retries = 0 } = {}) {
  const { clock } = vendors;
  /** Nobody waits: the time between attempts is left out, any other passes as soon as somebody sleeps. */
  const hasty: FakeClock = Object.assign(Object.create(clock) as FakeClock, {
    sleep: (ms: number) => (ms > RETRY_WAIT_MS ? clock.advance(ms) : settle()),
  });
  const settings = { MOCK_MODE: 'always', BREAKER_FAILURES: '1000' };
  const outbound = openOutbound({ userAgent: 'test/1' });
  const platform = await openTestGateway({
    connectors: CONNECTORS,
    openRuntimes: async (database) => {
      const read = readSettings(settings);
      const connections = await openConnections({
        ...read,
        connectors: CONNECTORS,
        database,
        sealer: createSealer('a key for tests, long enough', 'connections'),
        answers: new MemoryAnswerCache({ entriesMax: 1, bytesMax: 1 }),
        outbound,
        clock,
        log: silentLog,
        openEmulator: vendors.openEmulator,
        circuits: await openCircuits({ settings: read.settings, connectors: CONNECTORS, clock }),
      });
      return connections.runtimes;
    },
    clock: retries > 0 ? hasty : clock,
    rate: { callsPerMinute: 1_000_000, burst: 1_000_000 },
    retry: { retries, baseMs: RETRY_WAIT_MS, capMs: RETRY_WAIT_MS },
    cacheStaleMs: 0,
    cacheRefusalMs: 0,
  });
  const who = platform.principal('admin');
  return {
    /** Calls a tool after a rest in which quotas have flowed back; nothing is answered from memory. */
    async call({ name }: Tool, input: unknown, idempotencyKey?: string): Promise<Ended> {
      for (const { connection } of platform.parts.runtimes.all) platform.parts.answers.raise(connection.id);
      const before = vendors.asked;
      const calling = platform.gateway.call(platform.request(who, name, input, { idempotencyKey })).then(
        ({ rendered }) => ({ answer: JSON.parse(rendered.json) }),
        (error) => ({ error: toPlatformError(error) }),
      );
      const ended = await orHangs(calling, name);
      if (vendors.asked > before) await clock.advance(REST_MS);
      return ended;
    },
    /** Failures in a row that the circuit of the tool's connection has counted. */
    failuresOf(tool: Tool): number {
      const runtime = platform.parts.runtimes.all.find(({ connection }) =>
        (connection.connector.tools as readonly Tool[]).includes(tool),
      );
      return runtime?.breaker.view().failuresInARow ?? Number.NaN;
    },
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]();
      await outbound[Symbol.asyncDispose]();
    },
  };
}

async function orHangs<Result>(work: Promise<Result>, what: string): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} waits for ever.`)), HANGS_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
