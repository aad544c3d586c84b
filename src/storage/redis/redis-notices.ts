import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { SharedState } from '../../kernel/shared-state.ts';
import { NoticeListeners } from '../../notices/notice-listeners.ts';
import { assertNotice, type NoticeListener, type Notices } from '../../notices/notices.ts';
import type { RedisAddress } from './redis-driver.ts';
import type { RedisLink } from './redis-link.ts';
import { defineScript } from './redis-script.ts';
import { openRedisSubscription, type RedisSubscription } from './redis-subscription.ts';

export interface RedisNoticesOptions {
  readonly address: RedisAddress;
  /** Carries what this replica says; what it hears has a connection of its own. */
  readonly link: RedisLink;
  /** Counts what could not be said. */
  readonly state: Pick<SharedState, 'missed'>;
  /** Begins the channel's name: two platforms on one server use two. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Longest time until the connection stands, and until a replica hears its own beat. */
  readonly timeoutMs: number;
  /** How often a replica looks whether it still hears. 5 s. */
  readonly beatMs?: number;
}

const BEAT_MS = 5_000;
const REOPEN_FIRST_MS = 50;
const REOPEN_MAX_MS = 2_000;

/** KEYS[1]: the channel. ARGV: what publishes in it, the message. */
const PUBLISH = defineScript(`return redis.call(ARGV[1], KEYS[1], ARGV[2])`);

/** What travels: a notice, or the beat of a replica with the topics on which it had something to say and could not. */
const Message = z.union([
  z.object({ from: z.string(), topic: z.string(), text: z.string() }),
  z.object({ from: z.string(), beat: z.int(), unsaid: z.array(z.string()) }),
]);

/**
 * Notices over Redis's pub/sub, all topics in one channel; in a cluster the channel is sharded, so that one node carries
 * it. Each replica hears its own beat on the way that the notices take. One that does not opens its way anew, whatever
 * the reason: a connection that was lost, a server that is silent, a slot that has moved.
 */
export class RedisNotices implements Notices, AsyncDisposable {
  readonly #options: RedisNoticesOptions;
  readonly #id = randomBytes(9).toString('base64url');
  readonly #listeners = new NoticeListeners();
  readonly #closing = new AbortController();
  readonly #life: Promise<void>;
  #unsaid = new Set<string>();
  #beat = 0;
  #heardBeat = 0;

  /** Begins to listen, and waits for nothing: a server that is away is found later. */
  constructor(options: RedisNoticesOptions) {
    this.#options = options;
    this.#life = this.#listen();
  }

  async publish(topic: string, text: string): Promise<void> {
    assertNotice(topic, text);
    if (await this.#send({ topic, text })) return;
    this.#unsaid.add(topic);
    this.#options.state.missed('notices');
  }

  subscribe(topic: string, listener: NoticeListener): () => void {
    return this.#listeners.add(topic, listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#life;
  }

  async #listen(): Promise<void> {
    const { clock, address, timeoutMs } = this.#options;
    const closing = this.#closing.signal;
    let waitMs = REOPEN_FIRST_MS;
    while (!closing.aborted) {
      const subscription = openRedisSubscription(address, timeoutMs, clock);
      try {
        await subscription.listen(this.#channel, (message) => this.#hear(message), closing);
        waitMs = REOPEN_FIRST_MS;
        this.#listeners.tellMissed();
        await this.#stay(subscription);
      } catch {
        // Whatever it was, the way is opened anew.
      } finally {
        subscription.close();
      }
      await clock.sleep(waitMs, closing).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, REOPEN_MAX_MS);
    }
  }

  /** Resolves or rejects when the way is of no use any more. */
  async #stay({ lost }: RedisSubscription): Promise<void> {
    const { clock, timeoutMs, beatMs = BEAT_MS } = this.#options;
    const over = AbortSignal.any([lost, this.#closing.signal]);
    for (;;) {
      await this.#sendBeat();
      await clock.sleep(timeoutMs, over);
      if (this.#heardBeat !== this.#beat) return;
      await clock.sleep(Math.max(0, beatMs - timeoutMs), over);
    }
  }

  /** Says that this replica is there, and on which topics the others have missed something. */
  async #sendBeat(): Promise<void> {
    this.#beat += 1;
    const unsaid = this.#unsaid;
    this.#unsaid = new Set();
    if (await this.#send({ beat: this.#beat, unsaid: [...unsaid] })) return;
    for (const topic of unsaid) this.#unsaid.add(topic);
  }

  async #send(message: object): Promise<boolean> {
    const { link, address } = this.#options;
    if (!link.up) return false;
    const text = JSON.stringify({ from: this.#id, ...message });
    try {
      await link.run(PUBLISH, [this.#channel], [address.cluster ? 'SPUBLISH' : 'PUBLISH', text]);
      return true;
    } catch {
      return false;
    }
  }

  #hear(text: string): void {
    const message = parseMessage(text);
    if (message === undefined) return;
    const own = message.from === this.#id;
    if ('beat' in message) {
      if (own) this.#heardBeat = message.beat;
      else this.#listeners.tellMissed(message.unsaid);
    } else if (!own) this.#listeners.tell(message.topic, message.text);
  }

  get #channel(): string {
    return `${this.#options.prefix}{notices}`;
  }
}

/** What another program says in the channel is nothing to us. */
function parseMessage(text: string): z.output<typeof Message> | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
