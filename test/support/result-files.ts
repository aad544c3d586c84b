import { ResultFiles } from '../../src/results/result-files.ts';
import { SqlResultStore } from '../../src/storage/sql/sql-result-store.ts';
import { createSealer } from '../../src/vault/sealer.ts';
import { createFakeClock } from './fake-clock.ts';
import { openTemporaryDatabase } from './temporary-database.ts';

/** Result files over a real database, which live for a second. */
export async function openResultFiles(charactersPerFile: number, charactersPerOwner: number) {
  const clock = createFakeClock();
  const database = await openTemporaryDatabase();
  const store = new SqlResultStore(database);
  const sealer = createSealer('a key for tests, long enough to be one', 'results');
  const results = new ResultFiles(store, sealer, clock, { ttlMs: 1_000, charactersPerFile, charactersPerOwner });
  return { clock, database, store, results, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}
