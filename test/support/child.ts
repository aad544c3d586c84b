import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Node process that runs one file of `test/support/processes`; disposing of it kills it and waits for its end. */
export interface Child extends AsyncDisposable {
  /** Its lines so far. It writes each with one system call, so a line that is there was written whole. */
  readonly lines: readonly string[];
  /** Resolves when so many lines are there; rejects when the process ends before, with what it wrote to stderr. */
  linesReach(count: number): Promise<void>;
  /** SIGKILL; resolves when the process is gone and everything it wrote has been read. */
  kill(): Promise<void>;
}

/** Starts `processes/<name>.ts` with the arguments, under `prefix` (a shell, say) when one is given. */
export function startChild(name: string, args: readonly string[], shell?: string): Child {
  const script = fileURLToPath(new URL(`./processes/${name}.ts`, import.meta.url));
  const command = [process.execPath, script, ...args];
  const [program = '', ...rest] =
    shell === undefined ? command : ['/bin/sh', '-c', `${shell}; exec "$@"`, 'sh', ...command];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  return follow(child);
}

function follow(child: ChildProcess): Child {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  let ended = false;
  child.stderr?.on('data', (data) => {
    errors += data;
  });
  const notice = () => {
    for (const check of waiting) check();
  };
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      notice();
    });
  }
  const gone = once(child, 'close').then(() => {
    ended = true;
    notice();
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return {
    lines,
    kill,
    linesReach: (count) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (lines.length < count && !ended) return;
          waiting.delete(check);
          if (lines.length >= count) resolve();
          else reject(new Error(`The process ended after ${lines.length} lines: ${errors}`));
        };
        waiting.add(check);
        check();
      }),
    [Symbol.asyncDispose]: kill,
  };
}
