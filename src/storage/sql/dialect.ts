import type { CreateTableBuilder } from 'kysely';

/** What SQLite and PostgreSQL have to be told in different words; everything else is written once. */
export interface SqlDialect {
  /** Adds the primary key `sequence`: numbers that the database gives out in the order of insertion. */
  withSequence<Table extends string>(table: CreateTableBuilder<Table>): CreateTableBuilder<Table>;
}

export const sqliteDialect: SqlDialect = {
  // An integer primary key is the row id itself: no further tree to keep.
  withSequence: (table) => table.addColumn('sequence', 'integer', (column) => column.primaryKey()) as typeof table,
};
