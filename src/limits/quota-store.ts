import type { QuotaReading } from '../kernel/connector.ts';

/**
 * Mirrors vendors' leaky buckets, one for a connection and for each budget of it, so that an attempt waits here instead
 * of being refused there. Taking is atomic. Time is the store's own and monotonic. The number of buckets kept is bounded; at
 * the bound a full one is forgotten, or else the longest unused.
 */
export interface QuotaStore {
  /** Takes `cost` and gives 0, or takes nothing and gives the milliseconds until so much is there. A cost above the maximum is taken as the maximum. */
  take(bucket: string, cost: number, initial: QuotaReading): number | Promise<number>;
  /** Puts back what was taken for nothing. */
  giveBack(bucket: string, cost: number): void | Promise<void>;
  /** Corrects the bucket by the vendor's own account, less what attempts under way have taken (`pending`). */
  observe(bucket: string, reading: QuotaReading, pending: number): void | Promise<void>;
}
