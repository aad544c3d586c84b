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
/** After so long without a word a node is taken for lost, and one that copied it takes its place. */
const NODE_TIMEOUT_MS = 5_000;
const NODE_TIMEOUT_WITH_COPIES_MS = 1_000;

/** A cluster of three masters on loopback, in a temporary folder that goes with it; each has a copy where that was asked for. */
export interface RedisCluster extends AsyncDisposable {
  /** As `REDIS_URL` takes it. */
  readonly url: string;
  /** Kills every node. */
  kill(): Promise<void>;
  /** Starts every node again, empty, with the slots that it had. */
  restart(): Promise<void>;
  /** Which master has the key at first, by its number. */
  masterOf(key: string): Promise<number>;
  /** Resolves when the copy of a master has all that was written to it until now. */
  untilCopied(master: number): Promise<void>;
  /** Ends a master at once, or makes it hear and say nothing while its connections stay. */
  strike(master: number, how: 'killed' | 'silent'): Promise<void>;
  /** Resolves when the copy of a master has its place, and the cluster takes commands. */
  untilReplaced(master: number): Promise<void>;
}

interface Node {
  readonly folder: string;
  readonly port: number;
  readonly busPort: number;
  readonly timeoutMs: number;
  server: ChildProcess;
  isSilent?: boolean;
}

/** Whether this machine can start one: its `redis-server` is there, and 7 or newer. */
export function canStartRedisCluster(): boolean {
  const { stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return Number(/v=(\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= 7;
}

/** Starts a cluster and waits until it takes commands, and each master `withCopies` has one that is as it is. */
export async function startRedisCluster(withCopies = false): Promise<RedisCluster> {
  await using starting = new AsyncDisposableStack();
  const { path } = starting.use(createTemporaryFolder());
  const nodes: Node[] = [];
  for (let index = 0; index < (withCopies ? 2 * MASTERS : MASTERS); index += 1) {
    const folder = join(path, String(index));
    mkdirSync(folder);
    const timeoutMs = withCopies ? NODE_TIMEOUT_WITH_COPIES_MS : NODE_TIMEOUT_MS;
    const where = { folder, port: await freePort(), busPort: await freePort(), timeoutMs };
    const node = { ...where, server: await serve(where) };
    starting.defer(() => stop(node));
    nodes.push(node);
  }
  const [masters, copies] = [nodes.slice(0, MASTERS), nodes.slice(MASTERS)];
  await connectNodes(masters);
  for (const [index, copy] of copies.entries()) await copyOf(copy, masters[index] as Node);
  // A copy takes no place before all know it for what it is.
  for (const { port } of nodes)
    await untilAnswered(port, ['CLUSTER', 'NODES'], knowsAll(masters.length, copies.length));
  const started = starting.move();
  return {
    url: masters.map(({ port }) => urlOf(port)).join(','),
    kill: async () => void (await Promise.all(nodes.map(stop))),
    async restart() {
      for (const node of nodes) node.server = await serve(node);
      await untilStands(nodes);
    },
    async masterOf(key) {
      const slot = Number(await ask((nodes.find(isAlive) as Node).port, ['CLUSTER', 'KEYSLOT', key]));
      return masters.findIndex((_, index) => slot < firstSlotOf(index + 1));
    },
    async untilCopied(master) {
      const told = await ask((masters[master] as Node).port, ['INFO', 'replication']);
      const [, offset] = /master_repl_offset:(\d+)/.exec(told) as RegExpExecArray;
      const isThere = (text: string) => Number(/slave_repl_offset:(\d+)/.exec(text)?.[1] ?? 0) >= Number(offset);
      await untilAnswered((copies[master] as Node).port, ['INFO', 'replication'], isThere);
    },
    async strike(master, how) {
      const node = masters[master] as Node;
      if (how === 'killed') return stop(node);
      node.isSilent = true;
      node.server.kill('SIGSTOP');
    },
    async untilReplaced(master) {
      await untilAnswered((copies[master] as Node).port, ['ROLE'], 'master');
      await untilStands(nodes.filter(isAlive));
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function serve({ folder, port, busPort, timeoutMs }: Omit<Node, 'server'>): Promise<ChildProcess> {
  const own = ['--port', String(port), '--cluster-port', String(busPort), '--bind', '127.0.0.1', '--dir', folder];
  const copies = ['--repl-diskless-sync-delay', '0', '--cluster-replica-validity-factor', '0'];
  const cluster = [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    String(timeoutMs),
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const server = spawn('redis-server', [...own, ...cluster, ...copies], { stdio: 'ignore' });
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
    const slots = [firstSlotOf(index), firstSlotOf(index + 1) - 1].map(String);
    await untilAnswered(port, ['CLUSTER', 'ADDSLOTSRANGE', ...slots], 'OK');
    if (index > 0)
      await untilAnswered(port, ['CLUSTER', 'MEET', '127.0.0.1', String(first.port), String(first.busPort)], 'OK');
  }
  await untilStands(nodes);
}

/** Makes the node a copy of the master, and waits until it is as the master is. */
async function copyOf(copy: Node, { port, busPort }: Node): Promise<void> {
  await untilAnswered(copy.port, ['CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort)], 'OK');
  const id = await ask(port, ['CLUSTER', 'MYID']);
  await untilAnswered(copy.port, ['CLUSTER', 'REPLICATE', id], 'OK');
  await untilAnswered(copy.port, ['INFO', 'replication'], 'master_link_status:up');
}

/** Whether a node's list of all nodes has so many masters and copies, each connected and none in doubt. */
const knowsAll = (masters: number, copies: number) => (list: string) => {
  const count = (role: string) =>
    list.split('\n').filter((line) => new RegExp(` (myself,)?${role} .* connected`).test(line));
  return count('master').length === masters && count('slave').length === copies;
};

const isAlive = ({ server, isSilent }: Node) => !isSilent && server.exitCode === null && server.signalCode === null;

async function untilStands(nodes: readonly Node[]): Promise<void> {
  for (const { port } of nodes) await untilAnswered(port, ['CLUSTER', 'INFO'], 'cluster_state:ok');
}

/** Asks until the answer holds the text, or is as it should be. */
async function untilAnswered(
  port: number,
  command: readonly string[],
  wanted: string | ((answer: string) => boolean),
): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await ask(port, command).catch((error: Error) => error.message);
    if (typeof wanted === 'string' ? answer.includes(wanted) : wanted(answer)) return;
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

const firstSlotOf = (master: number) => Math.floor((SLOTS * master) / MASTERS);
const urlOf = (port: number) => `redis://127.0.0.1:${port}`;
