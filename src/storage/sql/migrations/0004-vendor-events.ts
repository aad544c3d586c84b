import type { Migration } from './migration.ts';

/** What vendors report, once for each delivery, and a mark for each connection that rises with it. */
export const vendorEvents: Migration = {
  name: '0004-vendor-events',
  async up(db) {
    await db.schema
      .createTable('deliveries')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('events', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('deliveries_by_expiry').on('deliveries').column('expires_at').execute();
    await db.schema
      .createTable('event_marks')
      .addColumn('connection', 'text', (column) => column.primaryKey().notNull())
      .addColumn('mark', 'bigint', (column) => column.notNull())
      .execute();
  },
};
