import type { PlatformSettings } from '../config/settings.ts';
import type { Clock } from '../kernel/clock.ts';
import { FallbackQuotaStore } from '../limits/fallback-quota-store.ts';
import { FallbackRateStore } from '../limits/fallback-rate-store.ts';
import type { QuotaStore } from '../limits/quota-store.ts';
import type { RateStore } from '../limits/rate-store.ts';
import { MemoryExactRateStore } from '../storage/memory/memory-exact-rate-store.ts';
import { MemoryQuotaStore } from '../storage/memory/memory-quota-store.ts';
import { MemoryRateStore } from '../storage/memory/memory-rate-store.ts';
import type { SharedServer } from './open-shared.ts';

/** What counts rates and quotas: in this process, or with all replicas. */
export interface Limits {
  readonly rates: RateStore;
  readonly quotas: QuotaStore;
}

/** Opens the stores of limits, of all replicas where they share a server. */
export async function openLimits(
  settings: PlatformSettings,
  clock: Clock,
  server: SharedServer | undefined,
): Promise<Limits> {
  const exact = settings.RATE_WINDOW === 'exact';
  const rates = exact ? new MemoryExactRateStore(clock) : new MemoryRateStore(clock);
  const quotas = new MemoryQuotaStore(clock);
  if (server === undefined) return { rates, quotas };
  const [{ RedisRateStore }, { RedisQuotaStore }] = await Promise.all([
    import('../storage/redis/redis-rate-store.ts'),
    import('../storage/redis/redis-quota-store.ts'),
  ]);
  const { link, prefix, state } = server;
  return {
    rates: new FallbackRateStore(new RedisRateStore(link, { prefix, exact }), rates, state),
    quotas: new FallbackQuotaStore(new RedisQuotaStore(link, { prefix }), quotas, state),
  };
}
