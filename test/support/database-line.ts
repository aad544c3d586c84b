import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { DatabaseAddress } from '../../src/config/database-url.ts';

/** A way to a database server that a test can cut: what is behind it stays as it is. */
export interface DatabaseLine extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Open connections say nothing any more, and are not closed; new ones work. */
  silence(): void;
  /** Open connections break, and new ones are broken off, until `up`. */
  down(): void;
  up(): void;
}

export async function openDatabaseLine({ host, port }: DatabaseAddress): Promise<DatabaseLine> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isDown = false;
  const line = createServer((near) => {
    near.on('error', () => {});
    if (isDown) return void near.destroy();
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const pair = [near, far] as const;
    pairs.add(pair);
    far.on('error', () => {});
    near.pipe(far).pipe(near);
    near.on('close', () => pairs.delete(pair));
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  const cut = () => {
    for (const socket of [...pairs].flat()) socket.destroy();
  };
  return {
    port: (line.address() as { port: number }).port,
    silence() {
      for (const [near, far] of pairs) near.unpipe(far).resume();
    },
    down() {
      isDown = true;
      cut();
    },
    up() {
      isDown = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      line.close();
    },
  };
}
