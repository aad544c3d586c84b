import { writeSync } from 'node:fs';
import { parseDatabaseUrl } from '../../../src/config/database-url.ts';
import { openPostgres } from '../../../src/storage/sql/postgres-database.ts';
import { SqlAuditStore } from '../../../src/storage/sql/sql-audit-store.ts';
import { SqlIdempotencyStore } from '../../../src/storage/sql/sql-idempotency-store.ts';
import { openSqlite } from '../../../src/storage/sql/sqlite-database.ts';
import { intentFixture, writeRecordFixture } from '../write-record.ts';

/** Claims, sends and finishes writes and appends audit rows without end; each line is something that was acknowledged. */
const [, , place = ''] = process.argv;
const database = place.startsWith('postgres:') ? await openServer(place) : await openSqlite(place);
const store = new SqlIdempotencyStore(database);
const audit = new SqlAuditStore(database);
const acknowledged = (...words: readonly string[]) => writeSync(1, `${words.join(' ')}\n`);

function openServer(url: string) {
  const address = parseDatabaseUrl(url);
  if ('says' in address) throw new Error(address.says);
  return openPostgres(address);
}

async function work(worker: number): Promise<never> {
  for (let turn = 0; ; turn++) {
    const record = writeRecordFixture({ key: `${worker}-${turn}` });
    await store.claim(record, intentFixture(record), 0);
    acknowledged('claimed', record.key, record.id);
    await store.advance(record.id, 'claimed', 'sent');
    acknowledged('sent', record.key, record.id);
    await store.advance(record.id, 'sent', 'done', { sealed: 'v1.sealed', expiresAt: record.expiresAt });
    acknowledged('done', record.key, record.id);
    const row = { ...intentFixture(record), kind: 'call' as const };
    await audit.append([row]);
    acknowledged('audited', record.key, row.id);
  }
}

await Promise.all([work(0), work(1), work(2)]);
