import { describe, expect, it } from 'vitest';
import { AcmeVendor, acme, acmeConnection } from '../../test/support/acme.ts';
import type { FakeClock } from '../../test/support/fake-clock.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { parseSettings } from '../config/parse-settings.ts';
import { type PlatformSettings, SETTINGS } from '../config/settings.ts';
import type { Connector, Target } from '../kernel/connector.ts';
import type { PlatformError } from '../kernel/errors.ts';
import { silentLog } from '../kernel/log.ts';
import { openOutbound } from '../outbound/client.ts';
import { MemoryAnswerCache } from '../storage/memory/memory-answer-cache.ts';
import type { SqlDatabase } from '../storage/sql/database.ts';
import { createSealer } from '../vault/sealer.ts';
import { openCircuits } from './open-circuits.ts';
import { type Connections, openConnections } from './open-connections.ts';

const NAMES = Array.from({ length: 120 }, (_, n) => `shop-${n}`);
const { state } = acmeConnection();
const { target } = state as { readonly target: Target };

/** Acme with a secret, and with a word for a quota that is used up. */
const connector: Connector = {
  ...acme,
  settings: [{ name: 'ACME_TOKEN', group: 'Acme', type: 'secret', description: 'Its token.' }],
  configure: (settings) => (settings.has('ACME_TOKEN') ? { target } : { missing: ['ACME_TOKEN'] }),
  classify: (reply, now) =>
    reply.status === 402 ? { kind: 'quota', untilMs: now + 3_600_000, message: 'Used up.' } : acme.classify(reply, now),
};

/** A gateway over 120 added connections in mock mode, each with an emulator of its own. */
async function setUp() {
  const vendors = new Map<string, AcmeVendor>();
  const opened: { connections?: Connections } = {};
  await using outbound = openOutbound({ userAgent: 'test/1' });
  const openRuntimes = async (database: SqlDatabase, clock: FakeClock) => {
    const { settings } = parseSettings(SETTINGS, { CONNECTION_CONCURRENCY: '2', CONNECTION_QUEUE: '0' }, '/');
    const emulators: AcmeVendor[] = [];
    const connections = await openConnections({
      connectors: [connector],
      settings: settings as unknown as PlatformSettings,
      values: {},
      database,
      sealer: createSealer('a key for tests, long enough to be one', 'connections'),
      answers: new MemoryAnswerCache({ entriesMax: 1, bytesMax: 1 }),
      log: silentLog,
      outbound,
      clock,
      async openEmulator() {
        const vendor = new AcmeVendor();
        emulators.push(vendor);
        const credentials = { ACME_TOKEN: `token-${emulators.length}` };
        return { wire: vendor.wire, origin: target.origin, credentials, requests: 0 };
      },
      circuits: await openCircuits({
        settings: settings as unknown as PlatformSettings,
        connectors: [connector],
        clock,
      }),
    });
    for (const name of NAMES) {
      await connections.records.add('acme', name, { mock: true });
      await connections.follow();
      vendors.set(name, emulators.at(-1) as AcmeVendor);
    }
    opened.connections = connections;
    return connections.runtimes;
  };
  const platform = await openTestGateway({
    connectors: [connector],
    openRuntimes,
    retry: { retries: 0, baseMs: 1, capMs: 1 },
    rate: { callsPerMinute: 100_000, burst: 10_000 },
  });
  const call = (connection: string, tool = 'acme_get_row', input: object = { id: '1' }) =>
    platform.gateway.call(platform.request(platform.principal('operator'), tool, { ...input, connection })).then(
      () => 'ok',
      ({ code }: PlatformError) => code,
    );
  const vendorOf = (name: string) => vendors.get(name) as AcmeVendor;
  return Object.assign(platform, { call, vendorOf, connections: opened.connections as Connections });
}

describe('120 connections of one connector', () => {
  it('have each a circuit, places, a quota, a stop and credentials of their own', async () => {
    await using platform = await setUp();
    const { call, vendorOf } = platform;
    const [failing = '', usedUp = '', busy = '', drained = '', ...others] = NAMES;
    vendorOf(failing).behave = () => ({ status: 500 });
    vendorOf(usedUp).behave = () => ({ status: 402 });
    vendorOf(busy).behave = () => 'hang';

    for (let n = 0; n < 5; n += 1) await call(failing);
    await call(usedUp);
    const hanging = [call(busy), call(busy)];
    await platform.clock.advance(1);
    await call(drained, 'acme_list_rows', { limit: 100 });
    const outcomes = await Promise.all(NAMES.map((name) => call(name, 'acme_list_rows', { limit: 60 })));

    expect(outcomes).toEqual([
      'circuit_open',
      'upstream_quota',
      'connection_busy',
      'upstream_throttled',
      ...others.map(() => 'ok'),
    ]);
    expect(others.map((name) => vendorOf(name).requests.length)).toEqual(others.map(() => 1));
    const tokens = others.map((name) => vendorOf(name).requests[0]?.headers.authorization);
    expect(new Set(tokens).size).toBe(others.length);
    await platform.clock.advance(10_000);
    expect(await Promise.all(hanging)).toEqual(['upstream_timeout', 'upstream_timeout']);
  });

  it('stay as they are when one of them changes', async () => {
    await using platform = await setUp();
    const { runtimes, records } = platform.connections;
    const before = runtimes.all;

    await records.change('acme/shop-7', { secrets: { ACME_TOKEN: 'new' } });
    await records.remove('acme/shop-8');
    await platform.connections.follow();

    const changed = before.filter((runtime) => !runtimes.all.includes(runtime)).map(({ connection }) => connection.id);
    expect(changed).toEqual(['acme/shop-7', 'acme/shop-8']);
    expect(await platform.call('shop-7')).toBe('ok');
    expect(await platform.call('shop-8')).toBe('invalid_input');
    expect(runtimes.all).toHaveLength(120);
  });
});
