/** What the shared store knew at the moment when it was asked. */
export interface SharedFinding {
  /** Names the connection's generation: the same text or another, nothing more. */
  readonly generation: string;
  readonly answer?: {
    readonly text: string;
    /** Milliseconds for which it is fresh yet; 0 and less: it has become stale so long ago. */
    readonly freshMs: number;
  };
}

/** An answer as it is kept: fresh for a while, then stale for a while, then gone. */
export interface SharedText {
  readonly text: string;
  readonly freshMs: number;
  readonly staleMs: number;
}

/**
 * Keeps texts of answers for all replicas, and the generations of connections. Each operation is atomic. Time is the
 * store's own. Bounded in answers a connection, those that end first going first. A store that loses what it has forgets
 * generations and never gives one a second time: a loss is a miss.
 */
export interface SharedAnswers {
  /** Never gives an answer of an older generation, nor one whose time is over. An unknown connection begins a generation. */
  find(connection: string, key: string): Promise<SharedFinding>;
  /** Keeps an answer that was asked for under `generation`, unless the connection has another one now. Gives whether it was kept. */
  keep(connection: string, key: string, generation: string, answer: SharedText): Promise<boolean>;
  generation(connection: string): Promise<string>;
  /** Begins another generation, whose name it gives: every answer of the connection is gone, those under way included. */
  raise(connection: string): Promise<string>;
}
