import type SqliteFile from 'better-sqlite3';

/** An insert of one row and nothing behind it: the same text holds for several. */
const ONE_ROW = /^insert into (?<table>\S+) \((?<columns>[^()]+)\) values \((?:\?, )*\?\)$/;
/** Beyond so many rows a statement gets no cheaper by the row. */
const ROWS_AT_ONCE = 16;
/** Statements for rows that agree in some columns; each is prepared once, and traffic has few kinds of likeness. */
const LIKENESSES = 8;

type Row = readonly unknown[];

/**
 * Runs one statement of SQLite for many rows. Inserts go sixteen rows at a time, and what all sixteen have in common is
 * bound once: binding a value costs as much as storing it.
 */
export class SqliteBatch {
  readonly #one: SqliteFile.Statement;
  readonly #prepare: (alike: readonly number[]) => GroupInsert;
  readonly #often: readonly number[];
  readonly #groups: GroupInsert[] = [];

  /** `often` are the positions of columns that often hold one value in rows that come together. */
  constructor(file: SqliteFile.Database, sql: string, often: readonly number[]) {
    this.#one = file.prepare(sql);
    this.#often = often;
    const { table, columns = '' } = ONE_ROW.exec(sql)?.groups ?? {};
    const names = columns.split(', ');
    this.#prepare = (alike) => new GroupInsert(file, String(table), names, alike);
    if (table !== undefined) this.#groups.push(this.#prepare([]));
  }

  run(rows: readonly Row[]): void {
    let done = 0;
    if (this.#groups.length > 0) {
      for (; done + ROWS_AT_ONCE <= rows.length; done += ROWS_AT_ONCE) this.#groupFor(rows, done).run(rows, done);
    }
    for (; done < rows.length; done += 1) this.#one.run(rows[done] as unknown[]);
  }

  /** The statement that binds most of what the rows have in common. */
  #groupFor(rows: readonly Row[], from: number): GroupInsert {
    const alike = this.#often.filter((column) => agree(rows, from, column));
    let best = this.#groups[0] as GroupInsert;
    for (const group of this.#groups) {
      if (group.alike.length > best.alike.length && group.alike.every((column) => alike.includes(column))) best = group;
    }
    if (best.alike.length === alike.length || this.#groups.length > LIKENESSES) return best;
    const exact = this.#prepare(alike);
    this.#groups.push(exact);
    return exact;
  }
}

function agree(rows: readonly Row[], from: number, column: number): boolean {
  const value = rows[from]?.[column];
  for (let at = from + 1; at < from + ROWS_AT_ONCE; at += 1) if (rows[at]?.[column] !== value) return false;
  return true;
}

/** Inserts sixteen rows that hold one value in each of the columns `alike`. */
class GroupInsert {
  readonly alike: readonly number[];
  readonly #own: readonly number[];
  readonly #statement: SqliteFile.Statement;

  constructor(file: SqliteFile.Database, table: string, names: readonly string[], alike: readonly number[]) {
    this.alike = alike;
    this.#own = names.map((_, column) => column).filter((column) => !alike.includes(column));
    const columns = names.join(', ');
    const rows = Array(ROWS_AT_ONCE)
      .fill(`(${this.#own.map(() => '?').join(', ')})`)
      .join(', ');
    if (alike.length === 0) {
      this.#statement = file.prepare(`insert into ${table} (${columns}) values ${rows}`);
      return;
    }
    const picked = names.map((_, column) => {
      const place = this.#own.indexOf(column);
      return place === -1 ? `common.c${column}` : `own.column${place + 1}`;
    });
    // The outer loop is over the rows, whose order is theirs in the table.
    this.#statement = file.prepare(
      `with common(${alike.map((column) => `c${column}`).join(', ')}) as (select ${alike.map(() => '?').join(', ')}) ` +
        `insert into ${table} (${columns}) select ${picked.join(', ')} from (values ${rows}) as own cross join common`,
    );
  }

  run(rows: readonly Row[], from: number): void {
    const first = rows[from] as Row;
    const parameters = this.alike.map((column) => first[column]);
    for (let at = from; at < from + ROWS_AT_ONCE; at += 1) {
      const row = rows[at] as Row;
      for (const column of this.#own) parameters.push(row[column]);
    }
    this.#statement.run(parameters);
  }
}
