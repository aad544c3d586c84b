import { describe, expect, it } from 'vitest';
import { failStatements } from '../../test/support/failing-statements.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openTemporaryDatabase } from '../../test/support/temporary-database.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import { silentLog } from '../kernel/log.ts';
import { SqlAuditStore } from '../storage/sql/sql-audit-store.ts';
import { type AuditFailure, AuditTrail } from './audit-trail.ts';

let made = 0;
const entry = (outcome = 'ok', principalId = 'p'): AuditEntry => ({
  id: `id-${++made}`,
  at: made,
  kind: 'call',
  principalId,
  principalName: 'n',
  face: 'mcp',
  correlationId: 'c',
  subject: 'tool',
  outcome,
  count: 1,
});

async function setUp(onFailure: AuditFailure = 'refuse', queueRows = 100) {
  const clock = createFakeClock();
  const database = await openTemporaryDatabase();
  const store = new SqlAuditStore(database);
  const counted = { committed: 0, failed: 0, dropped: 0 };
  const observer = {
    committed: (rows: number) => {
      counted.committed += rows;
    },
    failed: (rows: number) => {
      counted.failed += rows;
    },
    dropped: (rows: number) => {
      counted.dropped += rows;
    },
  };
  const trail = new AuditTrail(store, clock, silentLog, observer, { onFailure, groupMs: 5, queueRows });
  return { clock, database, store, trail, counted };
}

describe('AuditTrail', () => {
  it('commits a row of a read by itself a little later', async () => {
    const { clock, store, trail } = await setUp();
    trail.record(entry());

    await clock.advance(4);
    expect(await store.count()).toBe(0);
    await clock.advance(1);

    expect(await store.count()).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  it('has a committed row, and every row before it, in the database when it resolves', async () => {
    const { store, trail } = await setUp();
    trail.record(entry());
    await trail.commit(entry());
    expect(await store.count()).toBe(2);
  });

  it('writes a hundred commits at once, each row once', async () => {
    const { store, trail, counted } = await setUp();
    await Promise.all(Array.from({ length: 100 }, () => trail.commit(entry())));
    expect([await store.count(), counted.committed]).toEqual([100, 100]);
  });

  it('refuses reads while rows cannot be committed, unless it is told to allow them', async () => {
    const refusing = await setUp('refuse');
    const allowing = await setUp('allow-reads');
    for (const { trail, database } of [refusing, allowing]) {
      await database[Symbol.asyncDispose]();
      await expect(trail.commit(entry())).rejects.toMatchObject({ code: 'unavailable' });
      expect(trail.healthy()).toBe(false);
    }
    expect([refusing.trail.mayRead(), allowing.trail.mayRead()]).toEqual([false, true]);
  });

  it('takes reads again by itself once rows can be committed, with the rows it kept', async () => {
    const { clock, database, store, trail } = await setUp('refuse');
    const end = await failStatements(database, 'insert on audit_entries');
    await trail.commit(entry()).catch(() => undefined);
    expect(trail.mayRead()).toBe(false);

    await clock.advance(1_000);
    expect(trail.mayRead()).toBe(false);
    await end();
    await clock.advance(1_000);

    expect([trail.mayRead(), trail.healthy(), await store.count()]).toEqual([true, true, 1]);
    expect(clock.waiting).toBe(0);
  });

  it('keeps no more rows of commits than its bound either', async () => {
    const { database, trail, counted } = await setUp('refuse', 10);
    await database[Symbol.asyncDispose]();
    for (let n = 0; n < 15; n += 1) await trail.commit(entry()).catch(() => undefined);
    expect(counted.dropped).toBe(5);
  });

  it('leaves no timer behind when it is closed while the database is gone', async () => {
    const { clock, database, trail } = await setUp();
    trail.record(entry());
    await database[Symbol.asyncDispose]();

    await expect(trail[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'unavailable' });

    expect(clock.waiting).toBe(0);
  });

  it('keeps rows while the database is gone and drops the oldest, counted, beyond its bound', async () => {
    const { trail, database, counted } = await setUp('allow-reads', 10);
    await database[Symbol.asyncDispose]();
    for (let n = 0; n < 15; n += 1) trail.record(entry('ok', `p${n}`));
    expect(counted.dropped).toBe(5);
    await trail[Symbol.asyncDispose]().catch(() => undefined);
  });

  it('once it is closed takes no rows, counts them as dropped, and keeps nothing waiting', async () => {
    const { clock, trail, database, counted } = await setUp('allow-reads');
    await trail[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    trail.record(entry());
    await expect(trail.commit(entry())).rejects.toMatchObject({ code: 'unavailable' });
    expect([counted.dropped, clock.waiting]).toEqual([1, 0]);
  });

  it('writes the counted rest of a flood of refusals when it is closed', async () => {
    const { store, trail } = await setUp();
    for (let n = 0; n < 500; n += 1) trail.record(entry('rate_limited'));
    await trail[Symbol.asyncDispose]();
    const rows = await store.find({ limit: 100 });
    expect(rows.map(({ count }) => count).reduce((a, b) => a + b)).toBe(500);
    expect(rows).toHaveLength(11);
  });
});
