import { join } from 'node:path';
import { type DatabaseAddress, parseDatabaseUrl } from '../config/database-url.ts';
import type { PlatformSettings } from '../config/settings.ts';
import type { SqlDatabase } from '../storage/sql/database.ts';
import { openSqlite } from '../storage/sql/sqlite-database.ts';

/** The database of the records, and what follows from who else works on it. */
export interface Records {
  readonly database: SqlDatabase;
  /** Whether other replicas may be writing it at this moment. */
  readonly shared: boolean;
  /** How long ago a write must have begun for it to be certain that nobody is carrying it out any more, in ms. */
  readonly abandonedAfterMs: number;
}

/** The embedded database, in the data folder. */
export const SQLITE_FILE = 'platform.db';

/** More than the clocks of two machines differ, and than the last steps of a call take. */
const MARGIN_MS = 60_000;

/** Opens PostgreSQL where `DATABASE_URL` names one, else the embedded database of the data folder, which one process owns. */
export async function openRecords(settings: PlatformSettings): Promise<Records> {
  const { DATABASE_CONNECTIONS: connections, DATABASE_TIMEOUT_MS: timeoutMs } = settings;
  const address = addressOfRecords(settings);
  if (address === undefined) {
    const database = await openSqlite(join(settings.DATA_DIR, SQLITE_FILE));
    return { database, shared: false, abandonedAfterMs: 0 };
  }
  // Loaded only where it is used: a start on the embedded database owes nothing to the driver of the other.
  const { openPostgres } = await import('../storage/sql/postgres-database.ts');
  const database = await openPostgres(address, { connections, timeoutMs });
  return { database, shared: true, abandonedAfterMs: settings.CALL_DEADLINE_MS + MARGIN_MS };
}

/** The PostgreSQL that `DATABASE_URL` names; `undefined` where it is not set. */
export function addressOfRecords({ DATABASE_URL: url }: PlatformSettings): DatabaseAddress | undefined {
  if (url === undefined) return undefined;
  const address = parseDatabaseUrl(url);
  if ('says' in address) throw new TypeError(`DATABASE_URL ${address.says}`);
  return address;
}

/** Records created before this instant, and still open, were left behind by a process that ended. Epoch ms. */
export function abandonedBefore({ shared, abandonedAfterMs }: Records, now: number): number {
  return shared ? now - abandonedAfterMs : Number.MAX_SAFE_INTEGER;
}
