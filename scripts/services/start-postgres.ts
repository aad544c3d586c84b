import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findPostgres } from './find-postgres.ts';
import { freePort } from './free-port.ts';

/** Where Debian keeps the programs, a folder for each version, beside the ones in the PATH. */
const DEBIAN = '/usr/lib/postgresql';
const READY_WITHIN_MS = 20_000;
const LOOK_AGAIN_MS = 100;

/** A server of our own, in a temporary folder that goes with it. */
export interface OwnPostgres extends AsyncDisposable {
  readonly url: string;
}

/** Starts the PostgreSQL that is installed on a free port; `undefined` where none is installed or none may be started. */
export async function startPostgres(): Promise<OwnPostgres | undefined> {
  const programs = folderOfPrograms();
  const user = userForServer();
  if (programs === undefined || user === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-postgres-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid as number);
  const data = join(folder, 'data');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const settings = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
    execFileSync(join(programs, 'initdb'), [...settings, '-D', data], { ...user, cwd: folder, stdio: 'pipe' });
  } catch (error) {
    remove();
    throw error;
  }
  const port = await freePort();
  const listen = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...listen], { ...user, cwd: folder, stdio: 'ignore' });
  const ended = once(server, 'exit');
  const stop = async () => {
    // PostgreSQL's fast shutdown: connections are cut, and everything is written.
    server.kill('SIGINT');
    await ended;
    remove();
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  if (await answers(url)) return { url, [Symbol.asyncDispose]: stop };
  await stop();
  throw new Error('The PostgreSQL of this machine was started and does not answer.');
}

function folderOfPrograms(): string | undefined {
  const versions = listed(DEBIAN).sort((one, other) => Number(other) - Number(one));
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((one) => join(DEBIAN, one, 'bin'))];
  return folders.find((folder) => ['initdb', 'postgres'].every((program) => isProgram(join(folder, program))));
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
function userForServer(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  try {
    const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'postgres'], { stdio: 'pipe' })));
    return { uid, gid };
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const found = await findPostgres(url).catch(() => undefined);
    if (found !== undefined) return true;
    await pause(LOOK_AGAIN_MS);
  }
  return false;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
