import { createGrants, type GrantLimits } from '../../src/access/grants.ts';
import type { RoleName } from '../../src/access/roles.ts';
import { AuditTrail } from '../../src/audit/audit-trail.ts';
import type { AnswerCache } from '../../src/cache/answer-cache.ts';
import type { SecondLevel } from '../../src/cache/second-level.ts';
import { LetterKeeper } from '../../src/dead-letters/letter-keeper.ts';
import { EventFeeds } from '../../src/events/event-feeds.ts';
import { Catalog } from '../../src/gateway/catalog.ts';
import { type ConnectionRuntime, ConnectionRuntimes } from '../../src/gateway/connection-runtime.ts';
import type { ResourceRequest } from '../../src/gateway/gateway.ts';
import type { GatewayOptions, GatewayParts } from '../../src/gateway/gateway-parts.ts';
import { openGateway } from '../../src/gateway/open-gateway.ts';
import type { CallRequest } from '../../src/kernel/call.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Principal } from '../../src/kernel/principal.ts';
import type { Wire } from '../../src/kernel/wire.ts';
import { QuotaStops } from '../../src/limits/quota-stops.ts';
import { createScrubber } from '../../src/privacy/scrubber.ts';
import { RetryBudget } from '../../src/resilience/backoff.ts';
import { Bulkhead } from '../../src/resilience/bulkhead.ts';
import { ResultFiles } from '../../src/results/result-files.ts';
import { MemoryAnswerCache } from '../../src/storage/memory/memory-answer-cache.ts';
import { MemoryQuotaStore } from '../../src/storage/memory/memory-quota-store.ts';
import { MemoryRateStore } from '../../src/storage/memory/memory-rate-store.ts';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { SqlAuditStore } from '../../src/storage/sql/sql-audit-store.ts';
import { SqlCheckStore } from '../../src/storage/sql/sql-check-store.ts';
import { SqlDeadLetterStore } from '../../src/storage/sql/sql-dead-letter-store.ts';
import { SqlEventStore } from '../../src/storage/sql/sql-event-store.ts';
import { SqlIdempotencyStore } from '../../src/storage/sql/sql-idempotency-store.ts';
import { SqlResultStore } from '../../src/storage/sql/sql-result-store.ts';
import { createSealer } from '../../src/vault/sealer.ts';
import { ACME_SECRET, AcmeVendor, acme, acmeConnection } from './acme.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { openTestBreaker } from './test-breaker.ts';

const KEY = 'a key for tests, long enough to be one';

export interface TestGatewayOptions extends Partial<GatewayOptions> {
  readonly connectors?: readonly Connector[];
  readonly connections?: readonly Connection[];
  readonly places?: number;
  /** The way to another vendor than Acme, and the clock that it goes by. */
  readonly wire?: Wire;
  readonly clock?: FakeClock;
  readonly lettersMax?: number;
  /** Without it, a temporary one. */
  readonly database?: SqlDatabase;
  /** Without it, `connections` over one vendor. */
  readonly openRuntimes?: (database: SqlDatabase, clock: FakeClock) => Promise<ConnectionRuntimes>;
  readonly auditFailure?: 'refuse' | 'allow-reads';
  /** What it shares with other gateways, behind the cache that it is given. */
  readonly openSecondLevel?: (own: AnswerCache) => SecondLevel;
}

/** The real gateway with real embedded stores, a vendor that counts, and a clock that stands still. */
export async function openTestGateway(overrides: TestGatewayOptions = {}) {
  const clock = overrides.clock ?? createFakeClock();
  const vendor = new AcmeVendor();
  const database = overrides.database
    ? Object.assign(overrides.database, { folder: '' })
    : await openTemporaryDatabase();
  const audits = new SqlAuditStore(database);
  const observer = { committed() {}, failed() {}, dropped() {} };
  const onFailure = overrides.auditFailure ?? 'refuse';
  const trail = new AuditTrail(audits, clock, silentLog, observer, { onFailure, groupMs: 50, queueRows: 1_000 });
  const letters = new SqlDeadLetterStore(database);
  const lettersMax = overrides.lettersMax ?? 1_000;
  const idempotency = new SqlIdempotencyStore(database);
  const results = new ResultFiles(new SqlResultStore(database), createSealer(KEY, 'results'), clock, {
    ttlMs: 3_600_000,
    charactersPerFile: 5_000_000,
    charactersPerOwner: 10_000_000,
  });
  const ownRuntimes = () =>
    new ConnectionRuntimes(
      (overrides.connections ?? [acmeConnection()]).map((connection) => ({
        connection,
        wire: overrides.wire ?? vendor.wire,
        breaker: openTestBreaker(clock),
        bulkhead: new Bulkhead(clock, { places: overrides.places ?? 40, queue: 10, waitMs: 1_000 }),
        retryBudget: new RetryBudget(),
        stops: new QuotaStops(clock),
        secrets: () => undefined,
        receivesEvents: false,
        scrub: createScrubber([ACME_SECRET]),
      })),
    );
  const runtimes = (await overrides.openRuntimes?.(database, clock)) ?? ownRuntimes();
  const answers = new MemoryAnswerCache({ entriesMax: 100, bytesMax: 10_000_000 });
  const parts: GatewayParts = {
    connectors: overrides.connectors ?? [acme],
    runtimes,
    clock,
    random: () => 0.5,
    trail,
    rates: new MemoryRateStore(clock),
    quotas: new MemoryQuotaStore(clock),
    answers,
    secondLevel: overrides.openSecondLevel?.(answers),
    idempotency,
    letters,
    letterKeeper: new LetterKeeper(letters, clock, silentLog, { refused() {} }, lettersMax),
    results,
    feeds: new EventFeeds(new SqlEventStore(database)),
    sealer: createSealer(KEY, 'idempotency'),
    observeCall() {},
    observeAttempt() {},
    observeNote() {},
    options: {
      rate: { callsPerMinute: 1_000, burst: 100 },
      retry: { retries: 3, baseMs: 500, capMs: 30_000 },
      deadlineMs: 60_000,
      attemptMs: 10_000,
      quotaWaitMs: 5_000,
      cacheTtlMs: 60_000,
      cacheStaleMs: 600_000,
      cacheRefusalMs: 5_000,
      idempotencyTtlMs: 86_400_000,
      idempotencyKeys: 'optional',
      answerCharacters: 50_000,
      digestSalt: 'salt',
      ...overrides,
    },
  };
  const grants = createGrants();
  const principal = (role: RoleName, limits?: GrantLimits, id: string = role): Principal => ({
    id,
    name: `test ${role}`,
    kind: 'api-key',
    grant: grants(role, limits),
  });
  const request = (who: Principal, tool: string, input: unknown, more: Partial<CallRequest> = {}): CallRequest => ({
    principal: who,
    face: 'rest',
    tool,
    input,
    correlationId: '0af7651916cd43dd8448eb211c80319c',
    ...more,
  });
  return {
    clock,
    vendor,
    database,
    runtime: runtimes.all[0] as ConnectionRuntime,
    trail,
    audits,
    idempotency,
    letters,
    checks: new SqlCheckStore(database),
    parts,
    catalog: new Catalog(parts.connectors, runtimes),
    gateway: openGateway(parts),
    principal,
    request,
    /** How many timers wait when no audit row does: what is not 0 when all calls are over was left behind. */
    async timersLeft() {
      await trail.flush();
      return clock.waiting;
    },
    async [Symbol.asyncDispose]() {
      await trail[Symbol.asyncDispose]().catch(() => undefined);
      await database[Symbol.asyncDispose]();
    },
  };
}

export type TestGateway = Awaited<ReturnType<typeof openTestGateway>>;

/** A principal's request for resources. */
export function from(principal: Principal): ResourceRequest {
  return { principal, face: 'rest', correlationId: '0af7651916cd43dd8448eb211c80319c' };
}
