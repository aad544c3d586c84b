import type { EventStore } from './event-store.ts';

/** Tells of connections that have had events since it was asked last, whichever replica received them. */
export class EventNews {
  readonly #store: EventStore;
  readonly #onEvents: (connection: string) => void;
  #seen: ReadonlyMap<string, number> | undefined;

  constructor(store: EventStore, onEvents: (connection: string) => void) {
    this.#store = store;
    this.#onEvents = onEvents;
  }

  /** Looks for news. The first look learns how things stand and tells nothing: nobody has kept an answer yet. */
  async follow(): Promise<void> {
    const marks = await this.#store.marks();
    const seen = this.#seen;
    this.#seen = marks;
    if (!seen) return;
    for (const [connection, mark] of marks) if (seen.get(connection) !== mark) this.#onEvents(connection);
  }
}
