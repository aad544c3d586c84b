import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock.ts';
import type { RateDecision, RateLimit, RateStore } from '../../limits/rate-store.ts';

const MINUTE_MS = 60_000;
const KEYS_MAX = 100_000;
/** Forgives the rounding of sums of fractions, so that who keeps the pace exactly is never refused. */
const ROUNDING_MS = 0.001;

/** A key's theoretical arrival time: the monotonic instant at which its bucket is full again. */
interface Bucket {
  fullAt: number;
}

/** Counts calls in this process. Taking is synchronous. */
export class MemoryRateStore implements RateStore {
  readonly #clock: Clock;
  readonly #buckets: LRUCache<string, Bucket>;

  constructor(clock: Clock, keysMax: number = KEYS_MAX) {
    this.#clock = clock;
    this.#buckets = new LRUCache({ max: keysMax });
  }

  take(key: string, { callsPerMinute, burst }: RateLimit): RateDecision {
    const now = this.#clock.monotonicMs();
    const intervalMs = MINUTE_MS / callsPerMinute;
    const bucket = this.#bucket(key);
    const fullAt = Math.max(bucket.fullAt, now) + intervalMs;
    const spareMs = burst * intervalMs - (fullAt - now);
    if (spareMs < -ROUNDING_MS) {
      const resetAfterMs = Math.ceil(bucket.fullAt - now);
      return { allowed: false, remaining: 0, retryAfterMs: Math.ceil(-spareMs), resetAfterMs };
    }
    bucket.fullAt = fullAt;
    const remaining = Math.max(0, Math.floor((spareMs + ROUNDING_MS) / intervalMs));
    return { allowed: true, remaining, retryAfterMs: 0, resetAfterMs: Math.ceil(fullAt - now) };
  }

  #bucket(key: string): Bucket {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = { fullAt: Number.NEGATIVE_INFINITY };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}
