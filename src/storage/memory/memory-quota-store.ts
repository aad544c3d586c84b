import type { Clock } from '../../kernel/clock.ts';
import type { QuotaReading } from '../../kernel/connector.ts';
import type { QuotaStore } from '../../limits/quota-store.ts';

/** Forgives the rounding of sums of fractions, so that a wait that was told is long enough. */
const ROUNDING = 1e-6;

interface Bucket {
  available: number;
  maximum: number;
  restorePerSecond: number;
  /** Monotonic ms at which `available` was right. */
  at: number;
}

/** Budgets are counted by what calls name, so that their number has no end of its own. */
const BUCKETS_MAX = 10_000;

/** Mirrors vendors' buckets in this process. Taking is synchronous. */
export class MemoryQuotaStore implements QuotaStore {
  readonly #clock: Clock;
  readonly #bucketsMax: number;
  readonly #buckets = new Map<string, Bucket>();
  /** The name that is last in the map. */
  #latest: string | undefined;

  constructor(clock: Clock, bucketsMax = BUCKETS_MAX) {
    this.#clock = clock;
    this.#bucketsMax = bucketsMax;
  }

  take(name: string, cost: number, initial: QuotaReading): number {
    const bucket = this.#refilled(name, initial);
    const missing = Math.min(cost, bucket.maximum) - bucket.available;
    if (missing > ROUNDING) return Math.ceil((missing / bucket.restorePerSecond) * 1000);
    bucket.available -= Math.min(cost, bucket.maximum);
    return 0;
  }

  giveBack(name: string, cost: number): void {
    const bucket = this.#buckets.get(name);
    if (bucket) bucket.available += Math.min(cost, bucket.maximum);
  }

  observe(name: string, reading: QuotaReading, pending: number): void {
    const bucket = this.#refilled(name, reading);
    bucket.maximum = reading.maximum;
    bucket.restorePerSecond = reading.restorePerSecond;
    bucket.available = Math.min(reading.available, reading.maximum) - pending;
  }

  /** The bucket as it is now; an unknown one begins as `initial` says. */
  #refilled(name: string, initial: QuotaReading): Bucket {
    const now = this.#clock.monotonicMs();
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      if (this.#buckets.size >= this.#bucketsMax) this.#forgetOne(now);
      bucket = { ...initial, at: now };
      this.#buckets.set(name, bucket);
    } else if (name !== this.#latest) {
      // Taken out and put in again: the map is in the order of use.
      this.#buckets.delete(name);
      this.#buckets.set(name, bucket);
    }
    this.#latest = name;
    bucket.available = restored(bucket, now);
    bucket.at = now;
    return bucket;
  }

  /** A full bucket says nothing that a new one would not say; among the longest unused one is likely. */
  #forgetOne(now: number): void {
    let seen = 0;
    let oldest: string | undefined;
    for (const [name, bucket] of this.#buckets) {
      oldest ??= name;
      if (restored(bucket, now) >= bucket.maximum) return void this.#buckets.delete(name);
      seen += 1;
      if (seen === LOOKED_AT) break;
    }
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** How many of the longest unused buckets are looked at for a full one. */
const LOOKED_AT = 16;

function restored({ available, maximum, restorePerSecond, at }: Bucket, now: number): number {
  return Math.min(maximum, available + ((now - at) / 1000) * restorePerSecond);
}
