import type { VendorEvent } from '../kernel/webhooks.ts';
import type { EventStore } from './event-store.ts';

/** An event as it is read. */
export interface FeedEntry extends VendorEvent {
  /** Epoch ms at which its delivery came. */
  readonly receivedAt: number;
}

/** How many deliveries a reader sees; vendors report dozens an hour, and who looks wants to know what is new. */
const DELIVERIES_SHOWN = 100;

/** What vendors reported of a connection, for those who read it and those who wait for more. */
export class EventFeeds {
  readonly #store: EventStore;
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** Events of the latest deliveries, the newest first. */
  async latest(connection: string): Promise<readonly FeedEntry[]> {
    const deliveries = await this.#store.latest(connection, DELIVERIES_SHOWN);
    return deliveries.flatMap(({ receivedAt, events }) => events.map((event) => ({ receivedAt, ...event })));
  }

  /** Calls `onEvents` whenever the connection has had events, whichever replica took them, until the function given is called. */
  watch(connection: string, onEvents: () => void): () => void {
    const watchers = this.#watchers.get(connection) ?? new Set();
    this.#watchers.set(connection, watchers);
    watchers.add(onEvents);
    return () => {
      watchers.delete(onEvents);
      if (watchers.size === 0 && this.#watchers.get(connection) === watchers) this.#watchers.delete(connection);
    };
  }

  /** Tells those who wait that the connection has had events. */
  tell(connection: string): void {
    for (const onEvents of [...(this.#watchers.get(connection) ?? [])]) onEvents();
  }
}
