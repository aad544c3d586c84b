import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { deadLetterStoreContract } from '../../dead-letters/dead-letter-store.contract.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlDeadLetterStore } from './sql-dead-letter-store.ts';
import { SqlIdempotencyStore } from './sql-idempotency-store.ts';

deadLetterStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  const records = new SqlIdempotencyStore(database);
  return { store: new SqlDeadLetterStore(database), records, intents: new SqlAuditStore(database), close };
});
