import { randomBytes } from 'node:crypto';
import { ApiKeys } from './access/api-keys.ts';
import type { Authenticator } from './access/authenticator.ts';
import { createGrants } from './access/grants.ts';
import { localOperator, withLocalOperator } from './access/local-operator.ts';
import { platformItself } from './access/platform-itself.ts';
import type { Admin } from './admin/action.ts';
import { createActions } from './admin/actions.ts';
import type { ProbeFinding } from './admin/connections-probe.ts';
import { createAdmin } from './admin/perform.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { PlatformSettings } from './config/settings.ts';
import { LetterKeeper } from './dead-letters/letter-keeper.ts';
import type { Emulator } from './emulation/emulator.ts';
import { EventFeeds } from './events/event-feeds.ts';
import type { Inbox } from './events/inbox.ts';
import { type OpenedGateway, openGateway } from './gateway/open-gateway.ts';
import { PLATFORM_CONNECTOR } from './gateway/platform-tools/platform-connector.ts';
import { runJobs } from './jobs/job.ts';
import type { Clock } from './kernel/clock.ts';
import type { Connector } from './kernel/connector.ts';
import type { Principal } from './kernel/principal.ts';
import type { SettingValues } from './kernel/setting.ts';
import type { RateStore } from './limits/rate-store.ts';
import type { ConnectionRegistry } from './observability/connection-registry.ts';
import type { PlatformLog } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import { observeAttempts, observeCalls, observeCircuits } from './observability/observe.ts';
import { openOutbound } from './outbound/client.ts';
import { closeInTurn } from './process/close-in-turn.ts';
import { withFeatures } from './process/features.ts';
import { openAdminKey } from './process/open-admin-key.ts';
import { openAnswers } from './process/open-answers.ts';
import { openCircuits } from './process/open-circuits.ts';
import { type Connections, openConnections } from './process/open-connections.ts';
import { openInbox } from './process/open-inbox.ts';
import { openLetters } from './process/open-letters.ts';
import { openLimits } from './process/open-limits.ts';
import { abandonedBefore, openRecords } from './process/open-records.ts';
import { openShared } from './process/open-shared.ts';
import { openStops } from './process/open-stops.ts';
import { openStores } from './process/open-stores.ts';
import { openWatch } from './process/open-watch.ts';
import { gatewayOptions, outboundOptions } from './process/options-of-settings.ts';
import { platformJobs } from './process/platform-jobs.ts';
import { createProbes } from './process/probes.ts';
import { ResultFiles } from './results/result-files.ts';
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
  /** Nobody would see a first admin key, so none is made. */
  readonly hidesAdminKey?: boolean;
  /** Requests that the HTTP faces are working on, for metrics. */
  httpRequestsInFlight(): number;
  /** Streams of the MCP face that are open, for metrics. */
  streamsOpen(): number;
}

/** The running platform, without its faces. Whoever opens it disposes of it: queued rows are committed, then all is closed. */
export interface Platform extends AsyncDisposable {
  readonly gateway: OpenedGateway;
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
  readonly connections: Connections;
  readonly inbox: Inbox;
  readonly answers: AnswerCache;
  probe(): Promise<ProbeFinding[]>;
}

/** How long calls that lost their vendor may take to record that. */
const CUT_CALLS_MS = 2_000;
/** More than an API key has, so that the length alone tells the two apart. */
const OPERATOR_TOKEN_BYTES = 40;

/** Opens stores, modules, connections and the gateway. What was opened before a failure is closed again. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const opened: AsyncDisposable[] = [];
  const closeAll = () => closeInTurn(opened);
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
  const { settings, encryptionKey, clock, log } = options;
  const connectors = withFeatures(options.connectors, settings.FEATURES);
  const records = await openRecords(settings);
  const database = keep(records.database);
  const outbound = keep(openOutbound(outboundOptions(settings, options.version)));
  const seal = (purpose: string) => createSealer(encryptionKey, purpose);
  const stores = openStores(database);

  // The metrics ask the registry, the circuits tell the metrics, and the registry asks the circuits.
  const watched: { observeCircuit?: ReturnType<typeof observeCircuits>; metrics?: Metrics } = {};
  const shared = keep(await openShared(settings, clock, log, (store) => watched.metrics?.countedAlone(store)));
  const limits = await openLimits(settings, clock, shared.server);
  const { rates } = limits;
  const { answers, secondLevel } = await openAnswers({ ...options, shared });
  const circuits = await openCircuits({
    settings,
    connectors,
    clock,
    shared,
    observe: (connection, to, cause) => watched.observeCircuit?.(connection, to, cause),
  });
  const stops = await openStops(clock, shared);
  const connections = await openConnections({
    connectors,
    settings,
    values: options.values,
    database,
    sealer: seal('connections'),
    answers,
    secondLevel,
    log,
    outbound,
    clock,
    openEmulator: (connector) => openEmulatorOf(connector, clock),
    circuits,
    stops,
  });
  await Promise.all([circuits.lookAgain(), stops.lookAgain()]);
  const { runtimes } = connections;
  const { registry, metrics, trail } = openWatch({
    ...options,
    connectors,
    connections: () => connections.running(),
    breakerOf: (id) => runtimes.byId(id)?.breaker.view() ?? { state: 'closed', held: false },
    database,
    stores,
    sharedUp: () => shared.up(),
  });
  keep(trail);
  watched.metrics = metrics;
  watched.observeCircuit = observeCircuits(metrics, log);
  const feeds = new EventFeeds(stores.events);
  const unsettledWrites = await stores.idempotency.recover(abandonedBefore(records, clock.now()));
  const writeSealer = seal('idempotency');
  const gateway = openGateway({
    connectors,
    runtimes,
    clock,
    random: Math.random,
    trail,
    rates,
    quotas: limits.quotas,
    answers,
    secondLevel,
    idempotency: stores.idempotency,
    letters: stores.letters,
    letterKeeper: new LetterKeeper(
      stores.letters,
      clock,
      log,
      { refused: () => metrics.deadLetterRefused() },
      settings.DEAD_LETTERS_MAX,
    ),
    results: new ResultFiles(stores.results, seal('results'), clock, {
      ttlMs: settings.RESULT_FILE_TTL_MS,
      charactersPerFile: settings.RESULT_FILE_CHARACTERS,
      charactersPerOwner: settings.RESULT_OWNER_CHARACTERS,
    }),
    feeds,
    sealer: writeSealer,
    observeCall: observeCalls(metrics, log, clock),
    observeAttempt: observeAttempts(metrics, registry),
    observeNote: (connection, note) => log.warn({ connection, note }, 'the vendor notes'),
    options: gatewayOptions(settings, encryptionKey),
  });

  // Disposed of before the trail: calls that are still under way lose their vendor and end while they can be recorded.
  keep({
    async [Symbol.asyncDispose]() {
      await outbound[Symbol.asyncDispose]();
      await gateway.idle(CUT_CALLS_MS);
    },
  });

  const grants = createGrants();
  const keys = new ApiKeys(stores.keys, grants, clock);
  const itself = platformItself(grants);
  const configured = settings.ADMIN_API_KEY;
  const newAdminKey = await openAdminKey({ keys, configured, hides: options.hidesAdminKey, itself, trail, clock });
  const operator = localOperator(grants);
  const operatorToken = `mcpo_${randomBytes(OPERATOR_TOKEN_BYTES).toString('base64url')}`;
  const { letters, checker, tending, checking } = openLetters({
    stores,
    sealer: writeSealer,
    clock,
    log,
    trail,
    gateway,
    metrics,
    principalOf: async (id) => (id === operator.id ? operator : keys.principal(id)),
    placesOf: (id) => runtimes.byId(id)?.bulkhead.places,
    itself,
    settings,
  });
  await tending.run();
  const probes = createProbes(runtimes, clock);
  const admin = createAdmin(
    createActions({
      keys,
      tools: [...options.connectors, PLATFORM_CONNECTOR].flatMap(({ tools }) => tools.map(({ name }) => name)),
      audits: stores.audits,
      trail,
      letters,
      checker,
      clock,
      ...probes,
      connections,
      circuits: () => connections.circuits(),
      sharedUp: () => shared.up(),
    }),
    trail,
    clock,
  );
  const own = { keys, registry, stores, connections, circuits };
  const { inbox, news } = openInbox({ store: stores.events, clock, connections, answers, secondLevel, feeds });
  const jobs = platformJobs({ ...own, stops, news, secondLevel, records, clock, log });
  keep({
    [Symbol.asyncDispose]: () => keys.flushUses().catch((error) => log.error({ err: error }, 'last uses are lost')),
  });
  keep(runJobs([tending, checking, ...jobs], clock, log));
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
    connections,
    inbox,
    answers,
    probe: probes.probe,
  };
}

/** The one place that imports an emulator, and only for a connection in mock mode. */
async function openEmulatorOf(connector: string, clock: Clock): Promise<Emulator> {
  const { openEmulator } = (await import(`./connectors/${connector}/emulator/emulator.ts`)) as {
    openEmulator(options: { clock: Clock }): Emulator;
  };
  return openEmulator({ clock });
}
