import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { startChild } from '../../../test/support/child.ts';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { SqlKeyStore } from './sql-key-store.ts';
import { openSqlite } from './sqlite-database.ts';

const KEY = { id: 'i', name: 'n', digest: 'd', hint: 'h', role: 'viewer', createdAt: 1 };

describe('the health of the database', () => {
  it('is good while it can be written', async () => {
    using folder = createTemporaryFolder();
    await using database = await openSqlite(join(folder.path, 'platform.db'));

    expect(await database.healthy()).toBe(true);
  });

  it('is bad while another connection holds the lock, and good again after', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    await using database = await openSqlite(path, { busyTimeoutMs: 1 });
    const other = new SqliteFile(path);
    other.exec('begin immediate');

    expect(await database.healthy()).toBe(false);
    await expect(new SqlKeyStore(database).add(KEY)).rejects.toMatchObject({ code: 'unavailable' });

    other.exec('rollback');
    other.close();
    expect(await database.healthy()).toBe(true);
    await new SqlKeyStore(database).add(KEY);
  });

  it('is bad while the file is gone or another one lies in its place', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    await using database = await openSqlite(path);

    renameSync(path, `${path}.away`);
    expect(await database.healthy()).toBe(false);
    writeFileSync(path, '');
    expect(await database.healthy()).toBe(false);

    renameSync(`${path}.away`, path);
    expect(await database.healthy()).toBe(true);
  });

  it('is bad when it is closed, and so is every statement', async () => {
    using folder = createTemporaryFolder();
    const database = await openSqlite(join(folder.path, 'platform.db'));
    await database[Symbol.asyncDispose]();

    expect(await database.healthy()).toBe(false);
    await expect(new SqlKeyStore(database).list()).rejects.toMatchObject({ code: 'unavailable' });
    await database[Symbol.asyncDispose]();
  });
});

describe('a full disk', () => {
  it('refuses what it cannot keep, keeps what it acknowledged, and takes rows again when there is room', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    // A limit on the size of files fails writes as a full disk does; the signal that comes with it is ignored.
    await using child = startChild('fill-disk', [path], 'trap "" XFSZ; ulimit -f 600');
    await child.linesReach(1);
    await child.kill();
    const { acknowledged, refusal, after } = JSON.parse(child.lines[0] ?? '{}');

    for (const each of [refusal, after]) expect(each).toMatch(/^unavailable SQLITE_(FULL|IOERR)/);
    expect(acknowledged).toBeGreaterThan(0);
    await using database = await openSqlite(path);
    const results = await database.use((db) => db.selectFrom('results').select('id').execute());
    expect(results).toHaveLength(acknowledged);
    await new SqlKeyStore(database).add(KEY);
  });
});
