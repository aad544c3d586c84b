/** Characters of a notice at most: it says that something changed, and is not the thing itself. */
export const NOTICE_CHARACTERS_MAX = 4_000;

/** What is told to who listens. Neither may throw: nobody is there to catch it. */
export interface NoticeListener {
  /** Another replica said this. */
  heard(text: string): void;
  /** Notices may have been missed since the last one: look again at whatever they are about. */
  missed(): void;
}

/**
 * How replicas tell each other that something changed, so that the others look again at once and not by their clocks.
 * Best effort, at most once: a notice may be lost and never comes twice, and nothing may rest on its coming. A replica
 * does not hear its own. Those of one replica come in the order in which they were sent. Who listens is told `missed`
 * when hearing begins later than listening did, after every gap, and when another replica could not send what it meant to.
 */
export interface Notices {
  /** Tells the other replicas. Resolves when it is sent or given up, within the limit of one operation; rejects only a text that is too long. */
  publish(topic: string, text: string): Promise<void>;
  /** Listens to a topic until the function that it gives is called. */
  subscribe(topic: string, listener: NoticeListener): () => void;
}

/** Throws a `TypeError` for a text that is too long to be a notice. */
export function assertNotice(topic: string, text: string): void {
  if (text.length > NOTICE_CHARACTERS_MAX)
    throw new TypeError(`A notice about ${topic} has ${text.length} characters; at most ${NOTICE_CHARACTERS_MAX}.`);
}
