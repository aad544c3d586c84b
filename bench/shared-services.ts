import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createClient } from 'redis';
import { findPostgres } from '../scripts/services/find-postgres.ts';
import { findRedis } from '../scripts/services/find-redis.ts';

/** A database and a beginning of Redis's keys that nobody else uses, gone with its disposal. */
export class SharedServices implements AsyncDisposable {
  /** What a replica is started with to share them. */
  readonly env: Record<string, string>;
  readonly #server: string;
  readonly #database: string;

  private constructor(postgres: string, redis: string) {
    this.#server = postgres;
    this.#database = `mcp_platform_bench_${randomBytes(6).toString('hex')}`;
    const own = new URL(postgres);
    own.pathname = `/${this.#database}`;
    this.env = {
      DATABASE_URL: own.href,
      REDIS_URL: redis,
      REDIS_PREFIX: `${this.#database}:`,
      OAUTH_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
    };
  }

  /** `undefined` where PostgreSQL or Redis does not answer; those of the tests are taken where they are named. */
  static async open(): Promise<SharedServices | undefined> {
    const postgres = await findPostgres(process.env.TEST_DATABASE_URL);
    const redis = await findRedis(process.env.TEST_REDIS_URL);
    if (postgres === undefined || redis === undefined) return undefined;
    const services = new SharedServices(postgres, redis);
    await ask(postgres, `create database ${services.#database}`);
    return services;
  }

  /** Calls that left a row in the audit table. */
  async audited(cache?: string): Promise<number> {
    const which = `select count(*)::int as calls from audit_entries where kind = 'call'`;
    const [found] = await ask<{ calls: number }>(
      this.env.DATABASE_URL as string,
      cache ? `${which} and answered_by = $1` : which,
      cache ? [cache] : [],
    );
    return found?.calls ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ask(this.#server, `drop database if exists ${this.#database} with (force)`);
    const client = await createClient({ url: this.env.REDIS_URL }).connect();
    for await (const keys of client.scanIterator({ MATCH: `${this.env.REDIS_PREFIX}*`, COUNT: 1_000 })) {
      if (keys.length > 0) await client.unlink(keys);
    }
    await client.close();
  }
}

async function ask<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
