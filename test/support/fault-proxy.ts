import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What a connection through the proxy suffers. All but `down` and `reset` strike what the server says. */
export interface Toxics {
  /** Milliseconds before each piece, more or less `jitterMs`. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly bytesPerSecond?: number;
  /** Milliseconds between the server's end and the client's learning of it. */
  readonly slowCloseMs?: number;
  /** Nothing passes, and nothing is said about it. */
  readonly silent?: true;
  /** The connection is reset as soon as the client says something. */
  readonly reset?: true;
  /** Pieces of so many bytes, each on its own. */
  readonly sliceBytes?: number;
  /** Ends the connection after so many bytes. */
  readonly limitBytes?: number;
  /** Nobody listens, and what was open is reset. */
  readonly down?: true;
}

/** A TCP proxy before a server on loopback, whose faults are switched while it runs. TLS goes through it as it is. */
export interface FaultProxy extends AsyncDisposable {
  /** `https://127.0.0.1:port` */
  readonly origin: string;
  readonly port: number;
  /** Puts these faults in the place of those before, for open connections, too; none without an argument. */
  suffer(toxics?: Toxics): Promise<void>;
  /** Connections accepted so far. */
  accepted(): number;
  /** Connections open now. */
  open(): number;
}

/** Opens a proxy before the server of `origin`. `random` (0 to 1) decides the jitter. */
export async function openFaultProxy(origin: string, random: () => number = Math.random): Promise<FaultProxy> {
  const target = Number(new URL(origin).port);
  const proxy = new TcpFaultProxy(target, random);
  await proxy.listen(0);
  return proxy;
}

class TcpFaultProxy implements FaultProxy {
  readonly #target: number;
  readonly #random: () => number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #toxics: Toxics = {};
  #accepted = 0;
  port = 0;

  constructor(target: number, random: () => number) {
    this.#target = target;
    this.#random = random;
  }

  get origin(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  accepted(): number {
    return this.#accepted;
  }

  open(): number {
    return this.#sockets.size / 2;
  }

  async listen(port: number): Promise<void> {
    const server = createServer((client) => this.#join(client));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async suffer(toxics: Toxics = {}): Promise<void> {
    this.#toxics = toxics;
    if (toxics.down) await this.#close();
    else if (this.#server === undefined) await this.listen(this.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #join(client: Socket): void {
    this.#accepted += 1;
    const server = connect(this.#target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true).on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (socket === client) server.destroy();
      });
    }
    client.on('data', (bytes) => this.#up(client, server, bytes)).on('end', () => server.end());
    this.#down(server, client).catch(() => client.destroy());
  }

  #up(client: Socket, server: Socket, bytes: Buffer): void {
    if (this.#toxics.reset) client.resetAndDestroy();
    else if (!this.#toxics.silent) server.write(bytes);
  }

  async #down(server: Socket, client: Socket): Promise<void> {
    let passed = 0;
    for await (const bytes of server as AsyncIterable<Buffer>) {
      const { limitBytes = Number.POSITIVE_INFINITY, sliceBytes = bytes.length, silent } = this.#toxics;
      if (silent) continue;
      await this.#late();
      for (let at = 0; at < bytes.length && passed < limitBytes; at += sliceBytes) {
        const slice = bytes.subarray(at, Math.min(at + sliceBytes, at + limitBytes - passed));
        passed += slice.length;
        client.write(slice);
        await this.#paced(slice.length);
      }
      if (passed >= limitBytes) break;
    }
    await wait(this.#toxics.slowCloseMs ?? 0);
    client.end();
  }

  async #late(): Promise<void> {
    const { latencyMs = 0, jitterMs = 0 } = this.#toxics;
    const ms = latencyMs + (this.#random() * 2 - 1) * jitterMs;
    if (ms > 0) await wait(ms);
  }

  async #paced(bytes: number): Promise<void> {
    const { bytesPerSecond, sliceBytes } = this.#toxics;
    if (bytesPerSecond !== undefined) await wait((bytes / bytesPerSecond) * 1000);
    else if (sliceBytes !== undefined) await new Promise(setImmediate);
  }
}
