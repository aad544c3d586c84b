import type { Clock } from '../../kernel/clock.ts';
import { createRedisDriver, type RedisAddress, standsWithinMs } from './redis-driver.ts';
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

/** A way to the server that is opened has at least so long to stand, and the next one begins so long after one that did not. */
const OPEN_MS = 2_000;
const OPEN_AGAIN_MS = 1_000;
/** After a failed command none is sent for so long: an outage costs one caller a wait, not each. */
const REST_MS = 1_000;
/** A command that fails so long after another, and no longer, says that the way is of no use: another is opened. */
const REPLACE_AFTER_MS = 1_000;
const REPLACE_WITHIN_MS = 10_000;

/** The way to Redis. Whoever opens it disposes of it. */
export interface RedisLink extends AsyncDisposable {
  /** Whether a script may be run now; `false` while the server is away and for a moment after each failure. */
  readonly up: boolean;
  /** Runs a script where its keys are. Rejects when the server is away or does not answer within the limit. */
  run(script: RedisScript, keys: readonly string[], values: readonly string[]): Promise<unknown>;
}

/**
 * Opens the way and waits for it no longer than one command may take: a server that is away at the start is found later.
 * Nothing is queued while it is away. A way on which commands keep failing is opened anew, whatever the reason: a master
 * of a cluster whose place another took, one that is silent while its connections stand, one that takes no writes any more.
 */
export async function openRedisLink(options: RedisLinkOptions): Promise<RedisLink> {
  const link = new NodeRedisLink(options);
  await link.open();
  return link;
}

class NodeRedisLink implements RedisLink {
  readonly #address: RedisAddress;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();
  #observe: RedisLinkOptions['observe'];
  #runner: Runner | undefined;
  #opening: Runner | undefined;
  #state: 'up' | 'down' | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  /** When the failures began of which each came soon after another. */
  #failingSince = 0;
  #replacing = false;

  constructor({ address, clock, timeoutMs, observe }: RedisLinkOptions) {
    this.#address = address;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#observe = observe;
  }

  get up(): boolean {
    return this.#runner?.isOpen === true && this.#clock.monotonicMs() >= this.#failedAt + REST_MS;
  }

  async open(): Promise<void> {
    const waited = new AbortController();
    const connected = this.#connect();
    await Promise.race([connected, this.#clock.sleep(this.#timeoutMs, waited.signal).catch(() => undefined)]);
    waited.abort();
  }

  async #connect(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#replace();
        return this.#say('up');
      } catch (error) {
        this.#say('down', error);
        await this.#clock.sleep(OPEN_AGAIN_MS, signal).catch(() => undefined);
      }
    }
  }

  async run(script: RedisScript, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    const runner = this.#runner;
    if (runner === undefined) throw new Error('Redis was not reached yet.');
    const what = { keys: [...keys], arguments: [...values] };
    try {
      const reply = await this.#within(
        runner.evalSha(script.sha1, what).catch((error) => {
          if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return runner.eval(script.text, what);
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
    for (const runner of [this.#opening, this.#runner]) if (runner) destroy(runner);
  }

  /** Opens a way and takes it in place of the one that there was. Rejects when it does not stand in time. */
  async #replace(): Promise<void> {
    const runner = createRedisDriver(this.#address, this.#timeoutMs, 'forever') as unknown as Runner;
    this.#opening = runner;
    let lastError: unknown;
    runner.on('error', (error) => {
      lastError = error;
      if (this.#runner === runner) this.#fail(error);
    });
    try {
      const withinMs = Math.max(OPEN_MS, standsWithinMs(this.#address, this.#timeoutMs));
      await this.#within(runner.connect(), withinMs);
      this.#closing.signal.throwIfAborted();
    } catch (error) {
      destroy(runner);
      throw lastError ?? error;
    } finally {
      this.#opening = undefined;
    }
    const before = this.#runner;
    this.#runner = runner;
    if (before) void this.#leave(before);
  }

  /** Closes a way when what it was asked has had its time. */
  async #leave(runner: Runner): Promise<void> {
    await this.#clock.sleep(this.#timeoutMs, this.#closing.signal).catch(() => undefined);
    destroy(runner);
  }

  async #replaceFailing(): Promise<void> {
    this.#replacing = true;
    const replaced = await this.#replace().then(
      () => true,
      () => false,
    );
    if (replaced) this.#failingSince = this.#clock.monotonicMs();
    this.#replacing = false;
  }

  /** The driver's own limit ends when a command is written; ours holds for a server that took it and is silent. */
  #within<Reply>(answer: Promise<Reply>, ms = this.#timeoutMs): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const stop = this.#clock.after(ms, () => reject(new Error('Redis did not answer in time.')));
      answer.then(resolve, reject).finally(stop);
    });
  }

  /** One node of a cluster answers while another does not: what is said is that none has failed for a while. */
  #succeed(): void {
    if (this.#state !== 'up' && !this.#failsStill()) this.#say('up');
  }

  #fail(error: unknown): void {
    const now = this.#clock.monotonicMs();
    if (now - this.#failedAt > REPLACE_WITHIN_MS) this.#failingSince = now;
    this.#failedAt = now;
    this.#say('down', error);
    const isLong = now - this.#failingSince >= REPLACE_AFTER_MS;
    if (isLong && this.#runner && !this.#replacing && !this.#closing.signal.aborted) void this.#replaceFailing();
  }

  /** Whether a command failed so lately that the next of its kind may not have been tried again. */
  #failsStill(): boolean {
    return this.#clock.monotonicMs() < this.#failedAt + 2 * REST_MS + this.#timeoutMs;
  }

  #say(state: 'up' | 'down', error?: unknown): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#observe(state, error);
  }
}

function destroy(runner: Runner): void {
  if (runner.isOpen) runner.destroy();
}
