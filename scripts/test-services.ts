import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { findPostgres } from './services/find-postgres.ts';
import { startPostgres } from './services/start-postgres.ts';

/** Exit code of sysexits.h for a service that is not there. */
const EX_UNAVAILABLE = 69;

const packageRoot = fileURLToPath(new URL('../', import.meta.url));

const HOW_TO_GET_IT = `There is no PostgreSQL for these tests. Any of these will do:
  - start one on 127.0.0.1:5432 that lets you in and make databases;
  - install one, and it is started for the tests alone: apt-get install postgresql;
  - name one in TEST_DATABASE_URL: postgres://user:password@host:5432/database`;

/** Runs every contract and fault test that needs a service, in a database made for this run and removed after it. */
async function testServices(vitestArguments: readonly string[]): Promise<number> {
  const found = await findPostgres(process.env.TEST_DATABASE_URL);
  const own = found === undefined ? await startPostgres() : undefined;
  const url = found ?? own?.url;
  if (url === undefined) {
    console.error(HOW_TO_GET_IT);
    return EX_UNAVAILABLE;
  }
  console.log(own ? 'PostgreSQL: started for these tests' : 'PostgreSQL: the one that is running');
  try {
    return await inDatabaseOfItsOwn(url, (database) => runVitest(database, vitestArguments));
  } finally {
    await own?.[Symbol.asyncDispose]();
  }
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

function runVitest(url: string, rest: readonly string[]): Promise<number> {
  const vitest = join(packageRoot, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'vitest.services.config.ts', ...rest], {
    cwd: packageRoot,
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: url },
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
