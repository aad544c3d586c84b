import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findRedis } from './find-redis.ts';
import { freePort } from './free-port.ts';

const READY_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** A server of our own, in a temporary folder that goes with it. */
export interface OwnRedis extends AsyncDisposable {
  readonly url: string;
}

/** Starts the `redis-server` of the PATH on this port, else a free one, without persistence; `undefined` where there is none. */
export async function startRedis(wanted?: number): Promise<OwnRedis | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-redis-'));
  const port = wanted ?? (await freePort());
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = spawn('redis-server', settings, { stdio: 'ignore' });
  const ended = once(server, 'exit').catch(() => undefined);
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const started = await new Promise<boolean>((resolve) => {
    server.once('spawn', () => resolve(true));
    server.once('error', () => resolve(false));
  });
  if (!started) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  const url = `redis://127.0.0.1:${port}`;
  if (await answers(url)) return { url, [Symbol.asyncDispose]: stop };
  await stop();
  throw new Error('The Redis of this machine was started and does not answer.');
}

async function answers(url: string): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if ((await findRedis(url).catch(() => undefined)) !== undefined) return true;
    await pause(LOOK_AGAIN_MS);
  }
  return false;
}
