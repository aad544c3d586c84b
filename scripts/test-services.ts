import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { findPostgres } from './services/find-postgres.ts';
import { findRedis } from './services/find-redis.ts';
import { startPostgres } from './services/start-postgres.ts';
import { startRedis } from './services/start-redis.ts';

/** Exit code of sysexits.h for a service that is not there. */
const EX_UNAVAILABLE = 69;

const packageRoot = fileURLToPath(new URL('../', import.meta.url));

/** A service of the tests: found, or started for them. */
interface Service extends AsyncDisposable {
  readonly url: string;
}

interface Kind {
  readonly name: string;
  readonly howToGetIt: string;
  find(): Promise<string | undefined>;
  start(): Promise<Service | undefined>;
}

const POSTGRESQL: Kind = {
  name: 'PostgreSQL',
  howToGetIt: `There is no PostgreSQL for these tests. Any of these will do:
  - start one on 127.0.0.1:5432 that lets you in and make databases;
  - install one, and it is started for the tests alone: apt-get install postgresql;
  - name one in TEST_DATABASE_URL: postgres://user:password@host:5432/database`,
  find: () => findPostgres(process.env.TEST_DATABASE_URL),
  start: startPostgres,
};

const REDIS: Kind = {
  name: 'Redis',
  howToGetIt: `There is no Redis for these tests. Any of these will do:
  - start one on 127.0.0.1:6379;
  - install one, and it is started for the tests alone: apt-get install redis-server;
  - name one in TEST_REDIS_URL: redis://127.0.0.1:6379`,
  find: () => findRedis(process.env.TEST_REDIS_URL),
  start: () => startRedis(),
};

/** Runs every contract and fault test that needs a service, in a database and under keys made for this run and removed after it. */
async function testServices(vitestArguments: readonly string[]): Promise<number> {
  await using postgres = await open(POSTGRESQL);
  await using redis = await open(REDIS);
  if (!postgres || !redis) return EX_UNAVAILABLE;
  return await inDatabaseOfItsOwn(postgres.url, (database) => runVitest(database, redis.url, vitestArguments));
}

async function open({ name, howToGetIt, find, start }: Kind): Promise<Service | undefined> {
  const found = await find();
  if (found !== undefined) {
    console.log(`${name}: the one that is running`);
    return { url: found, [Symbol.asyncDispose]: async () => {} };
  }
  const own = await start();
  if (own) console.log(`${name}: started for these tests`);
  else console.error(howToGetIt);
  return own;
}

async function inDatabaseOfItsOwn(url: string, run: (url: string) => Promise<number>): Promise<number> {
  const name = `mcp_platform_test_${randomBytes(6).toString('hex')}`;
  const ask = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await ask(`create database ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    return await run(own.href);
  } finally {
    await ask(`drop database if exists ${name} with (force)`);
  }
}

function runVitest(database: string, redis: string, rest: readonly string[]): Promise<number> {
  const vitest = join(packageRoot, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'vitest.services.config.ts', ...rest], {
    cwd: packageRoot,
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: database, TEST_REDIS_URL: redis },
  });
  passOn(child);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A signal ends the tests, and this process when it has removed what it made. */
function passOn(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}

process.exitCode = await testServices(process.argv.slice(2));
