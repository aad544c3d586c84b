import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { connectionStoreContract } from '../../connections/connection-store.contract.ts';
import { SqlConnectionStore } from './sql-connection-store.ts';

connectionStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlConnectionStore(database), close };
});
