import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETTINGS } from '../../src/config/settings.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { readOwner } from '../../src/storage/sql/data-folder.ts';

export const LAUNCHER = fileURLToPath(new URL('../../bin/mcp-platform.cjs', import.meta.url));
/** The banner's last line: what comes before it is whole. */
const BANNER_END = 'Stop with Ctrl-C.';
/** Long, since a machine on which much else runs starts it slowly. */
const READY_WITHIN_MS = 60_000;

export type Settings = Readonly<Record<string, string>>;

/** One line of the log, or what stands where a line of the log should. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server of the platform in a process of its own, killed when it is disposed of. */
export interface PlatformProcess extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** The admin key of the banner; empty when this start made none. */
  readonly key: string;
  readonly folder: string;
  readonly banner: string;
  readonly ended: Promise<Ended>;
  /** Everything that was written to standard error so far. */
  logText(): string;
  /** Lines of the log so far, parsed. */
  log(): LogLine[];
  /** Waits for a line, one that was written already included. */
  logged(matches: (line: LogLine) => boolean): Promise<LogLine>;
  /** Sends a signal to the process that is the server, not to a launcher above it. */
  signal(name: NodeJS.Signals): void;
}

export interface StartOptions {
  /** Settings by name; all others have their defaults, whatever the developer's `.env` says. */
  readonly settings?: Settings;
  /** Kept by the caller; without it, a new one that goes with the process. */
  readonly folder?: string;
  readonly args?: readonly string[];
  /** A line of shell that is run first by the process that becomes the platform. */
  readonly shell?: string;
}

/** The environment of a child: nothing of this process's own but where programs are, and no setting but the ones given. */
export function platformEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const names = [...SETTINGS, ...CONNECTORS.flatMap((connector) => connector.settings)].map(({ name }) => name);
  // An empty setting is one that is not set, and it hides the line of a developer's `.env`.
  const unset = Object.fromEntries(names.map((name) => [name, '']));
  const { PATH, HOME } = process.env;
  return { PATH, HOME, ...unset, ...settings };
}

/** Makes an empty folder that goes when it is disposed of. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'mcp-platform-e2e-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the platform on a free port and waits for its banner. Rejects with what it said when it ends before that. */
export async function startPlatform({
  settings = {},
  folder,
  args = [],
  shell = ':',
}: StartOptions = {}): Promise<PlatformProcess> {
  const own = folder === undefined ? temporaryFolder() : undefined;
  const path = folder ?? (own as { path: string }).path;
  const command = [process.execPath, LAUNCHER, 'start', ...args];
  const child = spawn('/bin/sh', ['-c', `${shell}; exec "$@"`, 'sh', ...command], {
    // As the child of a launcher it stops when this process ends, however it ends.
    env: { ...platformEnvironment({ PORT: '0', DATA_DIR: path, ...settings }), MCP_PLATFORM_LAUNCHED: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = collect(child);
  const dispose = async () => {
    // By its id even where a launcher is between, so that nothing is left running.
    output.kill(readOwner(path)?.pid);
    await output.ended;
    own?.[Symbol.dispose]();
  };
  try {
    const banner = await output.said((text) => text.includes(BANNER_END));
    return {
      url: /https?:\/\/\S+(?=\/mcp\b)/.exec(banner)?.[0] as string,
      key: /Admin key\s+(\S+)/.exec(banner)?.[1] ?? '',
      folder: path,
      banner,
      ended: output.ended,
      logText: output.errors,
      log: () => linesOf(output.errors()),
      async logged(matches) {
        const found = () => linesOf(output.errors()).find(matches);
        await output.complained(() => found() !== undefined);
        return found() as LogLine;
      },
      signal: (name) => process.kill(readOwner(path)?.pid ?? (child.pid as number), name),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

export interface Finished extends Ended {
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly settings?: Settings;
  readonly input?: string;
}

/** Runs one command of the command line to its end. */
export async function runPlatform(
  args: readonly string[],
  { settings = {}, input = '' }: RunOptions = {},
): Promise<Finished> {
  return runProgram([LAUNCHER, ...args], platformEnvironment(settings), input);
}

/** Runs a script of Node's, or the arguments of another program, to its end. */
export async function runProgram(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
  cwd?: string,
  program = process.execPath,
): Promise<Finished> {
  const child = spawn(program, argv, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = collect(child);
  // A program that ends without reading breaks the pipe; how it ended is told by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = await output.ended;
  return { ...ended, stdout: output.text(), stderr: output.errors() };
}

function collect(child: ChildProcess) {
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const kill = (pid = child.pid as number) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  };
  const killOnExit = () => kill();
  process.once('exit', killOnExit);
  // `close` comes when the pipes are empty: nothing is said after it.
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', killOnExit);
      resolve({ code, signal });
      for (const listener of listeners) listener();
    });
  });
  const until = (name: keyof typeof said, holds: (text: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const finish = (settle: () => void) => {
        listeners.delete(look);
        clearTimeout(timer);
        settle();
      };
      const giveUp = (why: string) =>
        finish(() => reject(new Error(`The platform ${why}. It said:\n${said.stdout}\n${said.stderr}`)));
      const look = () => {
        if (holds(said[name])) finish(() => resolve(said[name]));
        else if (child.exitCode !== null && child.stdout?.closed && child.stderr?.closed) {
          giveUp(`ended with ${child.exitCode}`);
        }
      };
      const timer = setTimeout(() => giveUp('took too long'), READY_WITHIN_MS);
      listeners.add(look);
      look();
    });
  return {
    ended,
    kill,
    text: () => said.stdout,
    errors: () => said.stderr,
    said: (holds: (text: string) => boolean) => until('stdout', holds),
    complained: (holds: (text: string) => boolean) => until('stderr', holds),
  };
}

function linesOf(text: string): LogLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      try {
        return JSON.parse(line) as LogLine;
      } catch {
        return { notJson: line };
      }
    });
}
