import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { newCorrelationId } from '../correlation.ts';
import { sendError } from '../error-translation.ts';
import { answerClientError } from './client-error.ts';
import { drain, type GuardedServer, type Serving } from './drain.ts';
import type { Guard } from './guard.ts';
import { GuardedRequest } from './guarded-request.ts';
import { GuardedResponse } from './guarded-response.ts';
import { shapeFaultOf } from './request-shape.ts';
import { watchSilence } from './silence-watch.ts';

/** What answers the requests that the guard has let pass. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Everything the server bounds. */
export interface HttpLimits {
  /** Open sockets; further ones are closed at once. */
  readonly connections: number;
  /** Bytes of a request's line and headers together. */
  readonly headerBytes: number;
  readonly headers: number;
  /** From a request's first byte to the end of its headers. */
  readonly headersTimeoutMs: number;
  /** From a request's first byte to the end of its body. */
  readonly requestTimeoutMs: number;
  /** An unused connection is kept longer than load balancers keep theirs (60 s), so that they never meet a closing one. */
  readonly keepAliveMs: number;
  /** A connection on which nothing moves in either direction; longer than the longest call may take. */
  readonly silenceMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  connections: 4096,
  headerBytes: 16 * 1024,
  headers: 100,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 65_000,
  silenceMs: 120_000,
};

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly handler: RequestHandler;
  readonly guard: Guard;
  readonly limits: HttpLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** A listening server. Disposing of it ends what is still open at once. */
export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:8003`; an address that means all interfaces is given as loopback. */
  readonly url: string;
  readonly port: number;
  /** Requests that are not answered to their end. */
  openRequests(): number;
  /**
   * Ends in good order: every answer from now on closes its connection; after `lingerMs`, in which load balancers learn
   * that the platform is not ready, nothing new is accepted; requests under way are finished. Gives false when some were
   * cut because `timeoutMs` had passed in all.
   */
  drain(timeoutMs: number, lingerMs?: number): Promise<boolean>;
}

/** Starts to listen. Rejects with `unavailable`, saying what to change, when the address cannot be had. */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, log } = options;
  const state: Serving = { draining: false, open: 0, closing: new WeakSet(), whenIdle: undefined };
  const server = createBoundedServer(options.limits);
  const answer = answering(options, state);
  server.on('request', answer);
  server.on('checkExpectation', (request: IncomingMessage, response: GuardedResponse) => {
    options.guard.admit(request, response) && refuseExpectation(response);
  });
  server.on('clientError', answerClientError);
  server.on('drop', () =>
    log.warn({ connections: options.limits.connections }, 'connection refused: too many are open'),
  );
  await listen(server, options);
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${reachable(host)}:${actualPort}`,
    port: actualPort,
    openRequests: () => state.open,
    drain: (timeoutMs, lingerMs = 0) => drain(server, state, options.clock, timeoutMs, lingerMs),
    [Symbol.asyncDispose]: () => end(server),
  };
}

function createBoundedServer(limits: HttpLimits): GuardedServer {
  const server = createServer({
    IncomingMessage: GuardedRequest,
    ServerResponse: GuardedResponse,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: 1000,
    noDelay: true,
    // The shape check looks for it: Node's own refusal would let what follows on the connection run.
    requireHostHeader: false,
  });
  // Node would drop what is above its count in silence; the bytes are bounded, and the shape check counts aloud.
  server.maxHeadersCount = 0;
  server.maxConnections = limits.connections;
  watchSilence(server, limits.silenceMs);
  return server;
}

function answering({ guard, handler, limits, log }: HttpServerOptions, state: Serving) {
  const closed = () => {
    state.open -= 1;
    if (state.open === 0) state.whenIdle?.();
  };
  return (request: GuardedRequest, response: GuardedResponse): void => {
    if (state.closing.has(request.socket)) return;
    state.open += 1;
    response.serving = state;
    response.on('close', closed);
    const fault = shapeFaultOf(request, limits.headers);
    if (fault !== undefined) {
      response.shouldKeepAlive = false;
      sendError(response, new PlatformError('invalid_request', fault.message), newCorrelationId(), fault);
      return;
    }
    if (!guard.admit(request, response)) return;
    try {
      handler(request, response);
    } catch (error) {
      const correlationId = newCorrelationId();
      log.error({ correlationId, error }, 'a face failed');
      sendError(response, error, correlationId);
    }
  };
}

function refuseExpectation(response: GuardedResponse): void {
  const error = new PlatformError('invalid_request', 'Leave the Expect header out, or send 100-continue in it.');
  sendError(response, error, newCorrelationId(), { status: 417 });
}

function listen(server: GuardedServer, { host, port, limits }: HttpServerOptions) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const advice =
        error.code === 'EADDRINUSE' ? 'something listens there already; set another PORT' : 'check HOST and PORT';
      reject(new PlatformError('unavailable', `Cannot listen on port ${port}: ${advice}.`, {}, { cause: error }));
    });
    // A connection for which the kernel has no place is tried again by its caller after a second, and then after longer.
    server.listen({ port, host, backlog: limits.connections }, resolve);
  });
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function end(server: GuardedServer): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
