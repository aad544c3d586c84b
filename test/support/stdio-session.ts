import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LAUNCHER, platformEnvironment, type Settings } from './platform-process.ts';

type Message = Readonly<Record<string, unknown>>;

/** MCP over the standard input and output of a process, as a host speaks it in the legacy era. */
export interface StdioSession extends AsyncDisposable {
  /** Sends a request and gives the whole answer, result or error. */
  ask(method: string, params?: object): Promise<Message>;
  readonly ended: Promise<{ readonly code: number | null }>;
}

/** Starts `mcp-platform stdio`. */
export function openStdio(settings: Settings): StdioSession {
  const child = spawn(process.execPath, [LAUNCHER, 'stdio'], {
    env: { ...platformEnvironment(settings), MCP_PLATFORM_LAUNCHED: '1' },
    stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
  });
  child.stdin?.on('error', () => {});
  const waiting = new Map<unknown, (answer: Message) => void>();
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const answer = JSON.parse(line) as Message;
    waiting.get(answer.id)?.(answer);
  });
  const ended = new Promise<{ code: number | null }>((resolve) => {
    child.once('close', (code) => resolve({ code }));
  });
  let asked = 0;
  return {
    ended,
    ask(method, params = {}) {
      const id = ++asked;
      child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    async [Symbol.asyncDispose]() {
      child.stdin?.end();
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
