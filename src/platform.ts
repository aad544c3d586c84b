import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeys } from './access/api-keys.ts';
import type { Authenticator } from './access/authenticator.ts';
import { createGrants } from './access/grants.ts';
import { localOperator, withLocalOperator } from './access/local-operator.ts';
import type { Admin } from './admin/action.ts';
import { auditList } from './admin/audit-list.ts';
import { connectionsProbe, type ProbeFinding } from './admin/connections-probe.ts';
import { keysCreate } from './admin/keys-create.ts';
import { keysList } from './admin/keys-list.ts';
import { keysRevoke } from './admin/keys-revoke.ts';
import { createAdmin } from './admin/perform.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import type { PlatformSettings } from './config/settings.ts';
import type { Emulator } from './emulation/emulator.ts';
import { planConnection } from './gateway/connection-plan.ts';
import { type ConnectionRuntime, ConnectionRuntimes } from './gateway/connection-runtime.ts';
import type { Gateway } from './gateway/gateway.ts';
import { openGateway } from './gateway/open-gateway.ts';
import { probeConnection } from './gateway/probe-connection.ts';
import { flushKeyUses } from './jobs/flush-key-uses.ts';
import { runJobs } from './jobs/job.ts';
import { purgeExpired } from './jobs/purge-expired.ts';
import { refreshReadiness } from './jobs/refresh-readiness.ts';
import type { Clock } from './kernel/clock.ts';
import type { Connection, ConnectionState } from './kernel/connection.ts';
import type { Connector } from './kernel/connector.ts';
import type { Principal } from './kernel/principal.ts';
import type { SettingValues } from './kernel/setting.ts';
import type { Wire } from './kernel/wire.ts';
import type { RateStore } from './limits/rate-store.ts';
import { ConnectionRegistry } from './observability/connection-registry.ts';
import type { PlatformLog } from './observability/log.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import { observeAttempts, observeCalls } from './observability/observe.ts';
import { type Outbound, openOutbound } from './outbound/client.ts';
import { signed } from './outbound/signer.ts';
import { createScrubber } from './privacy/scrubber.ts';
import { RetryBudget } from './resilience/backoff.ts';
import { Breaker } from './resilience/breaker.ts';
import { Bulkhead } from './resilience/bulkhead.ts';
import { ResultFiles } from './results/result-files.ts';
import { MemoryAnswerCache } from './storage/memory/memory-answer-cache.ts';
import { MemoryQuotaStore } from './storage/memory/memory-quota-store.ts';
import { MemoryRateStore } from './storage/memory/memory-rate-store.ts';
import { openSqlite } from './storage/sql/database.ts';
import { SqlAuditStore } from './storage/sql/sql-audit-store.ts';
import { SqlIdempotencyStore } from './storage/sql/sql-idempotency-store.ts';
import { SqlKeyStore } from './storage/sql/sql-key-store.ts';
import { SqlResultStore } from './storage/sql/sql-result-store.ts';
import { createSealer } from './vault/sealer.ts';

/** What a platform is opened with. Nothing here is read from the environment. */
export interface PlatformOptions {
  readonly settings: PlatformSettings;
  /** All settings by name, those of connectors included. */
  readonly values: SettingValues;
  readonly connectors: readonly Connector[];
  readonly encryptionKey: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: PlatformLog;
  /** Requests that the HTTP faces are working on, for metrics. */
  httpRequestsInFlight(): number;
}

/** The running platform, without its faces. Whoever opens it disposes of it: queued rows are committed, then all is closed. */
export interface Platform extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly admin: Admin;
  readonly authenticator: Authenticator;
  /** The principal of who may read the data folder, and the token by which other processes of this machine become it. */
  readonly operator: Principal;
  readonly operatorToken: string;
  readonly registry: ConnectionRegistry;
  readonly metrics: Metrics;
  readonly rates: RateStore;
  readonly trail: AuditTrail;
  /** Made by this very start, to be shown once; `undefined` on every later start. */
  readonly newAdminKey: string | undefined;
  /** Writes whose outcome the last stop left open. */
  readonly unsettledWrites: number;
  probe(): Promise<ProbeFinding[]>;
}

const AUDIT_GROUP_MS = 50;
const AUDIT_QUEUE_ROWS = 100_000;
const PROBE_TIMEOUT_MS = 15_000;
const QUOTA_WAIT_MS = 10_000;
/** More than an API key has, so that the length alone tells the two apart. */
const OPERATOR_TOKEN_BYTES = 40;

/** Opens stores, modules, connections and the gateway. What was opened before a failure is closed again. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const opened: AsyncDisposable[] = [];
  const closeAll = async () => {
    while (opened.length > 0) await opened.pop()?.[Symbol.asyncDispose]();
  };
  try {
    const parts = await openParts(options, (part) => {
      opened.push(part);
      return part;
    });
    return { ...parts, [Symbol.asyncDispose]: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

type Keep = <Part extends AsyncDisposable>(part: Part) => Part;

async function openParts(options: PlatformOptions, keep: Keep): Promise<Omit<Platform, typeof Symbol.asyncDispose>> {
  const { settings, connectors, encryptionKey, clock, log } = options;
  const database = keep(await openSqlite(join(settings.DATA_DIR, 'platform.db')));
  const outbound = keep(openOutbound(outboundOptions(options)));
  const seal = (purpose: string) => createSealer(encryptionKey, purpose);
  const stores = {
    keys: new SqlKeyStore(database),
    audits: new SqlAuditStore(database),
    idempotency: new SqlIdempotencyStore(database),
    results: new SqlResultStore(database),
  };
  const rates = new MemoryRateStore(clock);

  // The metrics ask the registry, the breakers tell the metrics, and the registry asks the breakers.
  const watched: { registry?: ConnectionRegistry; metrics?: Metrics } = {};
  const connections = await planConnections(options);
  const runtimes = new ConnectionRuntimes(
    connections.map((planned) =>
      openConnection(planned, options, outbound, (id) => watched.metrics?.breakerTripped(id)),
    ),
  );
  const registry = new ConnectionRegistry({
    version: options.version,
    connections: runtimes.all.map(({ connection }) => connection),
    checks: [
      { name: 'database', because: 'the database cannot be written', holds: () => database.healthy() },
      { name: 'audit', because: 'audit rows cannot be committed', holds: () => trail.healthy() },
    ],
    breakerOf: (id) => runtimes.all.find(({ connection }) => connection.id === id)?.breaker.state ?? 'closed',
    clock,
  });
  const metrics = createMetrics({
    version: options.version,
    tools: new Map(connectors.flatMap(({ id, tools }) => tools.map(({ name }) => [name, id] as const))),
    connections: () => registry.connections(),
    httpRequestsInFlight: options.httpRequestsInFlight,
    logLinesDropped: () => log.dropped(),
  });
  watched.metrics = metrics;

  const trail = keep(
    new AuditTrail(
      stores.audits,
      clock,
      log,
      {
        committed: (rows) => metrics.auditWritten(rows),
        failed: (rows) => metrics.auditFailed(rows),
        dropped: (rows) => metrics.auditFailed(rows),
      },
      { onFailure: settings.AUDIT_FAILURE, groupMs: AUDIT_GROUP_MS, queueRows: AUDIT_QUEUE_ROWS },
    ),
  );
  const unsettledWrites = await stores.idempotency.recover();
  const gateway = openGateway({
    connectors,
    runtimes,
    clock,
    random: Math.random,
    trail,
    rates,
    quotas: new MemoryQuotaStore(clock),
    answers: new MemoryAnswerCache({ entriesMax: settings.CACHE_ENTRIES, bytesMax: settings.CACHE_BYTES }),
    idempotency: stores.idempotency,
    results: new ResultFiles(stores.results, seal('results'), clock, {
      ttlMs: settings.RESULT_FILE_TTL_MS,
      charactersPerFile: settings.RESULT_FILE_CHARACTERS,
      charactersPerOwner: settings.RESULT_OWNER_CHARACTERS,
    }),
    sealer: seal('idempotency'),
    observeCall: observeCalls(metrics, log, clock),
    observeAttempt: observeAttempts(metrics, registry),
    options: gatewayOptions(settings, encryptionKey),
  });

  const grants = createGrants();
  const keys = new ApiKeys(stores.keys, grants, clock);
  const newAdminKey = await adoptAdminKey(keys, settings.ADMIN_API_KEY);
  const operator = localOperator(grants);
  const operatorToken = `mcpo_${randomBytes(OPERATOR_TOKEN_BYTES).toString('base64url')}`;
  const probe = () => Promise.all(runtimes.all.map((runtime) => probeConnection(runtime, clock, PROBE_TIMEOUT_MS)));
  const admin = createAdmin(
    [
      keysCreate(keys),
      keysList(keys, clock),
      keysRevoke(keys),
      connectionsProbe(probe),
      auditList(stores.audits, trail),
    ],
    trail,
    clock,
  );
  const jobs = [
    flushKeyUses(keys),
    refreshReadiness(registry),
    purgeExpired('idempotency', stores.idempotency, clock),
    purgeExpired('results', stores.results, clock),
  ];
  keep({
    [Symbol.asyncDispose]: () => keys.flushUses().catch((error) => log.error({ err: error }, 'last uses are lost')),
  });
  keep(runJobs(jobs, clock, log));
  return {
    gateway,
    admin,
    authenticator: withLocalOperator(keys, operatorToken, operator),
    operator,
    operatorToken,
    registry,
    metrics,
    rates,
    trail,
    newAdminKey,
    unsettledWrites,
    probe,
  };
}

/** The first admin key: the configured one, or, while there is no key at all, a new one. Gives the new one. */
async function adoptAdminKey(keys: ApiKeys, configured: string | undefined): Promise<string | undefined> {
  if (configured !== undefined) {
    await keys.adopt(configured, { name: 'admin of ADMIN_API_KEY', role: 'admin' });
    return undefined;
  }
  if ((await keys.list()).length > 0) return undefined;
  return (await keys.create({ name: 'first admin', role: 'admin' })).key;
}

function gatewayOptions(settings: PlatformSettings, encryptionKey: string) {
  return {
    rate: { callsPerMinute: settings.RATE_CALLS_PER_MINUTE, burst: settings.RATE_BURST },
    retry: { retries: settings.RETRY_ATTEMPTS, baseMs: settings.RETRY_BASE_MS, capMs: settings.RETRY_CAP_MS },
    deadlineMs: settings.CALL_DEADLINE_MS,
    attemptMs: settings.ATTEMPT_TIMEOUT_MS,
    quotaWaitMs: QUOTA_WAIT_MS,
    cacheTtlMs: settings.CACHE_TTL_MS,
    idempotencyTtlMs: settings.IDEMPOTENCY_TTL_MS,
    answerCharacters: settings.RESULT_CHARACTERS,
    digestSalt: createHmac('sha256', encryptionKey).update('input digests of the audit trail').digest('base64url'),
  };
}

function outboundOptions({ settings, version }: PlatformOptions) {
  return {
    userAgent: `mcp-enterprise-platform/${version}`,
    connections: settings.OUTBOUND_CONNECTIONS,
    keepAliveMs: settings.OUTBOUND_KEEP_ALIVE_MS,
    totalTimeoutMs: settings.OUTBOUND_TIMEOUT_MS,
    maxBodyBytes: settings.OUTBOUND_BODY_BYTES,
  };
}

/** A connection before anything of it is opened: its settings, and the emulator it speaks to in mock mode. */
interface PlannedConnection {
  readonly connection: Connection;
  readonly secrets: SettingValues;
  readonly emulator?: Emulator;
}

async function planConnections(options: PlatformOptions): Promise<PlannedConnection[]> {
  return Promise.all(options.connectors.map((connector) => planDefault(connector, options)));
}

/** The connection `default` of a connector, which the settings of the environment define. */
async function planDefault(connector: Connector, options: PlatformOptions): Promise<PlannedConnection> {
  const { settings, values, clock } = options;
  const plan = planConnection(connector, settingsView(values), {
    mockMode: settings.MOCK_MODE,
    production: settings.PLATFORM_ENV === 'production',
    emulated: settings.EMULATOR_ORIGINS.has(connector.id),
  });
  const made = (state: ConnectionState): Connection => ({
    id: `${connector.id}/default`,
    name: 'default',
    connector,
    credentialVersion: 1,
    state,
  });
  if (plan.mode === 'off') return { connection: made({ on: false, because: plan.because }), secrets: {} };
  if (plan.mode !== 'mock') return { connection: made({ on: true, ...plan }), secrets: values };
  const emulator = await openEmulatorOf(connector, clock);
  const configured = connector.configure(settingsView(emulator.credentials));
  if ('missing' in configured) throw new TypeError(`The emulator of ${connector.id} gives no ${configured.missing}.`);
  return {
    connection: made({ on: true, mode: 'mock', target: configured.target }),
    secrets: emulator.credentials,
    emulator,
  };
}

async function openEmulatorOf({ id }: Connector, clock: Clock): Promise<Emulator> {
  const { openEmulator } = (await import(`./connectors/${id}/emulator/emulator.ts`)) as {
    openEmulator(options: { clock: Clock }): Emulator;
  };
  return openEmulator({ clock });
}

function settingsView(values: SettingValues) {
  const textOf = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  return { value: textOf, has: (name: string) => textOf(name) !== undefined };
}

function openConnection(
  { connection, secrets, emulator }: PlannedConnection,
  { settings, clock, connectors }: PlatformOptions,
  outbound: Outbound,
  onTrip: (connection: string) => void,
): ConnectionRuntime {
  const secretOf = settingsView(secrets).value;
  const names = connectors.flatMap((connector) => connector.settings.filter(({ type }) => type === 'secret'));
  return {
    connection,
    wire: openWire(connection, settings, outbound, emulator, secretOf, clock),
    breaker: new Breaker(
      clock,
      { failures: settings.BREAKER_FAILURES, openMs: settings.BREAKER_OPEN_MS },
      (state) => state === 'open' && onTrip(connection.id),
    ),
    bulkhead: new Bulkhead(clock, {
      places: settings.CONNECTION_CONCURRENCY,
      queue: settings.CONNECTION_QUEUE,
      waitMs: settings.CONNECTION_WAIT_MS,
    }),
    retryBudget: new RetryBudget(),
    scrub: createScrubber(names.flatMap(({ name }) => secretOf(name) ?? [])),
  };
}

/** The signed way to the vendor, to its emulator over loopback, or to its emulator in the process. */
function openWire(
  { connector, state }: Connection,
  settings: PlatformSettings,
  outbound: Outbound,
  emulator: Emulator | undefined,
  secrets: (name: string) => string | undefined,
  clock: Clock,
): Wire {
  if (!state.on) return () => Promise.reject(new TypeError('A connection that is off has no wire.'));
  const { hosts, authentication } = state.target;
  const origin = settings.EMULATOR_ORIGINS.get(connector.id);
  const emulated = state.mode === 'emulated' && origin !== undefined;
  const loopback = emulated ? { origin, ca: readFileSync(settings.EMULATOR_CA_FILE as string, 'utf8') } : undefined;
  const bare = emulator ? emulator.wire : outbound.wireFor({ hosts, emulator: loopback });
  return signed(bare, authentication, secrets, { clock, origins: [state.target.origin] });
}
