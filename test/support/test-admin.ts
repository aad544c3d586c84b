import { ApiKeys } from '../../src/access/api-keys.ts';
import { createGrants, type GrantLimits } from '../../src/access/grants.ts';
import type { RoleName } from '../../src/access/roles.ts';
import type { Action } from '../../src/admin/action.ts';
import { createActions } from '../../src/admin/actions.ts';
import type { ProbeFinding } from '../../src/admin/connections-probe.ts';
import { createAdmin } from '../../src/admin/perform.ts';
import { AuditTrail } from '../../src/audit/audit-trail.ts';
import { ConnectionRecords } from '../../src/connections/connection-records.ts';
import { LearnedSecrets } from '../../src/connections/learned-secrets.ts';
import { DeadLetters } from '../../src/dead-letters/dead-letters.ts';
import { LetterChecker } from '../../src/dead-letters/letter-checker.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Principal } from '../../src/kernel/principal.ts';
import { QuotaStops } from '../../src/limits/quota-stops.ts';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { SqlAuditStore } from '../../src/storage/sql/sql-audit-store.ts';
import { SqlCheckStore } from '../../src/storage/sql/sql-check-store.ts';
import { SqlConnectionStore } from '../../src/storage/sql/sql-connection-store.ts';
import { SqlDeadLetterStore } from '../../src/storage/sql/sql-dead-letter-store.ts';
import { SqlKeyStore } from '../../src/storage/sql/sql-key-store.ts';
import { SqlLearnedSecretStore } from '../../src/storage/sql/sql-learned-secret-store.ts';
import { createSealer } from '../../src/vault/sealer.ts';
import { createFakeClock } from './fake-clock.ts';
import { openTemporaryDatabase } from './temporary-database.ts';
import { openTestBreaker } from './test-breaker.ts';

const DAY_MS = 86_400_000;
const CORRELATION = '0af7651916cd43dd8448eb211c80319c';

/** The records of no connector's connections; `test/support/live-platform.ts` has running ones. */
function openDesk(database: SqlDatabase, clock: Clock) {
  const sealer = createSealer('a key for tests, long enough to be one', 'connections');
  const store = new SqlLearnedSecretStore(database);
  const records = new ConnectionRecords({
    connectors: [],
    store: new SqlConnectionStore(database),
    learned: new LearnedSecrets({ store, sealer, clock, log: silentLog }),
    sealer,
    clock,
    check: () => [],
  });
  return { records, running: () => [], follow: async () => {} };
}

/** The real operator actions with real embedded stores and a clock that stands still, and `more` actions beside them. */
export async function openTestAdmin(more: readonly Action[] = [], findings: readonly ProbeFinding[] = []) {
  const clock = createFakeClock();
  const database = await openTemporaryDatabase();
  const audits = new SqlAuditStore(database);
  const observer = { committed() {}, failed() {}, dropped() {} };
  const options = { onFailure: 'refuse', groupMs: 50, queueRows: 1_000 } as const;
  const trail = new AuditTrail(audits, clock, silentLog, observer, options);
  const grants = createGrants();
  const keys = new ApiKeys(new SqlKeyStore(database), grants, clock);
  const letters = new DeadLetters(
    {
      store: new SqlDeadLetterStore(database),
      sealer: createSealer('a key for tests, long enough to be one', 'idempotency'),
      clock,
      log: silentLog,
      principalOf: (id) => keys.principal(id),
      call: () => Promise.reject(new PlatformError('unavailable', 'There are no tools here.')),
      objectOf: () => undefined,
      placesOf: () => undefined,
      counted() {},
    },
    { ageMs: 30 * DAY_MS, settledMs: DAY_MS },
  );
  const checker = new LetterChecker(
    {
      store: new SqlDeadLetterStore(database),
      checks: new SqlCheckStore(database),
      sealer: createSealer('a key for tests, long enough to be one', 'idempotency'),
      clock,
      log: silentLog,
      principal: { id: 'platform', name: 'the platform itself', kind: 'local', grant: grants('admin') },
      look: () => Promise.reject(new PlatformError('unavailable', 'There are no tools here.')),
      checked() {},
    },
    { callMs: 60_000, lateMs: 900_000, settledMs: DAY_MS, checksMax: 6 },
  );
  const circuit = { breaker: openTestBreaker(clock), stops: new QuotaStops(clock) };
  const circuits = () => new Map([['acme/default', circuit]]);
  const actions = createActions({
    keys,
    tools: ['acme_list_rows', 'acme_set_row', 'other_get_thing'],
    audits,
    trail,
    letters,
    checker,
    clock,
    probe: async () => findings,
    probeOne: async (id) => findings.find(({ connection }) => connection === id),
    connections: openDesk(database, clock),
    circuits,
    sharedUp: () => undefined,
  });
  const admin = createAdmin([...actions, ...more], trail, clock);
  const principal = (role: RoleName, limits?: GrantLimits): Principal => ({
    id: role,
    name: `test ${role}`,
    kind: 'api-key',
    grant: grants(role, limits),
  });
  return {
    clock,
    database,
    trail,
    audits,
    keys,
    circuit,
    admin,
    principal,
    /** Performs an action as an admin over REST. */
    perform: <Answer>(name: string, input?: unknown, who = principal('admin')) =>
      admin.perform(who, name, input, 'rest', CORRELATION) as Promise<Answer>,
    async [Symbol.asyncDispose]() {
      await trail[Symbol.asyncDispose]().catch(() => undefined);
      await database[Symbol.asyncDispose]();
    },
  };
}
