import { userInfo } from 'node:os';
import pg from 'pg';

const USUAL = '127.0.0.1:5432';
const TIMEOUT_MS = 2_000;

/**
 * The URL of a PostgreSQL that lets us in and make databases: the configured one, else the one on the usual port of this
 * machine. A configured one that does not is an error.
 */
export async function findPostgres(configured: string | undefined): Promise<string | undefined> {
  if (configured) {
    const fault = await faultOf(configured);
    if (fault !== undefined) throw new Error(`The PostgreSQL of TEST_DATABASE_URL cannot be used: ${fault}`);
    return configured;
  }
  for (const user of new Set([userInfo().username, 'postgres'])) {
    for (const database of ['test', 'postgres']) {
      const url = `postgres://${user}@${USUAL}/${database}`;
      if ((await faultOf(url)) === undefined) return url;
    }
  }
  return undefined;
}

async function faultOf(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  try {
    await client.connect();
    const { rows } = await client.query<{ may: boolean }>(
      'select rolcreatedb or rolsuper as may from pg_roles where rolname = current_user',
    );
    return rows[0]?.may ? undefined : 'its user may not make databases';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => {});
  }
}
