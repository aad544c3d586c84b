import type { Clock } from '../../kernel/clock.ts';
import { createRedisDriver, type RedisAddress } from './redis-driver.ts';
import type { RedisScript } from './redis-script.ts';

export interface RedisLinkOptions {
  readonly address: RedisAddress;
  readonly clock: Clock;
  /** Longest time of one command, and of opening a socket. */
  readonly timeoutMs: number;
  /** Told when the server goes away and when it is back; the error's text may name the server, so it goes to the log alone. */
  observe(state: 'up' | 'down', error?: unknown): void;
}

/** What runs scripts: one server or a cluster. */
interface Runner {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  evalSha(sha1: string, what: Arguments): Promise<unknown>;
  eval(text: string, what: Arguments): Promise<unknown>;
}

interface Arguments {
  keys: string[];
  arguments: string[];
}

/** How long the link waits when no node of a cluster could be found. */
const RECONNECT_MS = 1_000;
/** After a failed command none is sent for so long: an outage costs one caller a wait, not each. */
const REST_MS = 1_000;

/** The way to Redis. Whoever opens it disposes of it. */
export interface RedisLink extends AsyncDisposable {
  /** Whether a script may be run now; `false` while the server is away and for a moment after each failure. */
  readonly up: boolean;
  /** Runs a script where its keys are. Rejects when the server is away or does not answer within the limit. */
  run(script: RedisScript, keys: readonly string[], values: readonly string[]): Promise<unknown>;
}

/**
 * Opens the way and waits for it no longer than one command may take: a server that is away at the start is found later.
 * Nothing is queued while it is away.
 */
export async function openRedisLink(options: RedisLinkOptions): Promise<RedisLink> {
  const link = new NodeRedisLink(options);
  await link.open();
  return link;
}

class NodeRedisLink implements RedisLink {
  readonly #runner: Runner;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();
  #observe: RedisLinkOptions['observe'];
  #state: 'up' | 'down' = 'down';
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor({ address, clock, timeoutMs, observe }: RedisLinkOptions) {
    this.#runner = createRedisDriver(address, timeoutMs, 'forever') as unknown as Runner;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#observe = observe;
    this.#runner.on('error', (error) => this.#fail(error));
  }

  get up(): boolean {
    return this.#runner.isOpen && this.#clock.monotonicMs() >= this.#restsUntil;
  }

  async open(): Promise<void> {
    const waited = new AbortController();
    const connected = this.#connect();
    await Promise.race([connected, this.#clock.sleep(this.#timeoutMs, waited.signal).catch(() => undefined)]);
    waited.abort();
  }

  /** The driver of a cluster gives up when it finds no node at first; one server's goes on by itself. */
  async #connect(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#runner.connect();
        return this.#succeed();
      } catch (error) {
        this.#fail(error);
        await this.#clock.sleep(RECONNECT_MS, signal).catch(() => undefined);
      }
    }
  }

  async run(script: RedisScript, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    const what = { keys: [...keys], arguments: [...values] };
    try {
      const reply = await this.#within(
        this.#runner.evalSha(script.sha1, what).catch((error) => {
          if (error instanceof Error && error.message.startsWith('NOSCRIPT'))
            return this.#runner.eval(script.text, what);
          throw error;
        }),
      );
      this.#succeed();
      return reply;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#observe = () => {};
    this.#closing.abort();
    if (this.#runner.isOpen) this.#runner.destroy();
  }

  /** The driver's own limit ends when a command is written; ours holds for a server that took it and is silent. */
  #within<Reply>(answer: Promise<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const stop = this.#clock.after(this.#timeoutMs, () => reject(new Error('Redis did not answer in time.')));
      answer.then(resolve, reject).finally(stop);
    });
  }

  #succeed(): void {
    if (this.#state === 'up') return;
    this.#state = 'up';
    this.#observe('up');
  }

  #fail(error: unknown): void {
    this.#restsUntil = this.#clock.monotonicMs() + REST_MS;
    if (this.#state === 'down') return;
    this.#state = 'down';
    this.#observe('down', error);
  }
}
