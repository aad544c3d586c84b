import { join } from 'node:path';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { openSqlite } from '../../src/storage/sql/sqlite-database.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** An empty database in a folder of its own, and what closes and deletes it; closing twice is closing once. */
export async function openFreshDatabase(): Promise<{ database: SqlDatabase; close: () => Promise<void> }> {
  const folder = createTemporaryFolder();
  const database = await openSqlite(join(folder.path, 'platform.db'));
  const close = async () => {
    await database[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };
  return { database, close };
}
