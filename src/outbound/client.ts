import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Dispatcher, Pool as UndiciPool } from 'undici';
import type { Signal } from '../kernel/abort.ts';
import { type Wire, WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { DeadlineSweep } from './deadline-sweep.ts';
import { Exchange, type ExchangeLimits } from './exchange.ts';
import { isOfGoneSession } from './failure.ts';
import {
  type EmulatorTarget,
  emulatorConnector,
  emulatorUrl,
  isPlainHost,
  parseTarget,
  publicConnector,
} from './guard.ts';
import { ACCEPT_ENCODING } from './reply-body.ts';
import { toHeaderList } from './request-headers.ts';
import { Route } from './route.ts';
import { Client, Pool } from './undici.ts';

/** What the client keeps to. Every limit has a default that suits production. */
export interface OutboundOptions {
  /** Sent with every request that brings no `user-agent` of its own. */
  readonly userAgent: string;
  /** Sockets to one host at most; over HTTP/2 each carries many requests. 200. */
  readonly connections?: number;
  /** How long an unused socket is kept; a server's hint can shorten it, never prolong it. 60,000. */
  readonly keepAliveMs?: number;
  /** Name resolution, TCP and TLS together. 10,000. */
  readonly connectTimeoutMs?: number;
  /** From the request written to the first byte of the reply. 30,000. */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the body. 30,000. */
  readonly bodyTimeoutMs?: number;
  /** The whole exchange, its wait for a socket included; kept to an eighth. 60,000. */
  readonly totalTimeoutMs?: number;
  /** Without any reply for so long, a request that is given up takes its connections along. 10,000. */
  readonly silenceMs?: number;
  /** Of the decoded body. 32 MiB. */
  readonly maxBodyBytes?: number;
  /** Of the reply's headers over HTTP/1.1; HTTP/2 is bounded by node:http2 at 64 KiB. 32 KiB. */
  readonly maxHeaderBytes?: number;
  /** Resolves names; its answers are checked before they are used. `dns.lookup`. */
  readonly lookup?: LookupFunction;
}

/** What one connection may reach. */
export interface WireTarget {
  /** Host names as URLs write them, lower case, exact. An entry that is no plain name, an IP literal for one, opens nothing. */
  readonly hosts: readonly string[];
  /** Where requests go instead when the connection is emulated. */
  readonly emulator?: EmulatorTarget;
}

/** A reading of all pools together. */
export interface OutboundStats {
  /** Hosts that have a pool. */
  readonly hosts: number;
  /** Open sockets. */
  readonly sockets: number;
  /** Requests being carried. */
  readonly running: number;
  /** Requests waiting for a socket. */
  readonly queued: number;
}

/** The one HTTP client. Whoever opens it disposes of it: what still runs then fails as `aborted`. */
export interface Outbound extends AsyncDisposable {
  /** Gives the wire of one connection. Wires that reach the same host in the same way share its sockets. */
  wireFor(target: WireTarget): Wire;
  stats(): OutboundStats;
}

/** Opens the client. Nothing is connected before the first request. */
export function openOutbound(options: OutboundOptions): Outbound {
  return new UndiciOutbound(options);
}

class UndiciOutbound implements Outbound {
  readonly #options: OutboundOptions;
  readonly #limits: ExchangeLimits;
  readonly #routes = new Map<string, Route>();

  constructor(options: OutboundOptions) {
    this.#options = options;
    this.#limits = {
      maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
      deadlines: new DeadlineSweep(options.totalTimeoutMs ?? 60_000),
    };
  }

  wireFor({ hosts, emulator }: WireTarget): Wire {
    const routes = new Map(hosts.filter(isPlainHost).map((host) => [host, this.#route(host, emulator)]));
    const targetOf = rememberTargets(routes);
    return (request, signal) => {
      try {
        const { route, path } = targetOf(request.url);
        return this.#carry(route, path, request, signal);
      } catch (error) {
        return Promise.reject(error);
      }
    };
  }

  stats(): OutboundStats {
    const all = [...this.#routes.values()].map(({ pool }) => pool.stats);
    return {
      hosts: all.length,
      sockets: all.reduce((sum, { connected }) => sum + connected, 0),
      running: all.reduce((sum, { running }) => sum + running, 0),
      queued: all.reduce((sum, { pending }) => sum + pending, 0),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#limits.deadlines[Symbol.dispose]();
    await Promise.all([...this.#routes.values()].map((route) => route[Symbol.asyncDispose]()));
  }

  #carry(route: Route, path: string, request: WireRequest, signal: Signal | undefined): Promise<WireReply> {
    if (signal?.aborted) throw new WireError('aborted', 'no', 'The caller stopped waiting.');
    return this.#exchange(route, path, request, signal, true);
  }

  /** What found its connection gone before a byte of it had left goes over a new one, once. */
  #exchange(
    route: Route,
    path: string,
    request: WireRequest,
    signal: Signal | undefined,
    mayRepeat: boolean,
  ): Promise<WireReply> {
    const { method, body, reading } = request;
    const headers = toHeaderList(route.headers, request.headers, this.#options.userAgent);
    return new Promise((resolve, reject) => {
      const { pool } = route;
      const refuse = (error: WireError) => {
        const isGone = isOfGoneSession(error.cause);
        if (isGone) route.abandon(pool);
        else if (isTiredOf(error)) route.replace(pool);
        else if (error.fault === 'timeout' || error.fault === 'aborted') route.gaveUp(pool);
        if (isGone && mayRepeat) this.#exchange(route, path, request, signal, false).then(resolve, reject);
        else reject(error);
      };
      const exchange = new Exchange(
        this.#limits,
        { signal, reading },
        { heard: () => route.heard(), resolve, reject: refuse },
      );
      route.sent();
      pool.dispatch({ method, path, headers, body }, exchange);
    });
  }

  #route(host: string, emulator: EmulatorTarget | undefined): Route {
    const key = emulator ? `${host} ${emulator.origin} ${emulator.ca}` : host;
    const known = this.#routes.get(key);
    if (known) return known;
    const { silenceMs = 10_000, totalTimeoutMs = 60_000 } = this.#options;
    const route = new Route({
      headers: ['host', host, 'accept-encoding', ACCEPT_ENCODING],
      open: () => this.#pool(host, emulator),
      silenceMs,
      lingerMs: totalTimeoutMs,
    });
    this.#routes.set(key, route);
    return route;
  }

  #pool(host: string, emulator: EmulatorTarget | undefined): UndiciPool {
    const { connectTimeoutMs = 10_000, lookup = systemLookup } = this.#options;
    const keepAliveMs = this.#options.keepAliveMs ?? 60_000;
    return new Pool(emulator ? emulatorUrl(emulator).origin : `https://${host}`, {
      connect: emulator ? emulatorConnector(emulator, connectTimeoutMs) : publicConnector({ connectTimeoutMs, lookup }),
      factory: (origin, clientOptions) => new PromptClient(origin, clientOptions),
      allowH2: true,
      connections: this.#options.connections ?? 200,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      headersTimeout: this.#options.headersTimeoutMs ?? 30_000,
      bodyTimeout: this.#options.bodyTimeoutMs ?? 30_000,
      maxHeaderSize: this.#options.maxHeaderBytes ?? 32 * 1024,
    });
  }
}

/** Where a request goes: a host's route, and what it asks for there. */
interface Target {
  readonly route: Route;
  readonly path: string;
}

const TARGETS_KEPT = 64;
const TARGET_CHARACTERS = 512;

/**
 * Parses URLs, and remembers those that were allowed: most connectors speak to one address, of which parsing is dear.
 * One with a query is not kept, since a credential may be in it.
 */
function rememberTargets(routes: ReadonlyMap<string, Route>): (url: string) => Target {
  const known = new Map<string, Target>();
  return (url) => {
    const remembered = known.get(url);
    if (remembered !== undefined) return remembered;
    const { host, pathname, search } = parseTarget(url, routes);
    const target = { route: routes.get(host) as Route, path: pathname + search };
    const isPlain = search === '' && url.length <= TARGET_CHARACTERS;
    if (isPlain && known.size < TARGETS_KEPT) known.set(url, target);
    return target;
  };
}

/** Whether the server wants no more of this HTTP/2 connection (ENHANCE_YOUR_CALM, RFC 9113 §7), which undici would go on using. */
function isTiredOf({ cause }: WireError): boolean {
  return cause instanceof Error && cause.message.includes('ENHANCE_YOUR_CALM');
}

/**
 * A client of a pool that is asked about one request at a time. One that gave up in the pool's queue costs it nothing, and
 * one that undici refuses does not count as load: told that it is busy, the pool would wait for a drain that never comes.
 */
class PromptClient extends Client {
  override dispatch(options: Dispatcher.DispatchOptions, handler: Exchange): boolean {
    return handler.settled || super.dispatch(options, handler) || handler.settled;
  }
}
