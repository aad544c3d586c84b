import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../bin/mcp-platform.cjs', import.meta.url));
const BANNER_END = 'Stop with Ctrl-C.';
const READY_WITHIN_MS = 20_000;

/** Attacks are many calls of one key: limits are set out of the way, and tests of limits set their own. */
const UNHURRIED = {
  RATE_CALLS_PER_MINUTE: '1000000',
  RATE_BURST: '100000',
  SIGN_IN_FAILURES_PER_MINUTE: '10000',
};

/** A platform in a process of its own, killed when it is disposed of. */
export interface AttackedPlatform extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** The admin key of the banner. */
  readonly key: string;
  readonly folder: string;
  readonly banner: string;
  readonly pid: number;
  /** Whether the process is still there. */
  alive(): boolean;
  /** Everything written to standard error so far. */
  logText(): string;
  /** Lines of the log that are none: warnings of Node's, stacks of what nobody caught. */
  strayLines(): string[];
  /** Resident memory in bytes. */
  residentBytes(): number;
}

export interface AttackedOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Starts the platform on a free port with the conformance fixtures, and waits for its banner. */
export async function attackPlatform(options: AttackedOptions = {}): Promise<AttackedPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-attack-'));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [LAUNCHER, 'start', ...(options.args ?? ['--conformance'])], {
    env: { PATH, HOME, ...UNHURRIED, PORT: '0', DATA_DIR: folder, ...options.settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
    });
  }
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = async () => {
    child.kill('SIGKILL');
    await closed;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilSaid(child, () => said.stdout.includes(BANNER_END), said);
  } catch (error) {
    await end();
    throw error;
  }
  const url = /http:\/\/\S+(?=\/mcp\b)/.exec(said.stdout)?.[0] as string;
  return {
    url,
    port: Number(new URL(url).port),
    key: /Admin key\s+(\S+)/.exec(said.stdout)?.[1] ?? '',
    folder,
    banner: said.stdout,
    pid: child.pid as number,
    alive: () => child.exitCode === null && child.signalCode === null,
    logText: () => said.stderr,
    strayLines: () => said.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{"level":')),
    residentBytes: () => residentBytesOf(child.pid as number),
    [Symbol.asyncDispose]: end,
  };
}

function untilSaid(child: ChildProcess, holds: () => boolean, said: { stdout: string; stderr: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`The platform did not start:\n${said.stdout}\n${said.stderr}`));
    const timer = setTimeout(fail, READY_WITHIN_MS);
    child.once('exit', fail);
    child.stdout?.on('data', () => {
      if (!holds()) return;
      clearTimeout(timer);
      child.off('exit', fail);
      resolve();
    });
  });
}

/** Linux tells it in pages' kilobytes; elsewhere the tests that look at it are skipped. */
function residentBytesOf(pid: number): number {
  return 1024 * Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
