import { Kysely, PostgresDialect, sql } from 'kysely';
import { MIGRATIONS } from './migrations/migrations.ts';
import { postgresFault } from './postgres-fault.ts';
import { openPostgresPool, type PostgresAddress } from './postgres-pool.ts';
import type { Tables } from './tables.ts';

const TIMEOUT_MS = 5_000;

/**
 * What stands in the way of using the database, without changing anything: nothing where it can be used, `undefined`
 * where it has no tables yet.
 */
export async function inspectPostgres(address: PostgresAddress): Promise<readonly string[] | undefined> {
  const pool = openPostgresPool(address, { connections: 1, timeoutMs: TIMEOUT_MS });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { rows } = await sql<{ readonly: boolean; tables: boolean }>`
      select current_setting('transaction_read_only') = 'on' as readonly,
             to_regclass('schema_versions') is not null as tables`.execute(db);
    const [found] = rows;
    if (found?.readonly) return ['it can only be read: it is a standby, or writes are switched off'];
    return found?.tables ? await schemaComplaints(db) : undefined;
  } catch (error) {
    return [`it ${postgresFault(error)}`];
  } finally {
    await db.destroy();
  }
}

async function schemaComplaints(db: Kysely<Tables>): Promise<string[]> {
  const applied = await db.selectFrom('schema_versions').selectAll().orderBy('version').execute();
  const strange = applied.find(({ version, name }) => MIGRATIONS[version - 1]?.name !== name);
  return strange ? [`its schema is of a newer release: ${strange.version} (${strange.name})`] : [];
}
