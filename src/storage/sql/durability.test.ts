import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { expectAllThere, killWriter } from '../../../test/support/killed-writer.ts';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { intentFixture, writeRecordFixture } from '../../../test/support/write-record.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlIdempotencyStore } from './sql-idempotency-store.ts';
import { SqlKeyStore } from './sql-key-store.ts';
import { SqlResultStore } from './sql-result-store.ts';
import { openSqlite } from './sqlite-database.ts';

describe('what the database has acknowledged', () => {
  it('is there after it was closed and opened again', async () => {
    using folder = createTemporaryFolder();
    const path = join(folder.path, 'platform.db');
    const key = { id: 'i', name: 'n', digest: 'd', hint: 'h', role: 'viewer', createdAt: 1 };
    const record = writeRecordFixture();
    const result = {
      id: 'r',
      ownerId: 'p1',
      tool: 't',
      connection: 'c',
      rows: 1,
      pages: 1,
      characters: 1,
      createdAt: 1,
      expiresAt: 2,
    };
    {
      await using database = await openSqlite(path);
      await new SqlKeyStore(database).add(key);
      await new SqlIdempotencyStore(database).claim(record, intentFixture(record), 0);
      await new SqlResultStore(database).add(result, ['v1.page']);
    }

    await using database = await openSqlite(path);

    expect(await new SqlKeyStore(database).list()).toEqual([key]);
    const again = writeRecordFixture();
    const claim = await new SqlIdempotencyStore(database).claim(again, intentFixture(again), 0);
    expect(claim).toEqual({ claimed: false, record });
    expect(await new SqlAuditStore(database).count()).toBe(1);
    expect(await new SqlResultStore(database).find('r')).toEqual(result);
    expect(await new SqlResultStore(database).page('r', 1)).toBe('v1.page');
  });

  it.each([40, 97, 211, 390])(
    'is there after a kill -9 at about line %i, whole, and can be gone on with',
    async (lines) => {
      using folder = createTemporaryFolder();
      const path = join(folder.path, 'platform.db');
      const acknowledged = await killWriter(path, lines);

      const file = new SqliteFile(path);
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      file.close();
      await using database = await openSqlite(path);
      await expectAllThere(database, acknowledged);
    },
  );
});
