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

/** Mirrors vendors' buckets in this process, one for each connection. Taking is synchronous. */
export class MemoryQuotaStore implements QuotaStore {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(connection: string, cost: number, initial: QuotaReading): number {
    const bucket = this.#refilled(connection, initial);
    const missing = Math.min(cost, bucket.maximum) - bucket.available;
    if (missing > ROUNDING) return Math.ceil((missing / bucket.restorePerSecond) * 1000);
    bucket.available -= Math.min(cost, bucket.maximum);
    return 0;
  }

  observe(connection: string, reading: QuotaReading, pending: number): void {
    const bucket = this.#refilled(connection, reading);
    bucket.maximum = reading.maximum;
    bucket.restorePerSecond = reading.restorePerSecond;
    bucket.available = Math.min(reading.available, reading.maximum) - pending;
  }

  /** The connection's bucket as it is now; an unknown one begins as `initial` says. */
  #refilled(connection: string, initial: QuotaReading): Bucket {
    const now = this.#clock.monotonicMs();
    let bucket = this.#buckets.get(connection);
    if (bucket === undefined) {
      bucket = { ...initial, at: now };
      this.#buckets.set(connection, bucket);
    }
    const restored = ((now - bucket.at) / 1000) * bucket.restorePerSecond;
    bucket.available = Math.min(bucket.maximum, bucket.available + restored);
    bucket.at = now;
    return bucket;
  }
}
