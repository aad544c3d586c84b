import { expect } from 'vitest';
import type { WriteRecord } from '../../src/resilience/idempotency-store.ts';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { SqlAuditStore } from '../../src/storage/sql/sql-audit-store.ts';
import { SqlIdempotencyStore } from '../../src/storage/sql/sql-idempotency-store.ts';
import { startChild } from './child.ts';
import { intentFixture, writeRecordFixture } from './write-record.ts';

const STATES = ['claimed', 'sent', 'done'];

/** What a killed process was told, by idempotency key the last state, and the ids of its audit rows. */
export interface Acknowledged {
  readonly states: ReadonlyMap<string, string>;
  readonly rows: ReadonlySet<string>;
}

/** Lets a process write to the database at `place` and kills it with SIGKILL when it has been told `lines` things. */
export async function killWriter(place: string, lines: number): Promise<Acknowledged> {
  await using child = startChild('claim-writes', [place]);
  await child.linesReach(lines);
  await child.kill();
  const states = new Map<string, string>();
  const rows = new Set<string>();
  for (const line of child.lines) {
    const [what = '', key = '', id = ''] = line.split(' ');
    if (what === 'audited') rows.add(id);
    else states.set(key, what);
  }
  return { states, rows };
}

/** Expects that everything acknowledged is in the database, whole, and can be gone on with. */
export async function expectAllThere(database: SqlDatabase, { states, rows }: Acknowledged): Promise<void> {
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
}
