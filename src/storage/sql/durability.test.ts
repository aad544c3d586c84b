import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { startChild } from '../../../test/support/child.ts';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { intentFixture, writeRecordFixture } from '../../../test/support/write-record.ts';
import type { WriteRecord } from '../../resilience/idempotency-store.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlIdempotencyStore } from './sql-idempotency-store.ts';
import { SqlKeyStore } from './sql-key-store.ts';
import { SqlResultStore } from './sql-result-store.ts';
import { openSqlite } from './sqlite-database.ts';

const STATES = ['claimed', 'sent', 'done'];

/** What the killed process was told, by idempotency key: the last state, and the ids of its rows. */
function acknowledgedBy(lines: readonly string[]) {
  const states = new Map<string, string>();
  const rows = new Set<string>();
  for (const line of lines) {
    const [what = '', key = '', id = ''] = line.split(' ');
    if (what === 'audited') rows.add(id);
    else states.set(key, what);
  }
  return { states, rows };
}

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
      await using child = startChild('claim-writes', [path]);
      await child.linesReach(lines);
      await child.kill();
      const { states, rows } = acknowledgedBy(child.lines);

      const file = new SqliteFile(path);
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      file.close();
      await using database = await openSqlite(path);
      const audit = await new SqlAuditStore(database).find({ limit: 10_000 });
      const audited = new Set(audit.map(({ id }) => id));
      const intents = new Set(audit.filter(({ kind }) => kind === 'intent').map(({ callId }) => callId));
      const store = new SqlIdempotencyStore(database);

      expect(states.size).toBeGreaterThan(5);
      for (const row of rows) expect(audited).toContain(row);
      for (const [key, state] of states) {
        const again = writeRecordFixture({ key });
        const found = (await store.claim(again, intentFixture(again), 0)) as { claimed: boolean; record: WriteRecord };
        expect(found.claimed, `claim of ${key}, which was ${state}`).toBe(false);
        expect(STATES.indexOf(found.record.state)).toBeGreaterThanOrEqual(STATES.indexOf(state));
        expect(intents).toContain(found.record.id);
      }
    },
  );
});
