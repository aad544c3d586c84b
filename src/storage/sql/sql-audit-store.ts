import type { CompiledQuery } from 'kysely';
import type { AuditQuery, AuditStore } from '../../audit/audit-store.ts';
import type { AuditEntry } from '../../kernel/audit-entry.ts';
import { compileAuditInsert, toAuditEntry, toAuditParameters } from './audit-row.ts';
import type { SqlDatabase } from './database.ts';

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
    await this.#database.batch(this.#insert, entries.map(toAuditParameters));
  }

  find({ principalId, subject, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    return this.#database.use(async (db) => {
      let rows = db.selectFrom('audit_entries').selectAll().orderBy('sequence', 'desc').limit(limit);
      if (principalId !== undefined) rows = rows.where('principal_id', '=', principalId);
      if (subject !== undefined) rows = rows.where('subject', '=', subject);
      return (await rows.execute()).map(toAuditEntry);
    });
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
}
