import type { Pool } from 'undici';

export interface RouteOptions {
  /** Sent with every request. */
  readonly headers: readonly string[];
  /** Opens connections; nothing is connected before the first request. */
  open(): Pool;
  /** After so many milliseconds without any reply, a request that is given up takes the connections along. */
  readonly silenceMs: number;
  /** How long what still runs on replaced connections may take. */
  readonly lingerMs: number;
}

/**
 * One host's way out: its pool, which is replaced when its connections are of no more use. A connection may die without
 * a word, dropped by what lies between, and carries then every further request of HTTP/2 into the void: callers leave
 * before undici doubts it.
 */
export class Route implements AsyncDisposable {
  readonly headers: readonly string[];
  readonly #options: RouteOptions;
  readonly #replaced = new Map<Pool, NodeJS.Timeout>();
  #pool: Pool;
  /** When the first request went out of which, as of all since, nothing was heard. */
  #silentSince: number | undefined;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.headers = options.headers;
    this.#pool = options.open();
  }

  get pool(): Pool {
    return this.#pool;
  }

  /** A request is about to go out. */
  sent(): void {
    this.#silentSince ??= performance.now();
  }

  /** A reply has begun. */
  heard(): void {
    this.#silentSince = undefined;
  }

  /** A request on `pool` was given up. Where nothing at all has come back for long, the next one gets a new connection. */
  gaveUp(pool: Pool): void {
    if (this.#silentSince === undefined) return;
    if (performance.now() - this.#silentSince >= this.#options.silenceMs) this.replace(pool);
  }

  /** Opens new connections in the place of `tired`, unless that was done already, and lets what still runs there finish. */
  replace(tired: Pool): void {
    if (!this.abandon(tired)) return;
    tired.close().catch(() => {});
    // Whatever ran there is over by then; what is left is a connection that nobody closes at the other end.
    const end = setTimeout(() => this.#destroy(tired), this.#options.lingerMs);
    end.unref();
    this.#replaced.set(tired, end);
  }

  /** The same for connections on which there is nothing to finish: they are not touched again. Gives whether it was `tired`'s turn. */
  abandon(tired: Pool): boolean {
    if (this.#pool !== tired) return false;
    this.#pool = this.#options.open();
    this.#silentSince = undefined;
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#replaced.keys()].map((pool) => this.#destroy(pool)));
    await this.#pool.destroy();
  }

  #destroy(pool: Pool): Promise<void> {
    clearTimeout(this.#replaced.get(pool));
    this.#replaced.delete(pool);
    return pool.destroy().catch(() => {});
  }
}
