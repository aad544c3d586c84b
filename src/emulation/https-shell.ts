import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import type { Emulator } from './emulator.ts';
import { BrokenReply, bytesOf } from './faulty-wire.ts';

/** One emulator and the connector whose vendor it plays. */
export interface NamedEmulator {
  readonly connector: string;
  readonly emulator: Emulator;
}

/** Where to listen and with which certificate. */
export interface ShellOptions {
  /** Port of the first emulator, the others follow; any free ports when absent. */
  readonly port?: number;
  /** PEM, good for 127.0.0.1. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** Emulators that answer on loopback until they are closed. */
export interface ServedEmulators extends AsyncDisposable {
  /** By connector: `https://127.0.0.1:PORT`. */
  readonly origins: Readonly<Record<string, string>>;
}

/** The most bytes that a request may carry. */
const maximumBodyBytes = 4 * 1024 * 1024;

/**
 * Serves emulators over HTTPS on 127.0.0.1, each on its own port, HTTP/2 and HTTP/1.1. Faults that break a reply break
 * the real connection. Closing ends open connections at once.
 */
export async function serveEmulators(list: readonly NamedEmulator[], options: ShellOptions): Promise<ServedEmulators> {
  await using opening = new AsyncDisposableStack();
  const origins: Record<string, string> = {};
  for (const [index, { connector, emulator }] of list.entries()) {
    const port = await open(opening, emulator, options, options.port === undefined ? 0 : options.port + index);
    origins[connector] = `https://127.0.0.1:${port}`;
  }
  const opened = opening.move();
  return { origins, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function open(
  stack: AsyncDisposableStack,
  emulator: Emulator,
  options: ShellOptions,
  port: number,
): Promise<number> {
  const server = createSecureServer({ allowHTTP1: true, cert: options.cert, key: options.key });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Small replies leave at once instead of waiting for the client's acknowledgement.
    socket.setNoDelay(true);
  });
  server.on('request', (request, response) => {
    handle(emulator, request, response).catch(() => breakOff(response));
  });
  stack.defer(() => close(server, sockets));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function close(server: Http2SecureServer, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

async function handle(emulator: Emulator, request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  response.on('error', () => leaving.abort());
  const body = await readBody(request);
  if (body === undefined) {
    send(response, { status: 413, headers: {}, body: '' });
    return;
  }
  try {
    send(response, await emulator.wire(toWireRequest(emulator, request, body), leaving.signal));
  } catch (error) {
    if (error instanceof BrokenReply && error.partial) sendPart(response, error.partial.reply, error.partial.keepBytes);
    else if (error instanceof WireError) breakOff(response);
    else throw error;
  }
}

/** A request that names the shell itself is for the emulator's own origin; another name is passed on as it stands. */
function toWireRequest(emulator: Emulator, request: Http2ServerRequest, body: Buffer): WireRequest {
  const host = request.headers[':authority'] ?? request.headers.host ?? '';
  const isShell = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
  const origin = isShell ? emulator.origin : `https://${host.replace(/:\d+$/, '')}`;
  const headers = Object.entries(request.headers)
    .filter(([name, value]) => !name.startsWith(':') && value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]);
  return {
    method: request.method as WireRequest['method'],
    url: `${origin}${request.url}`,
    headers: Object.fromEntries(headers),
    body,
  };
}

async function readBody(request: Http2ServerRequest): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maximumBodyBytes) chunks.push(chunk);
  }
  return bytes <= maximumBodyBytes ? Buffer.concat(chunks) : undefined;
}

function send(response: Http2ServerResponse, reply: WireReply): void {
  const bytes = bytesOf(reply);
  const length = reply.status === 204 ? {} : { 'content-length': bytes.length };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(bytes);
}

/** Announces the whole body, sends its start, and breaks the connection once that is out. */
function sendPart(response: Http2ServerResponse, reply: WireReply, keepBytes: number): void {
  const bytes = bytesOf(reply);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, keepBytes), () => breakOff(response));
}

/** An HTTP/2 stream is reset; over HTTP/1.1 the socket goes. */
function breakOff(response: Http2ServerResponse): void {
  if (response.stream && 'close' in response.stream) response.stream.close(2);
  else response.socket?.destroy();
}
