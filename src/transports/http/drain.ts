import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import type { GuardedRequest } from './guarded-request.ts';
import type { GuardedResponse } from './guarded-response.ts';

export type GuardedServer = Server<typeof GuardedRequest, typeof GuardedResponse>;

/** What the server counts while it serves. */
export interface Serving {
  draining: boolean;
  /** Requests that are not answered to their end. */
  open: number;
  /** Connections whose last answer has begun: what still comes on them is not run (RFC 9112 §9.6). */
  readonly closing: WeakSet<Socket>;
  /** Called when `open` has come down to 0. */
  whenIdle: (() => void) | undefined;
}

const SETTLE_MS = 100;

/** Ends in good order, as `HttpServer.drain` promises. Gives false when some requests were cut. */
export async function drain(
  server: GuardedServer,
  serving: Serving,
  clock: Clock,
  timeoutMs: number,
  lingerMs: number,
): Promise<boolean> {
  const deadline = clock.monotonicMs() + timeoutMs;
  serving.draining = true;
  if (lingerMs > 0) await clock.sleep(Math.min(lingerMs, timeoutMs));
  // Closes idle connections too; those in use close with their answer.
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const finished = await settle(deadline, serving, clock, closed);
  server.closeAllConnections();
  await closed;
  return finished;
}

/** A connection that was just made may have its request on the way: idle is what stays so for a moment. */
async function settle(deadline: number, serving: Serving, clock: Clock, closed: Promise<void>): Promise<boolean> {
  const leftMs = () => Math.max(0, deadline - clock.monotonicMs());
  do {
    if (serving.open > 0 && !(await idleBefore(leftMs(), serving, clock))) return false;
    await Promise.race([closed, clock.sleep(Math.min(SETTLE_MS, leftMs()))]);
  } while (serving.open > 0);
  return true;
}

async function idleBefore(ms: number, serving: Serving, clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const idle = new Promise<boolean>((resolve) => {
    serving.whenIdle = () => resolve(true);
  });
  const late = clock.sleep(ms, over.signal).then(
    () => false,
    () => true,
  );
  const finished = await Promise.race([idle, late]);
  over.abort();
  return finished;
}
