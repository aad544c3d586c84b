import type { Kysely } from 'kysely';
import { PlatformError } from '../../kernel/errors.ts';
import type { SqlDialect } from './dialect.ts';
import type { Migration } from './migrations/migration.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the schema forward to the last of `migrations`, all of them or none, in one transaction. Refuses with
 * `unavailable`, before it changes anything, a database that has been through migrations that are not on the list.
 */
export async function migrate(
  db: Kysely<Tables>,
  dialect: SqlDialect,
  migrations: readonly Migration[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await dialect.beginMigration(transaction);
    await transaction.schema
      .createTable('schema_versions')
      .ifNotExists()
      .addColumn('version', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute();
    const applied = await transaction.selectFrom('schema_versions').selectAll().orderBy('version').execute();
    for (const { version, name } of applied) {
      if (migrations[version - 1]?.name !== name) throw unknownSchema(version, name, migrations.length);
    }
    for (const [index, migration] of migrations.entries()) {
      if (index < applied.length) continue;
      await migration.up(transaction as unknown as Kysely<unknown>, dialect);
      await transaction
        .insertInto('schema_versions')
        .values({ version: index + 1, name: migration.name })
        .execute();
    }
  });
}

function unknownSchema(version: number, name: string, known: number): PlatformError {
  return new PlatformError(
    'unavailable',
    `The database was written by a newer release: it has schema ${version} (${name}), this release knows ${known}. ` +
      'Start the newer release, or restore a backup that this one wrote.',
  );
}
