import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import { eventStoreContract } from '../../events/event-store.contract.ts';
import { SqlEventStore } from './sql-event-store.ts';

eventStoreContract(async () => {
  const { database, close } = await openFreshDatabase();
  return { store: new SqlEventStore(database), close };
});
