import { describe, expect, it } from 'vitest';
import { openEmulatorOf } from '../../scripts/emulators/open-emulators.ts';
import type { FakeClock } from '../../test/support/fake-clock.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { parseSettings } from '../config/parse-settings.ts';
import { type PlatformSettings, SETTINGS } from '../config/settings.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { Emulator } from '../emulation/emulator.ts';
import type { PlatformError } from '../kernel/errors.ts';
import { silentLog } from '../kernel/log.ts';
import type { WireReply } from '../kernel/wire.ts';
import { openOutbound } from '../outbound/client.ts';
import { MemoryAnswerCache } from '../storage/memory/memory-answer-cache.ts';
import type { SqlDatabase } from '../storage/sql/database.ts';
import { createSealer } from '../vault/sealer.ts';
import { openCircuits } from './open-circuits.ts';
import { openConnections } from './open-connections.ts';

const EACH = 24;
/** A question of each connector that goes to its vendor once. */
const QUESTION: Readonly<Record<string, readonly [tool: string, input: object]>> = {
  shopify: ['shopify_get_shop', {}],
  'zoho-mail': ['zoho_list_mailbox', {}],
  'search-console': ['gsc_list_sites', {}],
  'bing-webmaster': ['bing_list_sites', {}],
  analytics: ['ga4_list_properties', {}],
};
const NAMES = Array.from({ length: EACH }, (_, n) => `account-${n}`);
const ALL = Object.keys(QUESTION).flatMap((connector) => NAMES.map((name) => `${connector}/${name}`));

/** A gateway over 120 added connections of the five connectors, each with an emulated vendor of its own. */
async function setUp() {
  const dead = new Set<Emulator>();
  const vendors = new Map<string, Emulator>();
  await using outbound = openOutbound({ userAgent: 'test/1' });
  const openRuntimes = async (database: SqlDatabase, clock: FakeClock) => {
    const { settings } = parseSettings(SETTINGS, {}, '/');
    const opened: Emulator[] = [];
    const connections = await openConnections({
      connectors: CONNECTORS,
      settings: settings as unknown as PlatformSettings,
      values: {},
      database,
      sealer: createSealer('a key for tests, long enough to be one', 'connections'),
      answers: new MemoryAnswerCache({ entriesMax: 1, bytesMax: 1 }),
      log: silentLog,
      outbound,
      clock,
      async openEmulator(connector) {
        const { wire, ...rest } = await openEmulatorOf(connector, { clock });
        const broken: WireReply = { status: 500, headers: {}, body: '' };
        const emulator: Emulator = {
          ...rest,
          wire: (request, signal) => (dead.has(emulator) ? Promise.resolve(broken) : wire(request, signal)),
        };
        opened.push(emulator);
        return emulator;
      },
      circuits: await openCircuits({
        settings: settings as unknown as PlatformSettings,
        connectors: CONNECTORS,
        clock,
      }),
    });
    for (const id of ALL) {
      const [connector = '', name = ''] = id.split('/');
      await connections.records.add(connector, name, { mock: true });
      await connections.follow();
      vendors.set(id, opened.at(-1) as Emulator);
    }
    return connections.runtimes;
  };
  const platform = await openTestGateway({
    connectors: CONNECTORS,
    openRuntimes,
    retry: { retries: 0, baseMs: 1, capMs: 1 },
    rate: { callsPerMinute: 100_000, burst: 10_000 },
  });
  const call = (id: string) => {
    const [connector = '', connection = ''] = id.split('/');
    const [tool, input] = QUESTION[connector] as readonly [string, object];
    return platform.gateway.call(platform.request(platform.principal('operator'), tool, { ...input, connection })).then(
      ({ rendered }) => (rendered.json.includes(`"connection":"${connection}"`) ? 'ok' : 'of another'),
      ({ code }: PlatformError) => code,
    );
  };
  return Object.assign(platform, { call, fail: (id: string) => void dead.add(vendors.get(id) as Emulator) });
}

describe('120 connections of the five connectors, 24 each', () => {
  it('answer at once, each with a circuit, places and a stop of its own', async () => {
    await using platform = await setUp();
    const { call, fail, parts } = platform;
    const runtimes = ALL.map((id) => parts.runtimes.byId(id));
    for (const part of ['breaker', 'bulkhead', 'stops', 'wire'] as const) {
      expect(new Set(runtimes.map((runtime) => runtime?.[part])).size).toBe(ALL.length);
    }

    expect(await Promise.all(ALL.map(call))).toEqual(ALL.map(() => 'ok'));

    const dead = Object.keys(QUESTION).map((connector) => `${connector}/account-3`);
    for (const id of dead) fail(id);
    // Nothing that is kept stands in any longer.
    await platform.clock.advance(900_000);
    for (let n = 0; n < 5; n += 1) {
      // The platform's own budgets flow back.
      await platform.clock.advance(120_000);
      expect(await Promise.all(dead.map(call))).toEqual(dead.map(() => 'upstream_failed'));
    }
    const outcomes = await Promise.all(ALL.map(call));
    expect(outcomes).toEqual(ALL.map((id) => (dead.includes(id) ? 'circuit_open' : 'ok')));
  });
});
