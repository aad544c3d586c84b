import type { ConnectionRecord, ConnectionStore } from '../../connections/connection-store.ts';
import type { SqlDatabase } from './database.ts';
import type { ConnectionRow } from './tables.ts';

/** Keeps connections in the table `connections`. */
export class SqlConnectionStore implements ConnectionStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async add(record: ConnectionRecord): Promise<boolean> {
    const added = await this.#database.use((db) =>
      db
        .insertInto('connections')
        .values(toRow(record))
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst(),
    );
    return added !== undefined;
  }

  async replace(record: ConnectionRecord, version: number): Promise<boolean> {
    const replaced = await this.#database.use((db) =>
      db
        .updateTable('connections')
        .set(toRow(record))
        .where('id', '=', record.id)
        .where('version', '=', version)
        .returning('id')
        .executeTakeFirst(),
    );
    return replaced !== undefined;
  }

  async remove(id: string): Promise<boolean> {
    const removed = await this.#database.use((db) =>
      db.deleteFrom('connections').where('id', '=', id).returning('id').executeTakeFirst(),
    );
    return removed !== undefined;
  }

  find(id: string): Promise<ConnectionRecord | undefined> {
    return this.#database.use(async (db) => {
      const row = await db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toRecord(row);
    });
  }

  list(): Promise<readonly ConnectionRecord[]> {
    return this.#database.use(async (db) => {
      const rows = await db.selectFrom('connections').selectAll().orderBy('id').execute();
      return rows.map(toRecord);
    });
  }

  versions(): Promise<ReadonlyMap<string, number>> {
    return this.#database.use(async (db) => {
      const rows = await db.selectFrom('connections').select(['id', 'version']).execute();
      return new Map(rows.map(({ id, version }) => [id, version]));
    });
  }
}

function toRow(record: ConnectionRecord): ConnectionRow {
  return {
    id: record.id,
    connector: record.connector,
    name: record.name,
    version: record.version,
    mock: record.mock ? 1 : 0,
    settings: JSON.stringify(record.settings),
    secret_names: JSON.stringify(record.secretNames),
    sealed: record.sealed,
    created_at: record.createdAt,
  };
}

function toRecord(row: ConnectionRow): ConnectionRecord {
  return {
    id: row.id,
    connector: row.connector,
    name: row.name,
    version: row.version,
    mock: row.mock === 1,
    settings: JSON.parse(row.settings),
    secretNames: JSON.parse(row.secret_names),
    sealed: row.sealed,
    createdAt: row.created_at,
  };
}
