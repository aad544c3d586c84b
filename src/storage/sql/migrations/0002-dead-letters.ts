import type { Migration } from './migration.ts';

/** Writes keep what they would do until they are settled; dead letters, beside the records of their writes. */
export const deadLetters: Migration = {
  name: '0002-dead-letters',
  async up(db) {
    for (const name of ['principal_name', 'correlation_id']) {
      await db.schema
        .alterTable('write_records')
        .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
        .execute();
    }
    await db.schema.alterTable('write_records').addColumn('sealed_input', 'text').execute();
    await db.schema
      .alterTable('write_records')
      .addColumn('claimed_at', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable('dead_letters')
      .addColumn('record_id', 'text', (column) =>
        column.primaryKey().notNull().references('write_records.id').onDelete('cascade'),
      )
      .addColumn('error_code', 'text', (column) => column.notNull())
      .addColumn('error_message', 'text', (column) => column.notNull())
      .addColumn('attempts', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('kept_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('dead_letters_by_age').on('dead_letters').column('kept_at').execute();
  },
};
