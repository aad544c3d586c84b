import { NoticeListeners } from '../../notices/notice-listeners.ts';
import { assertNotice, type NoticeListener, type Notices } from '../../notices/notices.ts';

/** What replicas in one process speak over. A process that is the only one has a board to itself, and nobody hears it. */
export class MemoryNoticeBoard {
  readonly #replicas = new Set<NoticeListeners>();

  /** Adds a replica. */
  join(): Notices {
    const own = new NoticeListeners();
    this.#replicas.add(own);
    return {
      publish: async (topic: string, text: string) => {
        assertNotice(topic, text);
        for (const replica of this.#replicas) {
          if (replica !== own) replica.tell(topic, text);
        }
      },
      subscribe: (topic: string, listener: NoticeListener) => own.add(topic, listener),
    };
  }
}
