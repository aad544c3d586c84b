import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { idempotencyStoreContract } from '../../resilience/idempotency-store.contract.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlIdempotencyStore } from './sql-idempotency-store.ts';

idempotencyStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlIdempotencyStore(database), intents: new SqlAuditStore(database), close };
});
