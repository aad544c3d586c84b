import type { NoticeListener } from './notices.ts';

/** Who listens to which topic in this replica. */
export class NoticeListeners {
  readonly #byTopic = new Map<string, Set<NoticeListener>>();

  /** Adds a listener, as one of its own even if it is there already; the function that it gives takes it away. */
  add(topic: string, { heard, missed }: NoticeListener): () => void {
    const listener = { heard, missed };
    const listeners = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byTopic.get(topic) === listeners) this.#byTopic.delete(topic);
    };
  }

  tell(topic: string, text: string): void {
    for (const listener of [...(this.#byTopic.get(topic) ?? [])]) listener.heard(text);
  }

  /** Tells the listeners of these topics, or of all, that they may have missed something. */
  tellMissed(topics: Iterable<string> = [...this.#byTopic.keys()]): void {
    for (const topic of topics) {
      for (const listener of [...(this.#byTopic.get(topic) ?? [])]) listener.missed();
    }
  }
}
