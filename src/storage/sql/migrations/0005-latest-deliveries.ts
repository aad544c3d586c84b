import type { Migration } from './migration.ts';

/** A connection's latest deliveries are found without looking at those of others. */
export const latestDeliveries: Migration = {
  name: '0005-latest-deliveries',
  async up(db) {
    await db.schema
      .createIndex('deliveries_by_connection')
      .on('deliveries')
      .columns(['connection', 'received_at'])
      .execute();
  },
};
