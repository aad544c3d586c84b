import type { Migration } from './migration.ts';

/** A result may be a file, which has a name and a type; a large one is hidden until all of it is there. */
export const resultFiles: Migration = {
  name: '0007-result-files',
  async up(db) {
    await db.schema.alterTable('results').addColumn('sealed_file', 'text').execute();
    await db.schema
      .alterTable('results')
      .addColumn('hidden', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
