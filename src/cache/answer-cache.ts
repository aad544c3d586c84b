import type { Outcome } from '../kernel/outcome.ts';

/** What lies in the cache under a key. */
export interface CachedAnswer {
  readonly outcome: Outcome;
  /** Monotonic ms after which it is stale. */
  readonly freshUntil: number;
}

/**
 * Keeps answers of reads by key, bounded in entries and bytes, the least recently used first to go. Generations belong
 * to connections: a fill says which generation it was fetched under, and one of an older generation is not stored.
 */
export interface AnswerCache {
  /** `undefined` is a miss; a stale answer is given, too: the caller judges by `freshUntil`. */
  get(key: string): CachedAnswer | undefined;
  /** Stores unless the connection's generation has moved on since `generation` was read. Gives whether it was stored. */
  set(key: string, connection: string, generation: number, answer: CachedAnswer, bytes: number): boolean;
  generation(connection: string): number;
  /** Makes every answer of the connection a miss, those under way included. */
  raise(connection: string): void;
}
