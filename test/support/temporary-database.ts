import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { openSqlite } from '../../src/storage/sql/sqlite-database.ts';

/** A database of its own in a folder that goes away with it. */
export async function openTemporaryDatabase(): Promise<SqlDatabase & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-test-'));
  const database = await openSqlite(join(folder, 'platform.db'));
  const close = database[Symbol.asyncDispose].bind(database);
  return Object.assign(database, {
    folder,
    async [Symbol.asyncDispose]() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
