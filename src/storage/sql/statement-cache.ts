import type SqliteFile from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const STATEMENTS_MAX = 256;

/**
 * The driver as Kysely's dialect wants it, with prepared statements kept by their text: preparing costs more than
 * running. A transaction takes the write lock when it begins, so that none fails half way for want of it.
 */
export function cacheStatements(file: SqliteFile.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  statements.set('begin', asStatement(file.prepare('begin immediate')));
  statements.set('rollback', rollbackUnlessDone(file));
  return {
    close: () => file.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = asStatement(file.prepare(sql));
      if (statements.size < STATEMENTS_MAX) statements.set(sql, statement);
      return statement;
    },
  };
}

function asStatement(statement: SqliteFile.Statement): SqliteStatement {
  return statement as unknown as SqliteStatement;
}

/** SQLite ends a transaction by itself when the disk is full or broken; a second rollback would hide that error. */
function rollbackUnlessDone(file: SqliteFile.Database): SqliteStatement {
  const rollback = asStatement(file.prepare('rollback'));
  return {
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run: (parameters) => (file.inTransaction ? rollback.run(parameters) : { changes: 0, lastInsertRowid: 0 }),
  };
}
