import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

/** A server on loopback that a test owns. */
export interface LoopbackServer extends AsyncDisposable {
  /** `https://127.0.0.1:port` */
  readonly origin: string;
  readonly port: number;
  /** TCP connections accepted so far. */
  accepted(): number;
  /** TCP connections open now. */
  open(): number;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers HTTP/1.1, and HTTP/2 too when asked to. */
export function openHttpsServer(tls: TlsOptions & { http2?: boolean }, handler: Handler): Promise<LoopbackServer> {
  const { http2 = false, ...options } = tls;
  if (!http2) return listening(createServer(options, handler));
  const http2Handler = handler as unknown as Parameters<typeof createSecureServer>[1];
  return listening(createSecureServer({ ...options, allowHTTP1: true }, http2Handler));
}

/** Speaks whatever bytes the test writes, over TLS. */
export function openTlsServer(options: TlsOptions, onSocket: (socket: TLSSocket) => void): Promise<LoopbackServer> {
  const server = createTlsServer({ ALPNProtocols: ['http/1.1'], ...options }, (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  return listening(server);
}

/** Accepts TCP and says nothing, or what the test says. */
export function openTcpServer(onSocket: (socket: Socket) => void = () => {}): Promise<LoopbackServer> {
  return listening(createTcpServer(onSocket));
}

async function listening(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    accepted: () => accepted,
    open: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
