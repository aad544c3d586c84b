import type { CompiledQuery, Kysely } from 'kysely';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Claim, IdempotencyStore, WriteRecord, WriteState } from '../../resilience/idempotency-store.ts';
import { compileAuditInsert, toAuditParameters } from './audit-row.ts';
import type { SqlDatabase } from './database.ts';
import type { Tables, WriteRecordRow } from './tables.ts';

/** States that replay, and whose records may go once they have expired. */
const SETTLED: readonly WriteState[] = ['done', 'refused'];

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

  async advance(id: string, from: WriteState, to: WriteState, sealed?: string): Promise<boolean> {
    const moved = await this.#database.use((db) =>
      db
        .updateTable('write_records')
        .set(sealed === undefined ? { state: to } : { state: to, sealed })
        .where('id', '=', id)
        .where('state', '=', from)
        .returning('id')
        .executeTakeFirst(),
    );
    return moved !== undefined;
  }

  async release(id: string): Promise<void> {
    await this.#database.use((db) =>
      db.deleteFrom('write_records').where('id', '=', id).where('state', 'in', OPEN).execute(),
    );
  }

  recover(createdBefore: number): Promise<number> {
    return this.#database.atomically(async (transaction) => {
      await transaction
        .deleteFrom('write_records')
        .where('state', '=', 'claimed')
        .where('created_at', '<', createdBefore)
        .execute();
      const opened = await transaction
        .updateTable('write_records')
        .set({ state: 'unknown' })
        .where('state', '=', 'sent')
        .where('created_at', '<', createdBefore)
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
  const inserted = await transaction
    .insertInto('write_records')
    .values(toRow(record))
    .onConflict((conflict) =>
      conflict
        .columns(['principal_id', 'idempotency_key'])
        .doUpdateSet(({ ref }) => ({
          id: ref('excluded.id'),
          fingerprint: ref('excluded.fingerprint'),
          tool: ref('excluded.tool'),
          connection: ref('excluded.connection'),
          state: ref('excluded.state'),
          sealed: ref('excluded.sealed'),
          created_at: ref('excluded.created_at'),
          expires_at: ref('excluded.expires_at'),
        }))
        .where('write_records.state', 'in', SETTLED)
        .whereRef('write_records.expires_at', '<', 'excluded.created_at'),
    )
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
    idempotency_key: record.key,
    fingerprint: record.fingerprint,
    tool: record.tool,
    connection: record.connection,
    state: record.state,
    sealed: record.sealed ?? null,
    created_at: record.createdAt,
    expires_at: record.expiresAt,
  };
}

function toRecord(row: WriteRecordRow): WriteRecord {
  return {
    id: row.id,
    principalId: row.principal_id,
    key: row.idempotency_key,
    fingerprint: row.fingerprint,
    tool: row.tool,
    connection: row.connection,
    state: row.state,
    sealed: row.sealed ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
