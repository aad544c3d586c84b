import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { resultStoreContract } from '../../results/result-store.contract.ts';
import { SqlResultStore } from './sql-result-store.ts';

resultStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlResultStore(database), close };
});
