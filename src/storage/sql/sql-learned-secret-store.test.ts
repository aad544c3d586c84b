import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { learnedSecretStoreContract } from '../../connections/learned-secret-store.contract.ts';
import { SqlLearnedSecretStore } from './sql-learned-secret-store.ts';

learnedSecretStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlLearnedSecretStore(database), close };
});
