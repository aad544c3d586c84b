import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { SqlDatabase } from './database.ts';
import { openSqlite } from './sqlite-database.ts';

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** How many commits the write-ahead log holds: the last frame of each tells the size of the database (file format, §4.1). */
function commitsIn(path: string): number {
  const log = readFileSync(`${path}-wal`);
  const pageBytes = log.readUInt32BE(8);
  let commits = 0;
  for (let at = WAL_HEADER_BYTES; at + FRAME_HEADER_BYTES <= log.length; at += FRAME_HEADER_BYTES + pageBytes) {
    if (log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

async function setUp(path: string) {
  const database = await openSqlite(path);
  await database.use((db) => sql`create table notes (id integer primary key, text text)`.execute(db));
  return database;
}

const note = (database: SqlDatabase, id: number, text = '', then: () => void = () => {}) =>
  database.atomically(async (transaction) => {
    await sql`insert into notes values (${id}, ${text})`.execute(transaction);
    then();
    return id;
  });

async function notesIn(database: SqlDatabase): Promise<readonly number[]> {
  const { rows } = await database.use((db) => sql<{ id: number }>`select id from notes order by id`.execute(db));
  return rows.map(({ id }) => id);
}

describe('transactions of one turn', () => {
  it('share one commit, in their order, and those of later turns have their own', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    await using database = await setUp(path);
    const before = commitsIn(path);

    const all = Array.from({ length: 20 }, (_, id) => note(database, id));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, id) => id));
    expect(commitsIn(path) - before).toBe(1);
    for (const id of [20, 21, 22]) await note(database, id);

    expect(commitsIn(path) - before).toBe(4);
    expect(await notesIn(database)).toHaveLength(23);
  });

  it('are bounded in number', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    await using database = await setUp(path);
    const before = commitsIn(path);

    await Promise.all(Array.from({ length: 65 }, (_, id) => note(database, id)));

    expect(commitsIn(path) - before).toBe(2);
  });

  it('take nobody along when one fails, by a throw of its own or by the database', async () => {
    using folder = createTemporaryFolder();
    await using database = await setUp(join(folder.path, 'platform.db'));
    const ours = new PlatformError('conflict', 'Ours.');
    const throws = () => {
      throw ours;
    };

    const ends = await Promise.allSettled([
      note(database, 1),
      note(database, 2, '', throws),
      note(database, 3),
      note(database, 1),
      note(database, 4),
    ]);

    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(ends[1]).toMatchObject({ reason: ours });
    expect(ends[3]).toMatchObject({ reason: { code: 'unavailable' } });
    expect(await notesIn(database)).toEqual([1, 3, 4]);
  });

  it('have written exactly what was told, where the disk is full half way', async () => {
    using folder = createTemporaryFolder();
    await using database = await setUp(join(folder.path, 'platform.db'));
    const bound = (pages: string) => database.use((db) => sql.raw(`pragma max_page_count = ${pages}`).execute(db));
    await bound('1');

    const ends = await Promise.allSettled(
      [10, 10, 900_000, 10].map((characters, id) => note(database, id, 'x'.repeat(characters))),
    );

    expect(ends[2]).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    const told = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    expect(await notesIn(database)).toEqual(told);
    await bound('1000000');
    expect(await note(database, 9)).toBe(9);
  });

  it('are finished before the database closes', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    const database = await setUp(path);

    const all = Promise.all(Array.from({ length: 100 }, (_, id) => note(database, id)));
    await database[Symbol.asyncDispose]();

    expect(await all).toHaveLength(100);
    await using again = await openSqlite(path);
    expect(await notesIn(again)).toHaveLength(100);
  });
});
