import type { SqlDatabase } from '../storage/sql/database.ts';
import { SqlAuditStore } from '../storage/sql/sql-audit-store.ts';
import { SqlCheckStore } from '../storage/sql/sql-check-store.ts';
import { SqlDeadLetterStore } from '../storage/sql/sql-dead-letter-store.ts';
import { SqlEventStore } from '../storage/sql/sql-event-store.ts';
import { SqlIdempotencyStore } from '../storage/sql/sql-idempotency-store.ts';
import { SqlKeyStore } from '../storage/sql/sql-key-store.ts';
import { SqlResultStore } from '../storage/sql/sql-result-store.ts';

/** Opens the records' stores; those of connections are opened with the connections. */
export function openStores(database: SqlDatabase) {
  return {
    keys: new SqlKeyStore(database),
    audits: new SqlAuditStore(database),
    idempotency: new SqlIdempotencyStore(database),
    letters: new SqlDeadLetterStore(database),
    checks: new SqlCheckStore(database),
    results: new SqlResultStore(database),
    events: new SqlEventStore(database),
  };
}
