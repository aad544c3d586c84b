import type { Migration } from './migration.ts';

/** Connections that operators add, and secrets that vendors give. */
export const connections: Migration = {
  name: '0003-connections',
  async up(db) {
    await db.schema
      .createTable('connections')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('mock', 'bigint', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('secret_names', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('learned_secrets')
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('learned_secrets_key', ['connection', 'name'])
      .execute();
  },
};
