import { existsSync } from 'node:fs';
import SqliteFile from 'better-sqlite3';

const COMPLAINTS_MAX = 10;

/**
 * What SQLite's own integrity check complains about, without changing anything: nothing for a whole database,
 * `undefined` where there is none. Works beside the process that owns the database.
 */
export function inspectSqlite(path: string): readonly string[] | undefined {
  if (!existsSync(path)) return undefined;
  let file: SqliteFile.Database | undefined;
  try {
    file = new SqliteFile(path, { readonly: true, fileMustExist: true });
    const found = file.pragma(`integrity_check(${COMPLAINTS_MAX})`) as { integrity_check: string }[];
    return found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  } catch (error) {
    return [error instanceof SqliteFile.SqliteError ? `it cannot be read (${error.code})` : 'it cannot be read'];
  } finally {
    file?.close();
  }
}
