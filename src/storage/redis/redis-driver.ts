import { createClient, createCluster, type RedisClientOptions } from 'redis';

/** Where the server or the cluster is. */
export interface RedisAddress {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly cluster: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
  /** Encrypted, with the certificate verified. */
  readonly tls: boolean;
}

const RECONNECT_MAX_MS = 2_000;

/** Longest time until a driver that is connected stands: each node may be silent, and be asked before one that is not. */
export function standsWithinMs({ nodes, cluster }: RedisAddress, timeoutMs: number): number {
  return cluster ? timeoutMs * (nodes.length + 1) : timeoutMs;
}

/**
 * The driver of one server or of a cluster, not connected yet. It queues nothing while the server is away, and comes back
 * by itself when it reconnects `forever`; else it is of no use any more once its connection is lost.
 */
export function createRedisDriver(
  { nodes, cluster, user, password, database, tls }: RedisAddress,
  timeoutMs: number,
  reconnects: 'forever' | 'never',
) {
  const common: RedisClientOptions = {
    username: user,
    password,
    disableOfflineQueue: true,
  };
  const socket = {
    connectTimeout: timeoutMs,
    reconnectStrategy: (attempts: number) =>
      reconnects === 'forever' ? Math.min(RECONNECT_MAX_MS, 50 * 2 ** Math.min(attempts, 6)) : (false as const),
    ...(tls && { tls: true as const }),
  };
  const socketOf = ({ host, port }: RedisAddress['nodes'][number]) => ({
    ...socket,
    host,
    port,
    ...(tls && { servername: host }),
  });
  if (!cluster) {
    const [node] = nodes as [RedisAddress['nodes'][number]];
    return createClient({ ...common, database, socket: socketOf(node) });
  }
  return createCluster({
    // A node that is silent is left for the next one when it has had its time; all others than these have the driver's own.
    rootNodes: nodes.map((node) => ({ socket: { ...socketOf(node), socketTimeout: timeoutMs } })),
    defaults: { ...common, socket },
    // A node that is away keeps nobody from the others.
    minimizeConnections: true,
  });
}
