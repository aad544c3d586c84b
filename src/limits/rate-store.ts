/** The answer of a limiter. */
export interface RateDecision {
  readonly allowed: boolean;
  /** Whole calls that would be allowed right now after this one. */
  readonly remaining: number;
  /** 0 when allowed; else milliseconds after which one call is allowed again. */
  readonly retryAfterMs: number;
  /** Milliseconds until the whole burst is there again. */
  readonly resetAfterMs: number;
}

export interface RateLimit {
  readonly callsPerMinute: number;
  readonly burst: number;
}

/**
 * Counts calls by key: GCRA, so a key that keeps its pace is never refused, one that waited may send `burst` at once, and
 * the worst minute is `callsPerMinute + burst`, or `callsPerMinute` where the store keeps the exact minute. Taking is atomic. Time is the store's own and monotonic. An unknown key
 * is a full bucket. The number of keys kept is bounded; a key is forgotten only when its bucket is full again, or, at
 * the bound, the longest unused first.
 */
export interface RateStore {
  take(key: string, limit: RateLimit): RateDecision | Promise<RateDecision>;
}
