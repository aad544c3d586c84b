import { type CreateTableBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** What SQLite and PostgreSQL have to be told in different words; everything else is written once. */
export interface SqlDialect {
  /** Adds the primary key `sequence`: numbers that the database gives out in the order of insertion. */
  withSequence<Table extends string>(table: CreateTableBuilder<Table>): CreateTableBuilder<Table>;
  /** Begins a migration: nobody else migrates until the transaction has ended. */
  beginMigration(transaction: Kysely<Tables>): Promise<void>;
  /** Waits until no other transaction holds the turn of that name, and holds it until this one has ended. */
  takeTurn(transaction: Kysely<Tables>, name: string): Promise<void>;
  /** Leaves out rows that another transaction is changing, so that two who delete the same never wait for each other. */
  passOverTaken<Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row>;
}

/** SQLite has one writer at a time, and a transaction takes the write lock when it begins: every turn is taken. */
export const sqliteDialect: SqlDialect = {
  // An integer primary key is the row id itself: no further tree to keep.
  withSequence: (table) => table.addColumn('sequence', 'integer', (column) => column.primaryKey()) as typeof table,
  beginMigration: async () => {},
  takeTurn: async () => {},
  passOverTaken: (query) => query,
};

/** First half of the key of every advisory lock, so that those of other programs on the database are others. */
const LOCK_SPACE = 0x6d637065;

/** PostgreSQL, with its tables in `schema`, which is made by the first migration. */
export function postgresDialect(schema: string): SqlDialect {
  const takeTurn: SqlDialect['takeTurn'] = async (transaction, name) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK_SPACE)}, hashtext(${`${schema}.${name}`}))`.execute(
      transaction,
    );
  };
  return {
    withSequence: (table) =>
      table.addColumn('sequence', 'bigint', (column) =>
        column.generatedAlwaysAsIdentity().primaryKey(),
      ) as typeof table,
    async beginMigration(transaction) {
      await takeTurn(transaction, 'migrations');
      const { rows } = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(transaction);
      // Asked first: making a schema needs a right that the owner of an existing one may lack.
      if (rows.length === 0) await transaction.schema.createSchema(schema).execute();
    },
    takeTurn,
    passOverTaken: (query) => query.forUpdate().skipLocked(),
  };
}

/**
 * The statement that inserts any number of rows of `columns` from one JSON parameter, an array of objects. Batches into
 * one table take turns, so that the rows of each get their sequence together.
 */
export function postgresInsertOfJson(schema: string, table: string, columns: readonly string[]): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const list = columns.map(quoted).join(', ');
  const turn = `pg_advisory_xact_lock(${LOCK_SPACE}, hashtext('${schema}.${table}'))`;
  return (
    `with turn as materialized (select ${turn}) insert into ${quoted(table)} (${list}) ` +
    `select ${list} from turn, json_populate_recordset(null::${quoted(table)}, $1::json)`
  );
}
