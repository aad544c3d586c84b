import { writeSync } from 'node:fs';
import { SqlResultStore } from '../../../src/storage/sql/sql-result-store.ts';
import { openSqlite } from '../../../src/storage/sql/sqlite-database.ts';

/** Adds results until the disk takes no more; says how many were acknowledged, how the first refusal and the next one ended. */
const database = await openSqlite(process.argv[2] ?? '');
const store = new SqlResultStore(database);

async function add(id: string): Promise<string> {
  const record = {
    id,
    ownerId: 'p1',
    tool: 't',
    connection: 'c',
    rows: 1,
    pages: 2,
    characters: 1,
    createdAt: 1,
    expiresAt: 2,
  };
  try {
    await store.add(record, ['x'.repeat(20_000), 'y'.repeat(20_000)]);
    return 'added';
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    return `${code} ${cause?.code}`;
  }
}

let acknowledged = 0;
let refusal = await add('0');
while (refusal === 'added' && acknowledged < 1000) {
  acknowledged += 1;
  refusal = await add(String(acknowledged));
}
const after = await add('after');
writeSync(1, `${JSON.stringify({ acknowledged, refusal, after })}\n`);
setInterval(() => database, 60_000);
