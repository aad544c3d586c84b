import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openTemporaryDatabase } from '../../test/support/temporary-database.ts';
import { intentFixture, writeRecordFixture } from '../../test/support/write-record.ts';
import { SqlIdempotencyStore } from '../storage/sql/sql-idempotency-store.ts';
import { recoverWrites } from './recover-writes.ts';

describe('recovering writes', () => {
  it('settles those begun longer ago than a call can take, once, and says how many', async () => {
    await using database = await openTemporaryDatabase();
    const store = new SqlIdempotencyStore(database);
    const clock = createFakeClock();
    const lines: unknown[] = [];
    const log = { debug() {}, info() {}, warn: (fields: unknown) => void lines.push(fields), error() {} };
    const job = recoverWrites(store, 120_000, clock, log);
    const record = writeRecordFixture({ createdAt: clock.now() });
    await store.claim(record, intentFixture(record), 0);
    await store.advance(record.id, 'claimed', 'sent');

    await clock.advance(120_000);
    await job.run();
    expect(lines).toEqual([]);
    await clock.advance(1);
    await job.run();
    await job.run();

    expect(lines).toEqual([{ writes: 1 }]);
    expect(await store.advance(record.id, 'sent', 'done')).toBe(false);
  });
});
