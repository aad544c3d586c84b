import type { ResultRecord, ResultStore } from '../../results/result-store.ts';
import type { SqlDatabase } from './database.ts';
import type { ResultRow } from './tables.ts';

/** Keeps large results in the tables `results` and `result_pages`. */
export class SqlResultStore implements ResultStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  add(record: ResultRecord, sealedPages: readonly string[]): Promise<void> {
    return this.#database.atomically(async (transaction) => {
      await transaction.insertInto('results').values(toRow(record)).execute();
      for (const [index, sealed] of sealedPages.entries()) {
        await transaction
          .insertInto('result_pages')
          .values({ result_id: record.id, page: index + 1, sealed })
          .execute();
      }
    });
  }

  find(id: string): Promise<ResultRecord | undefined> {
    return this.#database.use(async (db) => {
      const row = await db.selectFrom('results').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toRecord(row);
    });
  }

  async page(id: string, page: number): Promise<string | undefined> {
    if (!Number.isSafeInteger(page)) return undefined;
    const found = await this.#database.use((db) =>
      db
        .selectFrom('result_pages')
        .select('sealed')
        .where('result_id', '=', id)
        .where('page', '=', page)
        .executeTakeFirst(),
    );
    return found?.sealed;
  }

  listOf(ownerId: string, now: number, limit: number): Promise<readonly ResultRecord[]> {
    return this.#database.use(async (db) => {
      const rows = await db
        .selectFrom('results')
        .selectAll()
        .where('owner_id', '=', ownerId)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toRecord);
    });
  }

  charactersOf(ownerId: string, now: number): Promise<number> {
    return this.#database.use(async (db) => {
      const { characters } = await db
        .selectFrom('results')
        .select((result) => result.fn.sum<number | null>('characters').as('characters'))
        .where('owner_id', '=', ownerId)
        .where('expires_at', '>', now)
        .executeTakeFirstOrThrow();
      return Number(characters ?? 0);
    });
  }

  async purge(before: number, limit: number): Promise<number> {
    const purged = await this.#database.use((db) =>
      db
        .deleteFrom('results')
        .where('id', 'in', (result) =>
          this.#database.dialect.passOverTaken(
            result.selectFrom('results').select('id').where('expires_at', '<', before).limit(limit),
          ),
        )
        .executeTakeFirst(),
    );
    return Number(purged.numDeletedRows);
  }
}

function toRow(record: ResultRecord): ResultRow {
  return {
    id: record.id,
    owner_id: record.ownerId,
    tool: record.tool,
    connection: record.connection,
    rows: record.rows,
    pages: record.pages,
    characters: record.characters,
    created_at: record.createdAt,
    expires_at: record.expiresAt,
  };
}

function toRecord(row: ResultRow): ResultRecord {
  return {
    id: row.id,
    ownerId: row.owner_id,
    tool: row.tool,
    connection: row.connection,
    rows: row.rows,
    pages: row.pages,
    characters: row.characters,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
