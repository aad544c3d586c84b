import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { auditStoreContract } from '../../audit/audit-store.contract.ts';
import { SqlAuditStore } from './sql-audit-store.ts';

auditStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlAuditStore(database), close };
});
