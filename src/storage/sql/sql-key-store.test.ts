import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { keyStoreContract } from '../../access/key-store.contract.ts';
import { SqlKeyStore } from './sql-key-store.ts';

keyStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlKeyStore(database), close };
});
