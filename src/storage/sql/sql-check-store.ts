import type { CheckNote, CheckStore, DueChecks } from '../../dead-letters/check-store.ts';
import type { DeadLetter } from '../../dead-letters/dead-letter-store.ts';
import type { SqlDatabase } from './database.ts';
import { toLetter } from './sql-dead-letter-store.ts';

/** Keeps in the table `dead_letters` when its letters were looked for. */
export class SqlCheckStore implements CheckStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  take({ at, checksMax, keptBefore, takenUntil, limit }: DueChecks): Promise<readonly DeadLetter[]> {
    return this.#database.atomically(async (transaction) => {
      const taken = await transaction
        .updateTable('dead_letters')
        .set({ check_at: takenUntil })
        .where('record_id', 'in', (letter) =>
          letter
            .selectFrom('dead_letters as due')
            .crossJoin('write_records')
            .whereRef('write_records.id', '=', 'due.record_id')
            .select('due.record_id')
            .where('write_records.state', '=', 'unknown')
            .where('due.checks', '<', checksMax)
            .where('due.check_at', '<=', at)
            .where('due.kept_at', '<', keptBefore)
            .orderBy('due.check_at')
            .orderBy('due.record_id')
            .limit(limit),
        )
        // Asked again of each row when it is written: another may have taken it meanwhile.
        .where('check_at', '<=', at)
        .returning('record_id')
        .execute();
      if (taken.length === 0) return [];
      const rows = await transaction
        .selectFrom('dead_letters')
        .crossJoin('write_records')
        .whereRef('write_records.id', '=', 'dead_letters.record_id')
        .selectAll()
        .where(
          'dead_letters.record_id',
          'in',
          taken.map((letter) => letter.record_id),
        )
        .orderBy('dead_letters.record_id')
        .execute();
      return rows.map(toLetter);
    });
  }

  async note(id: string, { said, checkedAt, nextAt }: CheckNote): Promise<void> {
    await this.#database.use((db) =>
      db
        .updateTable('dead_letters')
        .set((letter) => ({
          check_said: said,
          check_at: nextAt,
          ...(checkedAt !== undefined && { checked_at: checkedAt, checks: letter('checks', '+', 1) }),
        }))
        .where('record_id', '=', id)
        .where('record_id', 'in', (record) =>
          record.selectFrom('write_records').select('id').where('state', '=', 'unknown'),
        )
        .execute(),
    );
  }
}
