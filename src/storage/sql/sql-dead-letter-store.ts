import type { CompiledQuery, Kysely, Selectable } from 'kysely';
import {
  type DeadLetter,
  type DeadLetterStore,
  LETTER_ATTEMPTS_MAX,
  LETTER_STATES,
  type LetterCounts,
  type LetterEnd,
  type LetterQuery,
  type LetterState,
  type Settlement,
} from '../../dead-letters/dead-letter-store.ts';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import type { Tried } from '../../kernel/call.ts';
import type { WriteState } from '../../resilience/idempotency-store.ts';
import { compileAuditInsert, toAuditParameters } from './audit-row.ts';
import type { SqlDatabase } from './database.ts';
import type { DeadLetterRow, Tables, WriteRecordRow } from './tables.ts';

/** Records in these states have a redrive under way, where they have a letter. */
const UNDER_WAY: readonly WriteState[] = ['claimed', 'sent'];
/** Nobody has looked for it yet. */
const UNCHECKED = { checks: 0, checked_at: null, check_said: null, check_at: 0 };
/** What is said of a write that nobody saw the end of. */
export const CUT_OFF = {
  error_code: 'outcome_unknown',
  error_message: 'The write was sent, and the platform ended before its outcome was recorded.',
  ...UNCHECKED,
};

/**
 * Keeps dead letters in the table `dead_letters`, their state in `write_records`, and the intents of redrives in
 * `audit_entries`. Letters are few and records many: a cross join has SQLite begin with the letters.
 */
export class SqlDeadLetterStore implements DeadLetterStore {
  readonly #database: SqlDatabase;
  readonly #insertIntent: CompiledQuery;

  constructor(database: SqlDatabase) {
    this.#database = database;
    this.#insertIntent = compileAuditInsert(database);
  }

  keep(id: string, to: 'parked' | 'unknown', end: LetterEnd): Promise<boolean> {
    return this.#database.atomically(async (transaction) => {
      if (!(await move(transaction, id, 'sent', { state: to }))) return false;
      const known = await transaction
        .selectFrom('dead_letters')
        .select('attempts')
        .where('record_id', '=', id)
        .executeTakeFirst();
      const attempts = [...(known ? toAttempts(known.attempts) : []), ...end.attempts].slice(-LETTER_ATTEMPTS_MAX);
      const said = {
        error_code: end.code,
        error_message: end.message,
        attempts: JSON.stringify(attempts),
        ...UNCHECKED,
      };
      await transaction
        .insertInto('dead_letters')
        .values({ record_id: id, ...said, reason: null, settled_by: null, kept_at: end.at })
        .onConflict((conflict) => conflict.column('record_id').doUpdateSet(said))
        .execute();
      return true;
    });
  }

  reopen(id: string, fingerprint: string, intent: AuditEntry): Promise<'reopened' | 'changed' | 'taken'> {
    return this.#database.atomically(async (transaction) => {
      const reopened = await transaction
        .updateTable('write_records')
        .set({ state: 'claimed', claimed_at: intent.at })
        .where('id', '=', id)
        .where('state', '=', 'parked')
        .where('fingerprint', '=', fingerprint)
        .returning('id')
        .executeTakeFirst();
      if (!reopened) return (await isParked(transaction, id)) ? 'changed' : 'taken';
      await transaction.executeQuery({ ...this.#insertIntent, parameters: toAuditParameters(intent) });
      return 'reopened';
    });
  }

  settle(id: string, { from, to, by, reason, sealed, expiresAt }: Settlement): Promise<boolean> {
    return this.#database.atomically(async (transaction) => {
      if (to === 'free') {
        const freed = await transaction
          .deleteFrom('write_records')
          .where('id', '=', id)
          .where('state', '=', from)
          .returning('id')
          .executeTakeFirst();
        return freed !== undefined;
      }
      const settled = { state: to, sealed_input: null, sealed: sealed ?? null, expires_at: expiresAt };
      if (!(await move(transaction, id, from, settled))) return false;
      const how = { reason, settled_by: by };
      await transaction.updateTable('dead_letters').set(how).where('record_id', '=', id).execute();
      return true;
    });
  }

  find({ id, states, after, keptBefore, limit }: LetterQuery): Promise<readonly DeadLetter[]> {
    return this.#database.use(async (db) => {
      let query = db
        .selectFrom('dead_letters')
        .crossJoin('write_records')
        .whereRef('write_records.id', '=', 'dead_letters.record_id')
        .selectAll()
        .orderBy('dead_letters.record_id')
        .limit(limit);
      if (id !== undefined) query = query.where('dead_letters.record_id', '=', id);
      if (states !== undefined) query = query.where('write_records.state', 'in', states.flatMap(toWriteStates));
      if (after !== undefined) query = query.where('dead_letters.record_id', '>', after);
      if (keptBefore !== undefined) query = query.where('dead_letters.kept_at', '<', keptBefore);
      return (await query.execute()).map(toLetter);
    });
  }

  counts(): Promise<LetterCounts> {
    return this.#database.use(async (db) => {
      const rows = await db
        .selectFrom('dead_letters')
        .crossJoin('write_records')
        .whereRef('write_records.id', '=', 'dead_letters.record_id')
        .select(['write_records.state', (row) => row.fn.countAll<number>().as('letters')])
        .groupBy('write_records.state')
        .execute();
      const counts = Object.fromEntries(LETTER_STATES.map((state) => [state, 0])) as Record<LetterState, number>;
      for (const { state, letters } of rows) counts[toLetterState(state)] += Number(letters);
      return counts;
    });
  }

  gather(at: number): Promise<number> {
    return this.#database.atomically(async (transaction) => {
      const missing = await transaction
        .selectFrom('write_records')
        .leftJoin('dead_letters', 'dead_letters.record_id', 'write_records.id')
        .select('write_records.id')
        .where('write_records.state', '=', 'unknown')
        .where('dead_letters.record_id', 'is', null)
        .execute();
      for (const { id } of missing) {
        await transaction
          .insertInto('dead_letters')
          .values({ record_id: id, ...CUT_OFF, attempts: '[]', reason: null, settled_by: null, kept_at: at })
          .onConflict((conflict) => conflict.column('record_id').doNothing())
          .execute();
      }
      return missing.length;
    });
  }
}

async function move(
  transaction: Kysely<Tables>,
  id: string,
  from: WriteState,
  set: Partial<WriteRecordRow>,
): Promise<boolean> {
  const moved = await transaction
    .updateTable('write_records')
    .set(set)
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

async function isParked(transaction: Kysely<Tables>, id: string): Promise<boolean> {
  const found = await transaction.selectFrom('write_records').select('state').where('id', '=', id).executeTakeFirst();
  return found?.state === 'parked';
}

function toLetterState(state: WriteState): LetterState {
  return state === 'claimed' || state === 'sent' ? 'redriving' : state;
}

function toWriteStates(state: LetterState): readonly WriteState[] {
  return state === 'redriving' ? UNDER_WAY : [state];
}

function toAttempts(json: string): readonly Tried[] {
  return JSON.parse(json) as readonly Tried[];
}

/** A letter of its row and that of its record. */
export function toLetter(row: Selectable<DeadLetterRow> & WriteRecordRow): DeadLetter {
  return {
    id: row.record_id,
    principalId: row.principal_id,
    principalName: row.principal_name,
    tool: row.tool,
    connection: row.connection,
    key: row.idempotency_key,
    sealedInput: row.sealed_input ?? undefined,
    state: toLetterState(row.state),
    code: row.error_code,
    message: row.error_message,
    attempts: toAttempts(row.attempts),
    reason: row.reason ?? undefined,
    settledBy: row.settled_by ?? undefined,
    checks: row.checks,
    checkedAt: row.checked_at ?? undefined,
    checkSaid: row.check_said ?? undefined,
    correlationId: row.correlation_id,
    fingerprint: row.fingerprint,
    createdAt: row.created_at,
    claimedAt: row.claimed_at,
    keptAt: row.kept_at,
  };
}
