import type { CompiledQuery, Kysely } from 'kysely';
import { PlatformError } from '../../kernel/errors.ts';
import type { SqlDialect } from './dialect.ts';
import type { Tables } from './tables.ts';

/**
 * The database as the SQL stores see it. What a resolved promise has written survives a crash of process and machine.
 * Every method rejects with `PlatformError('unavailable')` when the database cannot do it, and nothing is written then;
 * with one exception: where a connection to a server breaks during the commit, nobody can know whether it took place.
 */
export interface SqlDatabase extends AsyncDisposable {
  /** The words that this database has to be told some things in. */
  readonly dialect: SqlDialect;
  /** Runs statements one by one, each a transaction of its own. */
  use<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Runs statements in one transaction: all of them, or none if `work` throws. Only statements may be awaited in it. */
  atomically<Result>(work: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Compiles a statement once, for `batch`. */
  compile(build: (db: Kysely<Tables>) => { compile(): CompiledQuery }): CompiledQuery;
  /**
   * Runs one compiled statement for each row of parameters, in one transaction, without compiling in between. Rows that
   * it inserts get their sequence together and in order. `often` are the positions of columns that often hold one value in
   * rows that come together: a hint, of which SQLite makes fewer bindings.
   */
  batch(statement: CompiledQuery, rows: readonly (readonly unknown[])[], often?: readonly number[]): Promise<void>;
  /** Whether a write could begin now: not when the database is locked, read-only, gone or closed. */
  healthy(): Promise<boolean>;
}

/** Lets our own errors through and turns every other one into `unavailable`. */
export async function atDoor<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError(
      'unavailable',
      'The database cannot take this now; try again shortly.',
      {},
      { cause: error },
    );
  }
}
