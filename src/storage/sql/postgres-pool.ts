import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { fromPostgresText, toPostgresText } from './postgres-text.ts';

/** Where a PostgreSQL database is, and as whom it is opened. */
export interface PostgresAddress {
  /** A name, an IP address, or the folder of a Unix socket, which begins with `/`. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  /** Holds every table; made when it is not there. */
  readonly schema: string;
  /** Encrypts, and verifies the server's certificate and name. Plain text is for this machine alone. */
  readonly tls: boolean;
}

export interface PoolOptions {
  /** Open connections at most; who wants one more waits. */
  readonly connections: number;
  /** How long a statement may run, and how long may be waited for a connection, in ms. */
  readonly timeoutMs: number;
  /** How long a statement may run, in ms, where that is not `timeoutMs`. */
  readonly statementMs?: number;
}

/** The server ends a statement by itself; where it says nothing any more, this much later the connection is given up. */
const SILENCE_MS = 1_000;
const IDLE_MS = 30_000;
/** SQLSTATE classes after which a connection is still good: the statement was at fault, or was ended. */
const HARMLESS = /^(0[0-7]|2[1-8]|3|4|53|54|55|57014|P0)/;
const INT8 = 20;
const TEXT_TYPES: readonly number[] = [25, 1043];

/**
 * Connections as Kysely's dialect wants them. `bigint` is read as a number. A connection that broke or went silent is
 * closed and never used again; the next statement gets a new one, so that an outage is over when the server is back.
 */
export function openPostgresPool(address: PostgresAddress, options: PoolOptions): PostgresPool {
  const { connections, timeoutMs, statementMs = timeoutMs } = options;
  const { host, port, user, password, database, schema, tls } = address;
  const pool = new pg.Pool({
    host,
    port,
    user,
    password,
    database,
    ssl: tls && { rejectUnauthorized: true },
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    application_name: 'mcp-enterprise-platform',
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    query_timeout: statementMs + SILENCE_MS,
    // What is acknowledged is on the disk, whatever the server's default is.
    options: `-c synchronous_commit=on -c search_path=${schema}`,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  // An unused connection that breaks is taken out of the pool by the pool itself; statements and health tell the rest.
  pool.on('error', () => {});
  return {
    connect: async () => wrap(await pool.connect()),
    end: () => pool.end(),
    options: {},
  };
}

function parserOf(type: number): (value: string) => unknown {
  if (type === INT8) return Number;
  if (TEXT_TYPES.includes(type)) return fromPostgresText;
  return pg.types.getTypeParser(type) as (value: string) => unknown;
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  let broken = false;
  // A client that is in use tells of a broken connection by this event as well as by the statement.
  const noteBroken = () => {
    broken = true;
  };
  client.on('error', noteBroken);
  const query = async <Row>(text: unknown, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> => {
    try {
      const values = parameters.map((value) => (typeof value === 'string' ? toPostgresText(value) : value));
      return (await client.query(text as string, values)) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      if (!HARMLESS.test(String((error as { code?: unknown }).code))) broken = true;
      throw error;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release(destroy) {
      client.off('error', noteBroken);
      client.release(destroy === true || broken);
    },
  };
}
