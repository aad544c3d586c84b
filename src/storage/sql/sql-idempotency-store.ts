import type { CompiledQuery, Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type {
  Claim,
  IdempotencyStore,
  SettledEnd,
  WriteRecord,
  WriteState,
} from '../../resilience/idempotency-store.ts';
import { compileAuditInsert, toAuditParameters } from './audit-row.ts';
import type { SqlDatabase } from './database.ts';
import { CUT_OFF } from './sql-dead-letter-store.ts';
import type { Tables, WriteRecordRow } from './tables.ts';

/** States that replay, and whose records may go once they have expired. */
const SETTLED: readonly WriteState[] = ['done', 'refused', 'discarded'];

/** States of a write that is under way, and whose record may still go as if it had never been. */
const OPEN: readonly WriteState[] = ['claimed', 'sent'];

/** Each further look needs another holder that was released meanwhile. */
const LOOKS_MAX = 5;

/** Keeps the records of writes in the table `write_records`, and their intents in `audit_entries`. */
export class SqlIdempotencyStore implements IdempotencyStore {
  readonly #database: SqlDatabase;
  readonly #insertIntent: CompiledQuery;

  constructor(database: SqlDatabase) {
    this.#database = database;
    this.#insertIntent = compileAuditInsert(database);
  }

  claim(record: WriteRecord, intent: AuditEntry, duplicatesSince: number): Promise<Claim> {
    return this.#database.atomically(async (transaction): Promise<Claim> => {
      // Of two identical writes at once the second is told of the first.
      await this.#database.dialect.takeTurn(transaction, `${record.principalId} ${record.fingerprint}`);
      const holder = await holderUnlessClaimed(transaction, record);
      if (holder) return { claimed: false, record: holder };
      await transaction.executeQuery({ ...this.#insertIntent, parameters: toAuditParameters(intent) });
      return { claimed: true, possibleDuplicateOf: await newestTwin(transaction, record, duplicatesSince) };
    });
  }

  async advance(id: string, from: WriteState, to: WriteState, settled?: SettledEnd): Promise<boolean> {
    const end = settled && { sealed: settled.sealed, expires_at: settled.expiresAt, sealed_input: null };
    const moved = await this.#database.atomically((transaction) =>
      transaction
        .updateTable('write_records')
        .set({ state: to, ...end })
        .where('id', '=', id)
        .where('state', '=', from)
        .returning('id')
        .executeTakeFirst(),
    );
    return moved !== undefined;
  }

  async release(id: string): Promise<void> {
    await this.#database.atomically((transaction) =>
      giveBack(transaction, (record) => record('state', 'in', OPEN).and('id', '=', id)),
    );
  }

  recover(claimedBefore: number): Promise<number> {
    return this.#database.atomically(async (transaction) => {
      await giveBack(transaction, (record) => record('state', '=', 'claimed').and('claimed_at', '<', claimedBefore));
      // A redrive that was cut off: its letter told of the failure before.
      await transaction
        .updateTable('dead_letters')
        .set(CUT_OFF)
        .where('record_id', 'in', (record) =>
          record
            .selectFrom('write_records')
            .select('id')
            .where('state', '=', 'sent')
            .where('claimed_at', '<', claimedBefore),
        )
        .execute();
      const opened = await transaction
        .updateTable('write_records')
        .set({ state: 'unknown' })
        .where('state', '=', 'sent')
        .where('claimed_at', '<', claimedBefore)
        .executeTakeFirst();
      return Number(opened.numUpdatedRows);
    });
  }

  async purge(before: number, limit: number): Promise<number> {
    const purged = await this.#database.use((db) =>
      db
        .deleteFrom('write_records')
        .where('id', 'in', (record) =>
          this.#database.dialect.passOverTaken(
            record
              .selectFrom('write_records')
              .select('id')
              .where('state', 'in', SETTLED)
              .where('expires_at', '<', before)
              .limit(limit),
          ),
        )
        .executeTakeFirst(),
    );
    return Number(purged.numDeletedRows);
  }
}

/** Of the records that `which` holds for, parks those of dead letters again and deletes the others. */
async function giveBack(
  transaction: Kysely<Tables>,
  which: (record: ExpressionBuilder<Tables, 'write_records'>) => Expression<SqlBool>,
): Promise<void> {
  await transaction
    .updateTable('write_records')
    .set({ state: 'parked' })
    .where(which)
    .where('id', 'in', (letter) => letter.selectFrom('dead_letters').select('record_id'))
    .execute();
  await transaction.deleteFrom('write_records').where(which).execute();
}

/** Claims the key for `record`, or gives the record that has it. A holder may be released between the two looks; then the key is free. */
async function holderUnlessClaimed(transaction: Kysely<Tables>, record: WriteRecord): Promise<WriteRecord | undefined> {
  for (let look = 0; look < LOOKS_MAX; look++) {
    if (await insertIfFree(transaction, record)) return undefined;
    const holder = await holderOf(transaction, record);
    if (holder) return holder;
  }
  throw new PlatformError('conflict', 'Many calls use this idempotency key at once. Try again in a moment.', {
    retryAfterMs: 1_000,
    sent: 'no',
  });
}

/** Takes the key for `record` when it is free or its record is settled and expired; says whether it did. */
async function insertIfFree(transaction: Kysely<Tables>, record: WriteRecord): Promise<boolean> {
  // Deleted, not written over: what belonged to the old record, a dead letter, goes with it.
  await transaction
    .deleteFrom('write_records')
    .where('principal_id', '=', record.principalId)
    .where('idempotency_key', '=', record.key)
    .where('state', 'in', SETTLED)
    .where('expires_at', '<', record.createdAt)
    .execute();
  const inserted = await transaction
    .insertInto('write_records')
    .values(toRow(record))
    .onConflict((conflict) => conflict.columns(['principal_id', 'idempotency_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function holderOf(transaction: Kysely<Tables>, record: WriteRecord): Promise<WriteRecord | undefined> {
  const row = await transaction
    .selectFrom('write_records')
    .selectAll()
    .where('principal_id', '=', record.principalId)
    .where('idempotency_key', '=', record.key)
    .executeTakeFirst();
  return row && toRecord(row);
}

async function newestTwin(
  transaction: Kysely<Tables>,
  record: WriteRecord,
  since: number,
): Promise<string | undefined> {
  const twin = await transaction
    .selectFrom('write_records')
    .select('id')
    .where('principal_id', '=', record.principalId)
    .where('fingerprint', '=', record.fingerprint)
    .where('created_at', '>=', since)
    .where('id', '!=', record.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return twin?.id;
}

function toRow(record: WriteRecord): WriteRecordRow {
  return {
    id: record.id,
    principal_id: record.principalId,
    principal_name: record.principalName,
    correlation_id: record.correlationId,
    idempotency_key: record.key,
    fingerprint: record.fingerprint,
    tool: record.tool,
    connection: record.connection,
    state: record.state,
    sealed_input: record.sealedInput ?? null,
    sealed: record.sealed ?? null,
    created_at: record.createdAt,
    claimed_at: record.createdAt,
    expires_at: record.expiresAt,
  };
}

function toRecord(row: WriteRecordRow): WriteRecord {
  return {
    id: row.id,
    principalId: row.principal_id,
    principalName: row.principal_name,
    correlationId: row.correlation_id,
    key: row.idempotency_key,
    fingerprint: row.fingerprint,
    tool: row.tool,
    connection: row.connection,
    state: row.state,
    sealedInput: row.sealed_input ?? undefined,
    sealed: row.sealed ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
