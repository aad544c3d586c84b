import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { SqliteBatch } from './sqlite-batch.ts';

const INSERT = 'insert into "rows" ("a", "b", "c") values (?, ?, ?)';

type Row = readonly [unknown, unknown, unknown];

function open() {
  const prepared: string[] = [];
  const file = new SqliteFile(':memory:');
  file.exec('create table rows (sequence integer primary key autoincrement, a, b, c)');
  const prepare = file.prepare.bind(file);
  file.prepare = ((text: string) => {
    prepared.push(text);
    return prepare(text);
  }) as typeof file.prepare;
  return {
    file,
    prepared,
    kept: () => prepare('select a, b, c from rows order by sequence').raw().all(),
    [Symbol.dispose]: () => file.close(),
  };
}

const rows = (count: number, row: (n: number) => Row): Row[] => Array.from({ length: count }, (_, n) => row(n));

describe('a batch on SQLite', () => {
  it.each([
    ['all alike', (n: number): Row => [n, 'same', null]],
    ['none alike', (n: number): Row => [n, `b${n}`, n % 2 === 0 ? null : n]],
    ['one that differs at the end of a group', (n: number): Row => [n, n === 15 ? 'other' : 'same', null]],
    ['alike in turns', (n: number): Row => [n, `of group ${n >> 4}`, n < 40 ? null : 'late']],
  ])('keeps every row whole and in order: %s', (_, row) => {
    using database = open();
    const given = rows(70, row);

    new SqliteBatch(database.file, INSERT, [1, 2]).run(given);

    expect(database.kept()).toEqual(given);
  });

  it('binds once what sixteen rows have in common', () => {
    using database = open();

    new SqliteBatch(database.file, INSERT, [1, 2]).run(rows(16, (n) => [n, 'same', null]));

    expect(database.prepared.at(-1)?.match(/\?/g)).toHaveLength(16 + 2);
  });

  it('prepares a bounded number of statements, whatever rows have in common', () => {
    using database = open();
    const often = Array.from({ length: 8 }, (_, column) => column);
    const names = often.map((column) => `c${column}`);
    database.file.exec(`create table wide (sequence integer primary key, ${names.join(', ')})`);
    const batch = new SqliteBatch(
      database.file,
      `insert into wide (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
      often,
    );
    const given = Array.from({ length: 64 }, (_, likeness) =>
      Array.from({ length: 16 }, (_, n) => often.map((column) => ((likeness >> column) & 1 ? 'same' : n))),
    ).flat();

    batch.run(given);

    expect(database.prepared.length).toBeLessThan(12);
    expect(
      database.file
        .prepare(`select ${names.join(', ')} from wide order by sequence`)
        .raw()
        .all(),
    ).toEqual(given);
  });

  it('runs a statement that is no plain insert row by row', () => {
    using database = open();
    new SqliteBatch(database.file, INSERT, []).run(rows(40, (n) => [n, 'b', 'c']));

    new SqliteBatch(database.file, 'update "rows" set b = ? where a = ?', []).run(
      rows(40, (n) => [`new ${n}`, n] as never),
    );

    expect(database.kept()).toEqual(rows(40, (n) => [n, `new ${n}`, 'c']));
  });
});
