import { describe } from 'vitest';
import { keyStoreContract } from '../../src/access/key-store.contract.ts';
import { auditStoreContract } from '../../src/audit/audit-store.contract.ts';
import { connectionStoreContract } from '../../src/connections/connection-store.contract.ts';
import { learnedSecretStoreContract } from '../../src/connections/learned-secret-store.contract.ts';
import { checkStoreContract } from '../../src/dead-letters/check-store.contract.ts';
import { deadLetterStoreContract } from '../../src/dead-letters/dead-letter-store.contract.ts';
import { eventStoreContract } from '../../src/events/event-store.contract.ts';
import { idempotencyStoreContract } from '../../src/resilience/idempotency-store.contract.ts';
import { resultStoreContract } from '../../src/results/result-store.contract.ts';
import { SqlAuditStore } from '../../src/storage/sql/sql-audit-store.ts';
import { SqlCheckStore } from '../../src/storage/sql/sql-check-store.ts';
import { SqlConnectionStore } from '../../src/storage/sql/sql-connection-store.ts';
import { SqlDeadLetterStore } from '../../src/storage/sql/sql-dead-letter-store.ts';
import { SqlEventStore } from '../../src/storage/sql/sql-event-store.ts';
import { SqlIdempotencyStore } from '../../src/storage/sql/sql-idempotency-store.ts';
import { SqlKeyStore } from '../../src/storage/sql/sql-key-store.ts';
import { SqlLearnedSecretStore } from '../../src/storage/sql/sql-learned-secret-store.ts';
import { SqlResultStore } from '../../src/storage/sql/sql-result-store.ts';
import { openFreshPostgres } from '../support/postgres.ts';

describe('PostgreSQL', () => {
  keyStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlKeyStore(database), close };
  });

  auditStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlAuditStore(database), close };
  });

  idempotencyStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlIdempotencyStore(database), intents: new SqlAuditStore(database), close };
  });

  deadLetterStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    const records = new SqlIdempotencyStore(database);
    return { store: new SqlDeadLetterStore(database), records, intents: new SqlAuditStore(database), close };
  });

  checkStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return {
      store: new SqlDeadLetterStore(database),
      checks: new SqlCheckStore(database),
      records: new SqlIdempotencyStore(database),
      intents: new SqlAuditStore(database),
      close,
    };
  });

  connectionStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlConnectionStore(database), close };
  });

  learnedSecretStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlLearnedSecretStore(database), close };
  });

  eventStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlEventStore(database), close };
  });

  resultStoreContract(async () => {
    const { database, close } = await openFreshPostgres();
    return { store: new SqlResultStore(database), close };
  });
});
