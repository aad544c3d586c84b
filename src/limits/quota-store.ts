import type { QuotaReading } from '../kernel/connector.ts';

/**
 * Mirrors vendors' leaky buckets, one a connection, so that an attempt waits here instead of being refused there.
 * Taking is atomic. Time is the store's own and monotonic.
 */
export interface QuotaStore {
  /** Takes `cost` and gives 0, or takes nothing and gives the milliseconds until so much is there. A cost above the maximum is taken as the maximum. */
  take(connection: string, cost: number, initial: QuotaReading): number | Promise<number>;
  /** Corrects the bucket by the vendor's own account, less what attempts under way have taken (`pending`). */
  observe(connection: string, reading: QuotaReading, pending: number): void | Promise<void>;
}
