import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type CompiledQuery, Kysely, SqliteDialect } from 'kysely';
import { atDoor, type SqlDatabase } from './database.ts';
import { sqliteDialect } from './dialect.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { SqliteBatch } from './sqlite-batch.ts';
import { cacheStatements } from './statement-cache.ts';
import type { Tables } from './tables.ts';

export interface SqliteOptions {
  /** How long a statement waits for a lock of another process; the event loop waits with it. */
  readonly busyTimeoutMs?: number;
  readonly migrations?: readonly Migration[];
}

const BUSY_TIMEOUT_MS = 200;
/** What a burst of writes leaves behind on the disk at most, once its pages are back in the database. */
const WAL_BYTES_KEPT = 64 * 1024 * 1024;

/**
 * Opens the database file, made with mode 0600 (its folder 0700) when it is not there, and brings its schema forward.
 * Rejects with `unavailable` for what is not a database, cannot be written, or comes from a newer release.
 */
export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<SqlDatabase> {
  const file = await atDoor(async () => openFile(path, options.busyTimeoutMs ?? BUSY_TIMEOUT_MS));
  const database = new SqliteSqlDatabase(path, file);
  try {
    await database.use((db) => migrate(db, sqliteDialect, options.migrations ?? MIGRATIONS));
    return database;
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

function openFile(path: string, busyTimeoutMs: number): SqliteFile.Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // SQLite gives its side files the mode of the database, so the mode is right before it opens.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const file = new SqliteFile(path, { timeout: busyTimeoutMs });
  try {
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    file.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

class SqliteSqlDatabase implements SqlDatabase {
  readonly dialect = sqliteDialect;
  readonly #path: string;
  readonly #inode: number;
  readonly #file: SqliteFile.Database;
  readonly #kysely: Kysely<Tables>;
  readonly #commits: GroupCommit;
  readonly #batches = new WeakMap<CompiledQuery, SqliteBatch>();

  constructor(path: string, file: SqliteFile.Database) {
    this.#path = path;
    this.#inode = statSync(path).ino;
    this.#file = file;
    this.#kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: cacheStatements(file) }) });
    this.#commits = new GroupCommit(this.#kysely, file);
  }

  use<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return atDoor(() => work(this.#kysely));
  }

  atomically<Result>(work: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return atDoor(() => this.#commits.run(work));
  }

  compile(build: (db: Kysely<Tables>) => { compile(): CompiledQuery }): CompiledQuery {
    return build(this.#kysely).compile();
  }

  batch(statement: CompiledQuery, rows: readonly (readonly unknown[])[], often: readonly number[] = []): Promise<void> {
    return atDoor(() => this.#commits.run(async () => this.#batchOf(statement, often).run(rows)));
  }

  async healthy(): Promise<boolean> {
    try {
      // A deleted file stays writable for who holds it open, and is lost when the process ends.
      if (statSync(this.#path).ino !== this.#inode) return false;
      await this.#alone(() => this.#file.exec('begin immediate; rollback'));
      return true;
    } catch {
      return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commits.idle();
    await this.#kysely.destroy();
    this.#file.close();
  }

  /** Runs `work` at once where Kysely has no transaction open: the one connection is shared. */
  #alone(work: () => void): Promise<void> {
    return atDoor(() => this.#kysely.connection().execute(async () => work()));
  }

  #batchOf(statement: CompiledQuery, often: readonly number[]): SqliteBatch {
    let batch = this.#batches.get(statement);
    if (batch === undefined) {
      batch = new SqliteBatch(this.#file, statement.sql, often);
      this.#batches.set(statement, batch);
    }
    return batch;
  }
}
