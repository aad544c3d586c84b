import { type CompiledQuery, InsertQueryNode, Kysely, PostgresDialect, sql } from 'kysely';
import { PlatformError } from '../../kernel/errors.ts';
import { atDoor, type SqlDatabase } from './database.ts';
import { postgresDialect, postgresInsertOfJson, type SqlDialect } from './dialect.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { postgresFault } from './postgres-fault.ts';
import { openPostgresPool, type PoolOptions, type PostgresAddress } from './postgres-pool.ts';
import { toPostgresText } from './postgres-text.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions extends Partial<PoolOptions> {
  readonly migrations?: readonly Migration[];
}

const CONNECTIONS = 10;
const TIMEOUT_MS = 5_000;
const MIGRATION_MS = 10 * 60_000;
/** Rows of one insert at most: some megabytes, and some tens of milliseconds. */
const INSERT_ROWS = 5_000;

/**
 * Opens the database and brings its schema forward; of replicas that start at once one does, and the others wait for it.
 * Rejects with `unavailable` and a reason without address or password where it cannot be reached or written, and for one
 * of a newer release.
 */
export async function openPostgres(address: PostgresAddress, options: PostgresOptions = {}): Promise<SqlDatabase> {
  const { connections = CONNECTIONS, timeoutMs = TIMEOUT_MS, migrations = MIGRATIONS } = options;
  const dialect = postgresDialect(address.schema);
  await bringForward(address, dialect, timeoutMs, migrations);
  const pool = openPostgresPool(address, { connections, timeoutMs });
  return new PostgresSqlDatabase(
    new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    dialect,
    address.schema,
  );
}

/** Over a connection of its own: a migration, and the wait for another replica's, may take longer than a statement may. */
async function bringForward(
  address: PostgresAddress,
  dialect: SqlDialect,
  timeoutMs: number,
  migrations: readonly Migration[],
): Promise<void> {
  const pool = openPostgresPool(address, { connections: 1, timeoutMs, statementMs: MIGRATION_MS });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(kysely, dialect, migrations);
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('unavailable', `The database ${postgresFault(error)}.`, {}, { cause: error });
  } finally {
    await kysely.destroy();
  }
}

class PostgresSqlDatabase implements SqlDatabase {
  readonly dialect: SqlDialect;
  readonly #schema: string;
  readonly #kysely: Kysely<Tables>;
  readonly #inserts = new WeakMap<CompiledQuery, InsertOfMany>();

  constructor(kysely: Kysely<Tables>, dialect: SqlDialect, schema: string) {
    this.dialect = dialect;
    this.#schema = schema;
    this.#kysely = kysely;
  }

  use<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return atDoor(() => work(this.#kysely));
  }

  atomically<Result>(work: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return atDoor(() => this.#kysely.transaction().execute(work));
  }

  compile(build: (db: Kysely<Tables>) => { compile(): CompiledQuery }): CompiledQuery {
    return build(this.#kysely).compile();
  }

  /** Inserts go as one statement, thousands of rows at a time; any other statement goes row by row. */
  batch(statement: CompiledQuery, rows: readonly (readonly unknown[])[]): Promise<void> {
    const { query } = statement;
    return atDoor(async () => {
      if (InsertQueryNode.is(query)) await this.#insertMany(statement, query, rows);
      else await this.#runEach(statement, rows);
    });
  }

  async healthy(): Promise<boolean> {
    try {
      // It is on for a standby too, and where the operator has forbidden writes.
      const { rows } = await sql<{ off: boolean }>`
        select current_setting('transaction_read_only') = 'off' as off`.execute(this.#kysely);
      return rows[0]?.off === true;
    } catch {
      return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kysely.destroy();
  }

  async #insertMany(statement: CompiledQuery, query: InsertQueryNode, rows: readonly (readonly unknown[])[]) {
    const { sql: text, toJson } = this.#insertOf(statement, query);
    const insert = (db: Kysely<Tables>, some: readonly (readonly unknown[])[]) =>
      db.executeQuery({ ...statement, sql: text, parameters: [toJson(some)] });
    if (rows.length <= INSERT_ROWS) return void (await insert(this.#kysely, rows));
    await this.#kysely.transaction().execute(async (transaction) => {
      for (let from = 0; from < rows.length; from += INSERT_ROWS) {
        await insert(transaction, rows.slice(from, from + INSERT_ROWS));
      }
    });
  }

  #insertOf(statement: CompiledQuery, query: InsertQueryNode): InsertOfMany {
    let insert = this.#inserts.get(statement);
    if (insert === undefined) {
      insert = insertOfMany(this.#schema, query);
      this.#inserts.set(statement, insert);
    }
    return insert;
  }

  #runEach(statement: CompiledQuery, rows: readonly (readonly unknown[])[]): Promise<void> {
    return this.#kysely.transaction().execute(async (transaction) => {
      for (const parameters of rows) await transaction.executeQuery({ ...statement, parameters });
    });
  }
}

interface InsertOfMany {
  readonly sql: string;
  /** The rows as the statement's one parameter. */
  toJson(rows: readonly (readonly unknown[])[]): string;
}

function insertOfMany(schema: string, { into, columns = [], onConflict }: InsertQueryNode): InsertOfMany {
  if (into === undefined || columns.length === 0 || onConflict !== undefined) {
    throw new TypeError('A batch inserts plain rows with named columns into one table.');
  }
  const names = columns.map(({ column }) => column.name);
  return {
    sql: postgresInsertOfJson(schema, into.table.identifier.name, names),
    toJson: (rows) =>
      JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, text(row[at])])))),
  };
}

function text(value: unknown): unknown {
  return typeof value === 'string' ? toPostgresText(value) : value;
}
