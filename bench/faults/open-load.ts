import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerReader, type PreparedRequest } from '../load.ts';

export interface OpenLoad {
  readonly port: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** The n-th request, prepared. */
  request(n: number): PreparedRequest;
  /** Told of each answer as it comes. */
  answered?(answer: Answered): void;
}

export interface Answered {
  readonly n: number;
  /** 0 where the connection ended without an answer, or none was to be had. */
  readonly status: number;
  /** From the moment at which the request was due, not from when it could be sent. */
  readonly latencyMs: number;
  /** From the beginning of the load to the moment at which the request was due. */
  readonly dueMs: number;
  readonly body: string;
}

export interface OpenLoadResult {
  readonly answers: readonly Answered[];
  /** How late this process itself sent, which is in the latencies. */
  readonly lateMs: readonly number[];
}

/** Open connections from the beginning on, as proxies keep them; and at most, beyond which what is due is not answered. */
const CONNECTIONS = 256;
const CONNECTIONS_MAX = 3_000;
const TICK_MS = 1;
const BODY_KEPT = 400;

/**
 * Sends requests at a constant pace whether or not earlier ones were answered, as many independent callers would, each
 * over a connection that is free or a new one. Resolves when the last is answered.
 */
export async function runOpenLoad(load: OpenLoad): Promise<OpenLoadResult> {
  const answers: Answered[] = [];
  const lateMs: number[] = [];
  const free: Connection[] = [];
  const open = new Set<Connection>();
  const underWay = new Set<Promise<void>>();
  const total = Math.round(load.perSecond * load.seconds);

  const send = async (n: number, startedAt: number): Promise<void> => {
    const dueMs = (n * 1_000) / load.perSecond;
    const tell = (status: number, body: string) => {
      const answer = { n, status, latencyMs: performance.now() - startedAt - dueMs, dueMs, body };
      answers.push(answer);
      load.answered?.(answer);
    };
    const connection = free.pop() ?? openConnection();
    if (!connection) return tell(0, 'no connection is left');
    try {
      connection.socket.write(load.request(n));
      const { status, body } = await connection.answers.read();
      tell(status, status === 200 ? '' : body().slice(0, BODY_KEPT));
      free.push(connection);
    } catch (error) {
      open.delete(connection);
      connection.socket.destroy();
      tell(0, String(error));
    }
  };
  const openConnection = (): Connection | undefined => {
    if (open.size >= CONNECTIONS_MAX) return undefined;
    const connection = new Connection(load.port);
    open.add(connection);
    connection.socket.once('close', () => {
      open.delete(connection);
      const at = free.indexOf(connection);
      if (at >= 0) free.splice(at, 1);
    });
    return connection;
  };

  for (let opened = 0; opened < CONNECTIONS; opened += 1) {
    const connection = openConnection() as Connection;
    await once(connection.socket, 'connect');
    free.push(connection);
  }
  const startedAt = performance.now();
  let n = 0;
  while (n < total) {
    const elapsedMs = performance.now() - startedAt;
    for (; n < total && (n * 1_000) / load.perSecond <= elapsedMs; n += 1) {
      lateMs.push(performance.now() - startedAt - (n * 1_000) / load.perSecond);
      const sent: Promise<void> = send(n, startedAt).finally(() => underWay.delete(sent));
      underWay.add(sent);
    }
    await sleep(TICK_MS);
  }
  await Promise.all(underWay);
  for (const { socket } of open) socket.destroy();
  return { answers, lateMs };
}

class Connection {
  readonly socket: Socket;
  readonly answers: AnswerReader;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.answers = new AnswerReader(this.socket);
  }
}

export interface ClosedLoad {
  readonly port: number;
  readonly callers: number;
  readonly seconds: number;
  request(n: number): PreparedRequest;
}

/** So many callers, each of whom sends its next request when the last one is answered. Gives the answers with 200 a second. */
export async function runClosedLoad({ port, callers, seconds, request }: ClosedLoad): Promise<number> {
  let next = 0;
  let good = 0;
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1_000;
  const call = async () => {
    const { socket, answers } = new Connection(port);
    while (elapsed() < seconds) {
      socket.write(request(next++));
      if ((await answers.read()).status === 200) good += 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: callers }, call));
  return good / elapsed();
}
