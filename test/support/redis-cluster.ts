import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { freePort } from '../../scripts/services/free-port.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const MASTERS = 3;
const SLOTS = 16_384;
const READY_WITHIN_MS = 20_000;
const LOOK_AGAIN_MS = 50;

/** A cluster of three masters on loopback, in a temporary folder that goes with it. */
export interface RedisCluster extends AsyncDisposable {
  /** As `REDIS_URL` takes it. */
  readonly url: string;
  /** Kills every node. */
  kill(): Promise<void>;
  /** Starts every node again, empty, with the slots that it had. */
  restart(): Promise<void>;
}

interface Node {
  readonly folder: string;
  readonly port: number;
  readonly busPort: number;
  server: ChildProcess;
}

/** Whether this machine can start one: its `redis-server` is there, and 7 or newer. */
export function canStartRedisCluster(): boolean {
  const { stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return Number(/v=(\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= 7;
}

/** Starts a cluster and waits until it takes commands. */
export async function startRedisCluster(): Promise<RedisCluster> {
  await using starting = new AsyncDisposableStack();
  const { path } = starting.use(createTemporaryFolder());
  const nodes: Node[] = [];
  for (let index = 0; index < MASTERS; index += 1) {
    const folder = join(path, String(index));
    mkdirSync(folder);
    const where = { folder, port: await freePort(), busPort: await freePort() };
    const node = { ...where, server: await serve(where) };
    starting.defer(() => stop(node));
    nodes.push(node);
  }
  await connectNodes(nodes);
  const started = starting.move();
  return {
    url: nodes.map(({ port }) => urlOf(port)).join(','),
    kill: async () => void (await Promise.all(nodes.map(stop))),
    async restart() {
      for (const node of nodes) node.server = await serve(node);
      await untilStands(nodes);
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function serve({ folder, port, busPort }: Omit<Node, 'server'>): Promise<ChildProcess> {
  const own = ['--port', String(port), '--cluster-port', String(busPort), '--bind', '127.0.0.1', '--dir', folder];
  const cluster = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', [...own, ...cluster], { stdio: 'ignore' });
  await once(server, 'spawn');
  return server;
}

async function stop({ server }: Node): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGKILL');
  await once(server, 'exit');
}

/** Gives each node its slots, makes them know each other, and waits until each says that the cluster stands. */
async function connectNodes(nodes: readonly Node[]): Promise<void> {
  const [first] = nodes as [Node];
  for (const [index, { port }] of nodes.entries()) {
    const from = Math.floor((SLOTS * index) / MASTERS);
    const to = Math.floor((SLOTS * (index + 1)) / MASTERS) - 1;
    await untilAnswered(port, ['CLUSTER', 'ADDSLOTSRANGE', String(from), String(to)], 'OK');
    if (index > 0)
      await untilAnswered(port, ['CLUSTER', 'MEET', '127.0.0.1', String(first.port), String(first.busPort)], 'OK');
  }
  await untilStands(nodes);
}

async function untilStands(nodes: readonly Node[]): Promise<void> {
  for (const { port } of nodes) await untilAnswered(port, ['CLUSTER', 'INFO'], 'cluster_state:ok');
}

/** Asks until the answer holds the text. */
async function untilAnswered(port: number, command: readonly string[], text: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await ask(port, command).catch((error: Error) => error.message);
    if (answer.includes(text)) return;
    if (performance.now() > deadline) throw new Error(`The Redis cluster of the tests does not come up: ${answer}`);
    await pause(LOOK_AGAIN_MS);
  }
}

async function ask(port: number, command: readonly string[]): Promise<string> {
  const client = createClient({ url: urlOf(port), socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
    return String(await client.sendCommand([...command]));
  } finally {
    if (client.isOpen) client.destroy();
  }
}

const urlOf = (port: number) => `redis://127.0.0.1:${port}`;
