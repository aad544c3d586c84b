import type { Kysely } from 'kysely';
import type { SqlDialect } from '../dialect.ts';
import type { Migration } from './migration.ts';

/** Keys, audit trail, idempotency records and large results. */
export const firstLight: Migration = {
  name: '0001-first-light',
  async up(db, dialect) {
    await apiKeys(db);
    await auditEntries(db, dialect);
    await writeRecords(db);
    await results(db);
  },
};

async function apiKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('hint', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('tools', 'text')
    .addColumn('connections', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .execute();
}

/** Ordered by the sequence, since a clock may step back; appending lands at the end of the tree. */
async function auditEntries(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  await dialect
    .withSequence(db.schema.createTable('audit_entries'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('principal_id', 'text', (column) => column.notNull())
    .addColumn('principal_name', 'text', (column) => column.notNull())
    .addColumn('face', 'text', (column) => column.notNull())
    .addColumn('correlation_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('effect', 'text')
    .addColumn('connection', 'text')
    .addColumn('mode', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('duration_ms', 'double precision')
    .addColumn('input_digest', 'text')
    .addColumn('answered_by', 'text')
    .addColumn('attempts', 'bigint')
    .addColumn('detail', 'text')
    .execute();
}

async function writeRecords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('write_records')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('principal_id', 'text', (column) => column.notNull())
    .addColumn('idempotency_key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('write_records_key', ['principal_id', 'idempotency_key'])
    .execute();
  await db.schema
    .createIndex('write_records_by_fingerprint')
    .on('write_records')
    .columns(['principal_id', 'fingerprint', 'created_at'])
    .execute();
  await db.schema.createIndex('write_records_by_expiry').on('write_records').columns(['state', 'expires_at']).execute();
}

async function results(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('results')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('rows', 'bigint', (column) => column.notNull())
    .addColumn('pages', 'bigint', (column) => column.notNull())
    .addColumn('characters', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('results_by_owner').on('results').columns(['owner_id', 'created_at']).execute();
  await db.schema.createIndex('results_by_expiry').on('results').column('expires_at').execute();
  await db.schema
    .createTable('result_pages')
    .addColumn('result_id', 'text', (column) => column.notNull().references('results.id').onDelete('cascade'))
    .addColumn('page', 'bigint', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('result_pages_key', ['result_id', 'page'])
    .execute();
}
