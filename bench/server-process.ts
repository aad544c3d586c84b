import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const TICKS_PER_SECOND = 100;

/** A server in a process of its own, measured from outside by what the kernel accounts to it. */
export class ServerProcess implements AsyncDisposable {
  readonly name: string;
  readonly port: number;
  /** Milliseconds from the start of the process until it said that it is ready. */
  readonly readyMs: number;
  /** What it printed until then. */
  readonly printed: string;
  readonly #child: ChildProcess;

  private constructor(name: string, child: ChildProcess, port: number, readyMs: number, printed: string) {
    this.name = name;
    this.port = port;
    this.readyMs = readyMs;
    this.printed = printed;
    this.#child = child;
  }

  /**
   * Starts `node <args>` and waits until `ready` finds the port in what it prints on stdout. Standard error goes to
   * `logFile`, as an operator would send it, so that log lines are written for real.
   */
  static async start(
    name: string,
    args: readonly string[],
    ready: (printed: string) => number | undefined,
    options: { env?: Record<string, string>; logFile?: string } = {},
  ): Promise<ServerProcess> {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: packageRoot,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
      stdio: ['ignore', 'pipe', options.logFile === undefined ? 'pipe' : openSync(options.logFile, 'a')],
    });
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk).slice(-4_000);
    });
    let printed = '';
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk;
        const found = ready(printed);
        if (found !== undefined) resolve(found);
      });
      child.once('exit', (code) =>
        reject(new Error(`${name} ended with ${code} before it was ready.\n${printed}\n${log}`)),
      );
    });
    return new ServerProcess(name, child, port, performance.now() - startedAt, printed);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Seconds of CPU that the process has used so far, user and system, over all its threads. */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Resident memory in MB (10^6 bytes). */
  residentMb(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill('SIGTERM');
    const stubborn = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await once(this.#child, 'exit');
    clearTimeout(stubborn);
  }
}

/** Finds the line `ready <port>` that the servers in `bench/servers` print. */
export function readyLine(printed: string): number | undefined {
  const port = /^ready (\d+)$/m.exec(printed)?.[1];
  return port === undefined ? undefined : Number(port);
}
