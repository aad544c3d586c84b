import { setImmediate } from 'node:timers/promises';
import type { CompiledQuery } from 'kysely';
import type { AuditQuery, AuditStore } from '../../audit/audit-store.ts';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import { AUDIT_OFTEN_ALIKE, compileAuditInsert, toAuditEntry, toAuditParameters } from './audit-row.ts';
import type { SqlDatabase } from './database.ts';

/** Rows looked at without a pause: some milliseconds. */
const STRETCH_ROWS = 10_000;

/** Keeps the audit trail in the table `audit_entries`. */
export class SqlAuditStore implements AuditStore {
  readonly #database: SqlDatabase;
  readonly #insert: CompiledQuery;

  constructor(database: SqlDatabase) {
    this.#database = database;
    this.#insert = compileAuditInsert(database);
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#database.batch(this.#insert, entries.map(toAuditParameters), AUDIT_OFTEN_ALIKE);
  }

  /**
   * Looks from the newest row back, a stretch at a time: an index would be paid for by every call, a search by the rare
   * operator who asks, and between stretches others get their turn.
   */
  async find({ principalId, subject, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    const found: AuditEntry[] = [];
    let before = (await this.#newest()) + 1;
    while (before > 0 && found.length < limit) {
      const from = before - STRETCH_ROWS;
      const rows = await this.#database.use((db) => {
        let query = db
          .selectFrom('audit_entries')
          .selectAll()
          .orderBy('sequence', 'desc')
          .limit(limit - found.length);
        query = query.where('sequence', '<', before).where('sequence', '>=', from);
        if (principalId !== undefined) query = query.where('principal_id', '=', principalId);
        if (subject !== undefined) query = query.where('subject', '=', subject);
        return query.execute();
      });
      found.push(...rows.map(toAuditEntry));
      before = from;
      await setImmediate();
    }
    return found;
  }

  count(): Promise<number> {
    return this.#database.use(async (db) => {
      const counted = await db
        .selectFrom('audit_entries')
        .select((row) => row.fn.countAll<number>().as('entries'))
        .executeTakeFirstOrThrow();
      return counted.entries;
    });
  }

  #newest(): Promise<number> {
    return this.#database.use(async (db) => {
      const newest = await db
        .selectFrom('audit_entries')
        .select((row) => row.fn.max<number | null>('sequence').as('sequence'))
        .executeTakeFirst();
      return newest?.sequence ?? 0;
    });
  }
}
