import type { CatalogView, Gateway } from '../../gateway/gateway.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Principal } from '../../kernel/principal.ts';
import { META_SERVER_INFO } from './era.ts';
import type { Exchange } from './exchange.ts';
import type { RequestId } from './json-rpc.ts';
import { asciiJson, type MessageSink, type Reply, type ServerInfo } from './reply.ts';
import { readFilter, type SubscriptionFilter } from './subscription-filter.ts';

const META_SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';
/** Streams that one principal, and all together, may have open. */
const OF_ONE_MAX = 16;
const OF_ALL_MAX = 1_024;
/** News of one resource within this time is one notification: vendors report in bursts. */
const GATHER_MS = 250;
/** How soon a revoked key's streams end, and a changed list of tools is told. */
const LOOK_MS = 1_000;

export interface SubscriptionsParts {
  readonly gateway: Pick<Gateway, 'catalog' | 'watch' | 'watchable'>;
  readonly serverInfo: ServerInfo;
  readonly clock: Clock;
}

/** `subscriptions/listen` (basic/patterns/subscriptions of 2026-07-28): all streams that are open in this process. */
export class Subscriptions {
  readonly #parts: SubscriptionsParts;
  readonly #open = new Set<Subscription>();
  #ended = false;
  #stopLooking: (() => void) | undefined;

  constructor(parts: SubscriptionsParts) {
    this.#parts = parts;
  }

  /** How many streams are open. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * Answers with the acknowledgement of what will be told, and what follows it. What the caller may not read is left out
   * of it without a word.
   */
  async listen({ message, origin }: Exchange): Promise<Reply> {
    const filter = readFilter(message);
    this.#assertRoom(origin.principal);
    const uris = await this.#parts.gateway.watchable(origin, filter.resourceSubscriptions ?? []);
    const { resourceSubscriptions: _, ...kinds } = filter;
    const honoured = { ...kinds, ...(uris.length > 0 && { resourceSubscriptions: uris }) };
    return {
      status: 200,
      ...notification(message.id, 'subscriptions/acknowledged', { notifications: honoured }),
      follow: (sink) => this.#follow(new Subscription(this.#parts, { id: message.id, origin, honoured, sink })),
    };
  }

  /** Ends every stream in good order, and takes no more. */
  end(): void {
    this.#ended = true;
    for (const subscription of [...this.#open]) this.#close(subscription);
  }

  #assertRoom({ id }: Principal): void {
    if (this.#ended) throw new PlatformError('unavailable', 'The platform is stopping; listen again in a moment.');
    if (this.#ownOf(id) < OF_ONE_MAX && this.#open.size < OF_ALL_MAX) return;
    throw new PlatformError('rate_limited', `At most ${OF_ONE_MAX} streams a key may be open; close one first.`);
  }

  #ownOf(principalId: string): number {
    return [...this.#open].filter((subscription) => subscription.principalId === principalId).length;
  }

  #follow(subscription: Subscription): () => void {
    const leave = () => this.#forget(subscription);
    this.#open.add(subscription);
    subscription.start();
    // Of many that were let in at once, those that came last are let go.
    const isTooMany = this.#ownOf(subscription.principalId) > OF_ONE_MAX || this.#open.size > OF_ALL_MAX;
    if (this.#ended || isTooMany || subscription.hearsNothing) this.#close(subscription);
    else this.#lookLater();
    return leave;
  }

  #close(subscription: Subscription): void {
    if (!this.#open.has(subscription)) return;
    this.#forget(subscription);
    subscription.sayEnd();
  }

  #forget(subscription: Subscription): void {
    this.#open.delete(subscription);
    subscription.stop();
    if (this.#open.size > 0) return;
    this.#stopLooking?.();
    this.#stopLooking = undefined;
  }

  /** One timer for all streams, and none while there are none. */
  #lookLater(): void {
    this.#stopLooking ??= this.#parts.clock.after(LOOK_MS, () => {
      this.#stopLooking = undefined;
      if (this.#open.size > 0) this.#lookLater();
      for (const subscription of [...this.#open]) void this.#look(subscription);
    });
  }

  async #look(subscription: Subscription): Promise<void> {
    const mayGoOn = await subscription.look().catch(() => false);
    if (!mayGoOn) this.#close(subscription);
  }
}

interface SubscriptionOptions {
  readonly id: RequestId;
  readonly origin: Exchange['origin'];
  readonly honoured: SubscriptionFilter;
  readonly sink: MessageSink;
}

/** One open stream. */
class Subscription {
  readonly #parts: SubscriptionsParts;
  readonly #options: SubscriptionOptions;
  readonly #news = new Set<string>();
  readonly #stops: (() => void)[] = [];
  #stopGathering: (() => void) | undefined;
  #isOver = false;
  #view: CatalogView;

  constructor(parts: SubscriptionsParts, options: SubscriptionOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#view = parts.gateway.catalog(options.origin.principal);
  }

  get principalId(): string {
    return this.#options.origin.principal.id;
  }

  /** A stream that will never say anything ends at once. */
  get hearsNothing(): boolean {
    return Object.keys(this.#options.honoured).length === 0;
  }

  start(): void {
    const { origin, honoured } = this.#options;
    for (const uri of honoured.resourceSubscriptions ?? []) {
      this.#stops.push(this.#parts.gateway.watch(origin.principal, uri, () => this.#gather(uri)));
    }
  }

  stop(): void {
    this.#isOver = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#stopGathering?.();
    this.#news.clear();
  }

  /** Tells of a changed list of tools; false when the caller may no longer listen. */
  async look(): Promise<boolean> {
    const principal = await this.#options.origin.stillCalls();
    if (!principal) return false;
    if (!this.#options.honoured.toolsListChanged) return true;
    const view = this.#parts.gateway.catalog(principal);
    if (view !== this.#view) this.#send('tools/list_changed', {});
    this.#view = view;
    return true;
  }

  sayEnd(): void {
    const { id, sink } = this.#options;
    const meta = { [META_SUBSCRIPTION]: id, [META_SERVER_INFO]: this.#parts.serverInfo };
    sink.end(asciiJson({ jsonrpc: '2.0', id, result: { resultType: 'complete', _meta: meta } }));
  }

  #gather(uri: string): void {
    this.#news.add(uri);
    if (this.#news.size > 1) return;
    this.#stopGathering = this.#parts.clock.after(GATHER_MS, () => {
      this.#stopGathering = undefined;
      const told = [...this.#news];
      this.#news.clear();
      for (const each of told) this.#send('resources/updated', { uri: each });
    });
  }

  /** The response is the last message, whatever was on its way. */
  #send(kind: string, params: object): void {
    if (this.#isOver) return;
    this.#options.sink.send(notification(this.#options.id, kind, params).head);
  }
}

/** A notification that says which stream it belongs to. */
function notification(id: RequestId, kind: string, params: object): Pick<Reply, 'head' | 'tail'> {
  const message = { method: `notifications/${kind}`, params: { ...params, _meta: { [META_SUBSCRIPTION]: id } } };
  return { head: asciiJson({ jsonrpc: '2.0', ...message }), tail: NOTHING_MORE };
}

const NOTHING_MORE = { utf8: Buffer.alloc(0) };
