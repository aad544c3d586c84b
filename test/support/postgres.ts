import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DatabaseAddress, parseDatabaseUrl } from '../../src/config/database-url.ts';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { openPostgres, type PostgresOptions } from '../../src/storage/sql/postgres-database.ts';

/** A place in the PostgreSQL of `npm run test:services` that nobody else uses: a schema, gone with its disposal. */
export interface PostgresPlace extends AsyncDisposable {
  readonly url: string;
  readonly address: DatabaseAddress;
  open(options?: PostgresOptions): Promise<SqlDatabase>;
  /** Runs statements beside the platform, as an operator or another program would. */
  ask<Row extends object>(text: string): Promise<Row[]>;
  /** Breaks every connection of the platform to this place, as a restart of the server does. */
  breakConnections(): Promise<number>;
}

/** Where `npm run test:services` has its database. */
function serviceUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('These tests need PostgreSQL; run them with npm run test:services.');
  return url;
}

export function createPostgresPlace(): PostgresPlace {
  const schema = `t_${randomBytes(8).toString('hex')}`;
  const url = new URL(serviceUrl());
  url.searchParams.set('schema', schema);
  const address = parseDatabaseUrl(url.href);
  if ('says' in address) throw new Error(`TEST_DATABASE_URL ${address.says}`);
  const ask = async <Row extends object>(text: string): Promise<Row[]> => {
    const { host, port, user, password, database } = address;
    const client = new pg.Client({ host, port, user, password, database, options: `-c search_path=${schema}` });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const breakConnections = async () => {
    const broken = await ask(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and datname = current_database() and application_name = 'mcp-enterprise-platform'`);
    return broken.length;
  };
  return {
    url: url.href,
    address,
    ask,
    breakConnections,
    open: (options) => openPostgres(address, options),
    async [Symbol.asyncDispose]() {
      await ask(`drop schema if exists ${schema} cascade`);
    },
  };
}

/** An empty database in a place of its own, and what closes and removes it; closing twice is closing once. */
export async function openFreshPostgres(): Promise<{ database: SqlDatabase; close: () => Promise<void> }> {
  const place = createPostgresPlace();
  const database = await place.open();
  let closed: Promise<void> | undefined;
  const close = async () => {
    await database[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  };
  return { database, close: () => (closed ??= close()) };
}
