import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { checkStoreContract } from '../../dead-letters/check-store.contract.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlCheckStore } from './sql-check-store.ts';
import { SqlDeadLetterStore } from './sql-dead-letter-store.ts';
import { SqlIdempotencyStore } from './sql-idempotency-store.ts';

checkStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return {
    store: new SqlDeadLetterStore(database),
    checks: new SqlCheckStore(database),
    records: new SqlIdempotencyStore(database),
    intents: new SqlAuditStore(database),
    close,
  };
});
