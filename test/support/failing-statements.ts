import { sql } from 'kysely';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';

/** Makes the database refuse statements, as a full disk would: `update on write_records`, `insert on audit_entries`. Gives what ends it. */
export async function failStatements(
  database: SqlDatabase,
  statement: string,
  when = '1',
): Promise<() => Promise<void>> {
  const name = `fail_${statement.replaceAll(' ', '_')}`;
  const raise = `begin select raise(abort, 'the disk is full'); end`;
  const run = (text: string) => database.use((db) => sql.raw(text).execute(db));
  await run(`create trigger ${name} before ${statement} when ${when} ${raise}`);
  return async () => {
    await run(`drop trigger ${name}`);
  };
}
