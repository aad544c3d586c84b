import { readFileSync } from 'node:fs';
import type { PlatformSettings } from '../config/settings.ts';
import type { Emulator } from '../emulation/emulator.ts';
import { planConnection } from '../gateway/connection-plan.ts';
import type { ConnectionRuntime } from '../gateway/connection-runtime.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection, ConnectionState } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import type { SettingValues } from '../kernel/setting.ts';
import type { Wire } from '../kernel/wire.ts';
import { QuotaStops } from '../limits/quota-stops.ts';
import type { SharedStops } from '../limits/shared-stops.ts';
import type { Outbound } from '../outbound/client.ts';
import type { RefreshTokenKeeper } from '../outbound/refresh-token.ts';
import { signed } from '../outbound/signer.ts';
import { createScrubber } from '../privacy/scrubber.ts';
import { RetryBudget } from '../resilience/backoff.ts';
import { Bulkhead } from '../resilience/bulkhead.ts';
import type { Circuits } from '../resilience/circuits.ts';

/** What every connection is opened with. */
export interface OpeningOptions {
  readonly settings: PlatformSettings;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Opens an emulator of a connector for one connection in mock mode. */
  openEmulator(connector: string): Promise<Emulator>;
  /** Keeps what replaces a connection's refresh token. */
  refreshTokenOf(connection: string): RefreshTokenKeeper;
  /** Makes a keyed digest; without it no connection shares anything with other replicas. */
  digest?(text: string): string;
  /** Has a circuit for each connection. */
  readonly circuits: Circuits;
  /** What vendors have called used up; without it, each connection's own. */
  readonly stops?: SharedStops;
}

/** A connection as its settings, of the environment or of a record, define it. */
export interface ConnectionDefinition {
  readonly connector: Connector;
  readonly name: string;
  readonly credentialVersion: number;
  /** The connector's settings by name, secrets included; or why there are none to be had. */
  readonly values: SettingValues | { readonly unreadable: string };
  /** An emulator is asked for. */
  readonly mock: boolean;
  /** How it is told where settings are set: ends a sentence about what is missing. */
  readonly advice?: string;
}

/** What answers for a connection, and what its secrets are looked up in. */
interface Planned {
  readonly state: ConnectionState;
  readonly values: SettingValues;
  readonly emulator?: Emulator;
}

/** Opens one connection with everything that its calls go through, none of it shared with another. */
export async function openConnection(
  definition: ConnectionDefinition,
  options: OpeningOptions,
): Promise<ConnectionRuntime> {
  const { connector, name, credentialVersion } = definition;
  const { settings, clock, circuits } = options;
  const { state, values, emulator } = await plan(definition, options);
  const sharedAs = options.digest?.(accountOf(connector, state, values, settings));
  const connection: Connection = {
    id: `${connector.id}/${name}`,
    name,
    connector,
    credentialVersion,
    state,
    ...(state.on && state.mode !== 'mock' && { sharedAs }),
  };
  const secret = settingsView(values).value;
  const secrets = connector.settings.filter(({ type }) => type === 'secret');
  return {
    connection,
    wire: openWire(connection, options, secret, emulator),
    breaker: circuits.breakerOf(connection.id, credentialVersion),
    bulkhead: new Bulkhead(clock, {
      places: Math.min(settings.CONNECTION_CONCURRENCY, connector.concurrency ?? Number.POSITIVE_INFINITY),
      queue: settings.CONNECTION_QUEUE,
      waitMs: settings.CONNECTION_WAIT_MS,
    }),
    retryBudget: new RetryBudget(),
    stops: options.stops?.stopsOf(connection.id, credentialVersion) ?? new QuotaStops(clock),
    secrets: secret,
    receivesEvents: webhookSecrets(connector).some((name) => secret(name) !== undefined),
    scrub: createScrubber(secrets.flatMap((row) => secret(row.name) ?? [])),
  };
}

/** Everything that tells whose account a connection is and where it reaches, as one text. Holds secrets. */
function accountOf(
  { id, settings: rows }: Connector,
  state: ConnectionState,
  values: SettingValues,
  { EMULATOR_ORIGINS: emulators }: PlatformSettings,
): string {
  const plain = (value: SettingValues[string]) => (value instanceof Map ? [...value] : (value ?? null));
  const place = state.on ? [state.mode, state.target.origin, emulators.get(id) ?? null] : [];
  return JSON.stringify([place, rows.map(({ name }) => [name, plain(values[name])])]);
}

/** Names of the settings that a delivery, or the first one, is verified with. */
function webhookSecrets({ webhooks }: Connector): readonly string[] {
  return webhooks ? [...webhooks.secrets, ...(webhooks.handshake ? [webhooks.handshake.token] : [])] : [];
}

async function plan(definition: ConnectionDefinition, options: OpeningOptions): Promise<Planned> {
  const { connector, values, mock, advice } = definition;
  const { settings, openEmulator } = options;
  if ('unreadable' in values) return { state: { on: false, because: String(values.unreadable) }, values: {} };
  const made = planConnection(connector, settingsView(values), {
    mockMode: settings.MOCK_MODE,
    mock,
    production: settings.PLATFORM_ENV === 'production',
    emulated: settings.EMULATOR_ORIGINS.has(connector.id),
    advice,
  });
  if (made.mode === 'off') return { state: { on: false, because: made.because }, values };
  if (made.mode !== 'mock') return { state: { on: true, ...made }, values };
  const emulator = await openEmulator(connector.id);
  const configured = connector.configure(settingsView(emulator.credentials));
  if ('missing' in configured) throw new TypeError(`The emulator of ${connector.id} gives no ${configured.missing}.`);
  return { state: { on: true, mode: 'mock', target: configured.target }, values: emulator.credentials, emulator };
}

function settingsView(values: SettingValues) {
  const value = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  return { value, has: (name: string) => value(name) !== undefined };
}

/** The signed way to the vendor, to its emulator over loopback, or to its emulator in the process. */
function openWire(
  { id, connector, state }: Connection,
  { settings, outbound, clock, refreshTokenOf }: OpeningOptions,
  secrets: (name: string) => string | undefined,
  emulator: Emulator | undefined,
): Wire {
  if (!state.on) return () => Promise.reject(new TypeError('A connection that is off has no wire.'));
  const { origin, signedOrigins = [], hosts, authentication } = state.target;
  const bare = emulator?.wire ?? outbound.wireFor({ hosts, emulator: loopbackOf(connector, state, settings) });
  // An emulator in the process is another vendor at every start: what it gave before means nothing to it.
  const keeper = emulator ? undefined : refreshTokenOf(id);
  return signed(bare, authentication, secrets, { clock, origins: [origin, ...signedOrigins], keeper });
}

function loopbackOf({ id }: Connector, { mode }: ConnectionState & { on: true }, settings: PlatformSettings) {
  const origin = settings.EMULATOR_ORIGINS.get(id);
  if (mode !== 'emulated' || origin === undefined) return undefined;
  return { origin, ca: readFileSync(settings.EMULATOR_CA_FILE as string, 'utf8') };
}
