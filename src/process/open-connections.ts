import { readFileSync } from 'node:fs';
import type { PlatformSettings } from '../config/settings.ts';
import type { Emulator } from '../emulation/emulator.ts';
import { planConnection } from '../gateway/connection-plan.ts';
import { type ConnectionRuntime, ConnectionRuntimes } from '../gateway/connection-runtime.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection, ConnectionState } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import type { SettingValues } from '../kernel/setting.ts';
import type { Wire } from '../kernel/wire.ts';
import { QuotaStops } from '../limits/quota-stops.ts';
import type { Outbound } from '../outbound/client.ts';
import { signed } from '../outbound/signer.ts';
import { createScrubber } from '../privacy/scrubber.ts';
import { RetryBudget } from '../resilience/backoff.ts';
import { Breaker, type BreakerCause, type BreakerState } from '../resilience/breaker.ts';
import { Bulkhead } from '../resilience/bulkhead.ts';

export interface ConnectionsOptions {
  readonly connectors: readonly Connector[];
  readonly settings: PlatformSettings;
  /** All settings by name, those of connectors included. */
  readonly values: SettingValues;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Opens the emulator of a connector in mock mode. */
  openEmulator(connector: string): Promise<Emulator>;
  /** Told when a connection's circuit changes its state. */
  onCircuit(connection: string, to: BreakerState, cause: BreakerCause): void;
}

/** A connection before anything of it is opened. */
interface Planned {
  readonly connection: Connection;
  /** The settings that its secrets are looked up in. */
  readonly values: SettingValues;
  readonly emulator?: Emulator;
}

/** Opens every connector's connection `default`, which the settings of the environment define. */
export async function openConnections(options: ConnectionsOptions): Promise<ConnectionRuntimes> {
  const planned = await Promise.all(options.connectors.map((connector) => plan(connector, options)));
  return new ConnectionRuntimes(planned.map((one) => open(one, options)));
}

async function plan(connector: Connector, { settings, values, openEmulator }: ConnectionsOptions): Promise<Planned> {
  const made = planConnection(connector, settingsView(values), {
    mockMode: settings.MOCK_MODE,
    production: settings.PLATFORM_ENV === 'production',
    emulated: settings.EMULATOR_ORIGINS.has(connector.id),
  });
  if (made.mode === 'off') return { connection: connectionOf(connector, { on: false, because: made.because }), values };
  if (made.mode !== 'mock') return { connection: connectionOf(connector, { on: true, ...made }), values };
  const emulator = await openEmulator(connector.id);
  const configured = connector.configure(settingsView(emulator.credentials));
  if ('missing' in configured) throw new TypeError(`The emulator of ${connector.id} gives no ${configured.missing}.`);
  const state = { on: true, mode: 'mock', target: configured.target } as const;
  return { connection: connectionOf(connector, state), values: emulator.credentials, emulator };
}

function connectionOf(connector: Connector, state: ConnectionState): Connection {
  return { id: `${connector.id}/default`, name: 'default', connector, credentialVersion: 1, state };
}

function settingsView(values: SettingValues) {
  const value = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  return { value, has: (name: string) => value(name) !== undefined };
}

function open({ connection, values, emulator }: Planned, options: ConnectionsOptions): ConnectionRuntime {
  const { settings, clock, onCircuit } = options;
  const secret = settingsView(values).value;
  const secrets = connection.connector.settings.filter(({ type }) => type === 'secret');
  return {
    connection,
    wire: openWire(connection, options, secret, emulator),
    breaker: new Breaker(
      clock,
      { failures: settings.BREAKER_FAILURES, openMs: settings.BREAKER_OPEN_MS },
      (to, cause) => onCircuit(connection.id, to, cause),
    ),
    bulkhead: new Bulkhead(clock, {
      places: Math.min(settings.CONNECTION_CONCURRENCY, connection.connector.concurrency ?? Number.POSITIVE_INFINITY),
      queue: settings.CONNECTION_QUEUE,
      waitMs: settings.CONNECTION_WAIT_MS,
    }),
    retryBudget: new RetryBudget(),
    stops: new QuotaStops(clock),
    scrub: createScrubber(secrets.flatMap(({ name }) => secret(name) ?? [])),
  };
}

/** The signed way to the vendor, to its emulator over loopback, or to its emulator in the process. */
function openWire(
  { connector, state }: Connection,
  { settings, outbound, clock }: ConnectionsOptions,
  secrets: (name: string) => string | undefined,
  emulator: Emulator | undefined,
): Wire {
  if (!state.on) return () => Promise.reject(new TypeError('A connection that is off has no wire.'));
  const { origin, signedOrigins = [], hosts, authentication } = state.target;
  const bare = emulator?.wire ?? outbound.wireFor({ hosts, emulator: loopbackOf(connector, state, settings) });
  return signed(bare, authentication, secrets, { clock, origins: [origin, ...signedOrigins] });
}

function loopbackOf({ id }: Connector, { mode }: ConnectionState & { on: true }, settings: PlatformSettings) {
  const origin = settings.EMULATOR_ORIGINS.get(id);
  if (mode !== 'emulated' || origin === undefined) return undefined;
  return { origin, ca: readFileSync(settings.EMULATOR_CA_FILE as string, 'utf8') };
}
