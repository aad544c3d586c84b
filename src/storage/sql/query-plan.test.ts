import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openFreshDatabase } from '../../../test/support/fresh-database.ts';
import type { Tables } from './tables.ts';

type Build = (db: Kysely<Tables>) => Pick<SelectQueryBuilder<Tables, keyof Tables, unknown>, 'explain'>;

// biome-ignore format: a table is read in columns
const STATEMENTS: readonly [string, Build, string][] = [
  ['a key by its digest',                (db) => db.selectFrom('api_keys').selectAll().where('digest', '=', 'd'), 'SEARCH api_keys USING INDEX'],
  ['the newest audit rows',              (db) => db.selectFrom('audit_entries').selectAll().orderBy('sequence', 'desc').limit(9), 'SCAN audit_entries'],
  ['a write record by its key',          (db) => db.selectFrom('write_records').selectAll().where('principal_id', '=', 'p').where('idempotency_key', '=', 'k'), 'SEARCH write_records USING INDEX'],
  ['settled write records that expired', (db) => db.selectFrom('write_records').select('id').where('state', 'in', ['done', 'refused']).where('expires_at', '<', 1), 'write_records_by_expiry'],
  ['dead letters after an id',           (db) => db.selectFrom('dead_letters').crossJoin('write_records').whereRef('write_records.id', '=', 'dead_letters.record_id').selectAll().where('write_records.state', 'in', ['parked']).where('dead_letters.record_id', '>', 'r').orderBy('dead_letters.record_id').limit(9), 'SEARCH dead_letters USING INDEX'],
  ['dead letters of each state',         (db) => db.selectFrom('dead_letters').crossJoin('write_records').whereRef('write_records.id', '=', 'dead_letters.record_id').select(['write_records.state']), 'SCAN dead_letters'],
  ['unknown writes without a letter',    (db) => db.selectFrom('write_records').leftJoin('dead_letters', 'dead_letters.record_id', 'write_records.id').select('write_records.id').where('write_records.state', '=', 'unknown').where('dead_letters.record_id', 'is', null), 'SEARCH write_records USING INDEX write_records_by_expiry'],
  ['results that expired',               (db) => db.selectFrom('results').select('id').where('expires_at', '<', 1), 'results_by_expiry'],
  ['results of an owner',                (db) => db.selectFrom('results').selectAll().where('owner_id', '=', 'p').orderBy('created_at', 'desc'), 'results_by_owner'],
  ['deliveries that expired',            (db) => db.selectFrom('deliveries').select('id').where('expires_at', '<', 1), 'deliveries_by_expiry'],
  ['a learned secret',                   (db) => db.selectFrom('learned_secrets').selectAll().where('connection', '=', 'c').where('name', '=', 'n'), 'SEARCH learned_secrets USING INDEX'],
  ['a page of a result',                 (db) => db.selectFrom('result_pages').select('sealed').where('result_id', '=', 'r').where('page', '=', 1), 'SEARCH result_pages USING INDEX'],
];

describe('however many rows there are', () => {
  it.each(STATEMENTS)('%s are found without reading or sorting the others', async (_, build, expected) => {
    const { database, close } = await openFreshDatabase();

    const plan = await database.use((db) => build(db).explain<{ detail: string }>(undefined, sql`query plan`));
    await close();

    const steps = plan.map(({ detail }) => detail).join('\n');
    expect(steps).toContain(expected);
    expect(steps).not.toContain('TEMP B-TREE');
  });
});
