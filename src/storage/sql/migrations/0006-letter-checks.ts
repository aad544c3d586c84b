import type { Migration } from './migration.ts';

/** Writes of unknown outcome are looked for in the vendors' data, and a letter says who settled it. */
export const letterChecks: Migration = {
  name: '0006-letter-checks',
  async up(db) {
    for (const name of ['settled_by', 'check_said']) {
      await db.schema.alterTable('dead_letters').addColumn(name, 'text').execute();
    }
    await db.schema.alterTable('dead_letters').addColumn('checked_at', 'bigint').execute();
    for (const name of ['checks', 'check_at']) {
      await db.schema
        .alterTable('dead_letters')
        .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
    }
  },
};
