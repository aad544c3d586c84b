import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { SqlKeyStore } from './sql-key-store.ts';
import { openSqlite } from './sqlite-database.ts';

const KEY = { id: 'i', name: 'n', digest: 'd', hint: 'h', role: 'viewer', createdAt: 1 };

const addNotes: Migration = {
  name: '9998-notes',
  async up(db) {
    await db.schema.createTable('notes').addColumn('text', 'text').execute();
  },
};

const failHalfWay: Migration = {
  name: '9999-half',
  async up(db) {
    await db.schema.createTable('half').addColumn('text', 'text').execute();
    await db.schema.createTable('half').execute();
  },
};

/** Looks into the file with a connection of its own. */
function inspect<Result>(path: string, look: (file: SqliteFile.Database) => Result): Result {
  const file = new SqliteFile(path);
  try {
    return look(file);
  } finally {
    file.close();
  }
}

const tablesOf = (path: string) =>
  inspect(path, (file) => file.prepare("select name from sqlite_master where type = 'table'").pluck().all());

describe('opening the database', () => {
  it('makes file and folder for the owner alone, side files included', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'deep', 'data', 'platform.db');

    await using database = await openSqlite(path);
    await new SqlKeyStore(database).add(KEY);

    expect(statSync(join(folder.path, 'deep', 'data')).mode & 0o777).toBe(0o700);
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600);
  });

  it('takes the rights of others away from a file that was there', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    writeFileSync(path, '');
    chmodSync(path, 0o644);

    await using _database = await openSqlite(path);

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps a write-ahead log, synchronises every commit and enforces foreign keys', async () => {
    using folder = createTemporaryFolder();
    await using database = await openSqlite(join(folder.path, 'platform.db'));
    const pragma = async (name: string) => {
      const { rows } = await database.use((db) => sql.raw<object>(`pragma ${name}`).execute(db));
      return Object.values(rows[0] ?? {})[0];
    };

    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('busy_timeout')).toBe(200);
  });

  it('brings an older schema forward and keeps what it holds', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    {
      await using older = await openSqlite(path);
      await new SqlKeyStore(older).add(KEY);
    }

    await using newer = await openSqlite(path, { migrations: [...MIGRATIONS, addNotes] });

    expect(tablesOf(path)).toContain('notes');
    expect(await new SqlKeyStore(newer).list()).toEqual([KEY]);
  });

  it('refuses what a newer release has written, says what to do, and changes nothing', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    await (await openSqlite(path, { migrations: [...MIGRATIONS, addNotes] }))[Symbol.asyncDispose]();
    const before = tablesOf(path);

    await expect(openSqlite(path, { migrations: MIGRATIONS })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        new RegExp(
          `newer release.*schema ${MIGRATIONS.length + 1} \\(9998-notes\\), this release knows ${MIGRATIONS.length}.*restore a backup`,
        ),
      ),
    });

    expect(tablesOf(path)).toEqual(before);
  });

  it('leaves the schema as it was when a migration fails half way', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    await (await openSqlite(path))[Symbol.asyncDispose]();
    const before = tablesOf(path);

    await expect(openSqlite(path, { migrations: [...MIGRATIONS, addNotes, failHalfWay] })).rejects.toMatchObject({
      code: 'unavailable',
    });

    expect(tablesOf(path)).toEqual(before);
    await using _again = await openSqlite(path);
  });

  it('refuses what is not a database, without its path', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    writeFileSync(path, 'this is no database, but it is long enough to be read as one'.repeat(20));
    mkdirSync(join(folder.path, 'folder.db'));

    for (const wrong of [path, join(folder.path, 'folder.db'), join(path, 'below-a-file.db')]) {
      const refusal = await openSqlite(wrong).catch((error) => error);
      expect(refusal).toMatchObject({ code: 'unavailable' });
      expect(refusal.message).not.toContain(folder.path);
    }
  });
});

describe('a transaction', () => {
  it('leaves nothing behind when its work throws, and lets our own errors through', async () => {
    using folder = createTemporaryFolder();
    await using database = await openSqlite(join(folder.path, 'platform.db'));
    const failWith = (error: Error) =>
      database.atomically(async (transaction) => {
        await transaction.insertInto('schema_versions').values({ version: 77, name: 'x' }).execute();
        throw error;
      });
    const ours = new PlatformError('conflict', 'Ours.');
    const strange = new Error('strange');

    await expect(failWith(ours)).rejects.toBe(ours);
    await expect(failWith(strange)).rejects.toMatchObject({ code: 'unavailable', cause: strange });

    const versions = await database.use((db) => db.selectFrom('schema_versions').select('version').execute());
    expect(versions).toEqual(MIGRATIONS.map((_, index) => ({ version: index + 1 })));
  });

  it('is kept apart from batches and statements that run meanwhile', async () => {
    using folder = createTemporaryFolder();
    await using database = await openSqlite(join(folder.path, 'platform.db'));
    const insert = database.compile((db) => db.insertInto('schema_versions').values({ version: 0, name: '' }));

    const meanwhile: Promise<unknown>[] = [];

    const failed = database.atomically(async (transaction) => {
      await transaction.insertInto('schema_versions').values({ version: 100, name: 'lost' }).execute();
      meanwhile.push(
        database.batch(insert, [[50, 'batch']]),
        database.use((db) => db.insertInto('schema_versions').values({ version: 51, name: 'statement' }).execute()),
        database.healthy(),
      );
      await transaction.insertInto('schema_versions').values({ version: 101, name: 'lost' }).execute();
      throw new Error('roll back');
    });

    await expect(failed).rejects.toThrow();
    expect(await Promise.all(meanwhile)).toEqual([undefined, expect.anything(), true]);
    const versions = await database.use((db) => db.selectFrom('schema_versions').select('version').execute());
    expect(versions.map(({ version }) => version)).toEqual([...MIGRATIONS.map((_, index) => index + 1), 50, 51]);
  });
});

describe('a batch', () => {
  it('adds any number of rows in their order, or none of them', async () => {
    using folder = createTemporaryFolder();
    await using database = await openSqlite(join(folder.path, 'platform.db'));
    const insert = database.compile((db) => db.insertInto('schema_versions').values({ version: 0, name: '' }));
    const rows = (from: number, count: number) => Array.from({ length: count }, (_, n) => [from + n, `row ${n}`]);
    const added = () =>
      database.use((db) =>
        db.selectFrom('schema_versions').select(['version', 'name']).where('version', '>=', 1_000).execute(),
      );

    for (const count of [0, 1, 15, 16, 17, 40]) {
      await database.batch(insert, rows(1_000, count));
      expect(await added()).toEqual(rows(1_000, count).map(([version, name]) => ({ version, name })));
      await database.use((db) => db.deleteFrom('schema_versions').where('version', '>=', 1_000).execute());
    }

    await expect(database.batch(insert, [...rows(2_000, 39), [2_000, 'twice']])).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await added()).toEqual([]);
  });
});
