import type { Kysely } from 'kysely';
import type { ResultRecord, ResultStore } from '../../results/result-store.ts';
import type { SqlDatabase } from './database.ts';
import type { ResultRow, Tables } from './tables.ts';

/** Pages that are written in one transaction: SQLite keeps everybody waiting for as long as one takes. */
const PAGES_AT_ONCE = 4;

/**
 * Keeps large results in the tables `results` and `result_pages`. One of many pages is written in several transactions, and
 * hidden until the last: if that never comes, it goes when it expires.
 */
export class SqlResultStore implements ResultStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  add(record: ResultRecord, sealedPages: Iterable<string>): Promise<void> {
    return record.pages > PAGES_AT_ONCE
      ? this.#addInParts(record, sealedPages)
      : this.#database.atomically(async (transaction) => {
          await transaction.insertInto('results').values(toRow(record)).execute();
          await insertPages(transaction, record.id, 1, sealedPages);
        });
  }

  async #addInParts(record: ResultRecord, sealedPages: Iterable<string>): Promise<void> {
    const { id } = record;
    const row = { ...toRow(record), hidden: 1 };
    await this.#database.use((db) => db.insertInto('results').values(row).execute());
    let page = 1;
    for (const part of inParts(sealedPages, PAGES_AT_ONCE)) {
      await this.#database.atomically((transaction) => insertPages(transaction, id, page, part));
      page += part.length;
    }
    await this.#database.use((db) => db.updateTable('results').set({ hidden: 0 }).where('id', '=', id).execute());
  }

  find(id: string): Promise<ResultRecord | undefined> {
    return this.#database.use(async (db) => {
      const row = await db
        .selectFrom('results')
        .selectAll()
        .where('id', '=', id)
        .where('hidden', '=', 0)
        .executeTakeFirst();
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
        .where('hidden', '=', 0)
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
        .where('hidden', '=', 0)
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

async function insertPages(
  transaction: Kysely<Tables>,
  id: string,
  first: number,
  sealedPages: Iterable<string>,
): Promise<void> {
  let page = first;
  for (const sealed of sealedPages) {
    await transaction.insertInto('result_pages').values({ result_id: id, page, sealed }).execute();
    page += 1;
  }
}

/** The pages, some at a time; no more of them are taken before those are used. */
function* inParts(pages: Iterable<string>, size: number): Iterable<readonly string[]> {
  let part: string[] = [];
  for (const page of pages) {
    part.push(page);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
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
    sealed_file: record.sealedFile ?? null,
    hidden: 0,
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
    ...(row.sealed_file !== null && { sealedFile: row.sealed_file }),
  };
}
