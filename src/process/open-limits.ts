import { parseRedisUrl } from '../config/redis-url.ts';
import type { PlatformSettings } from '../config/settings.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { FallbackQuotaStore } from '../limits/fallback-quota-store.ts';
import { FallbackRateStore } from '../limits/fallback-rate-store.ts';
import type { QuotaStore } from '../limits/quota-store.ts';
import type { RateStore } from '../limits/rate-store.ts';
import type { SharedState } from '../limits/shared-state.ts';
import { MemoryExactRateStore } from '../storage/memory/memory-exact-rate-store.ts';
import { MemoryQuotaStore } from '../storage/memory/memory-quota-store.ts';
import { MemoryRateStore } from '../storage/memory/memory-rate-store.ts';

/** What counts rates and quotas: in this process, or with all replicas. */
export interface Limits extends AsyncDisposable {
  readonly rates: RateStore;
  readonly quotas: QuotaStore;
  /** Whether the shared server can be asked now; `undefined` where there is none. */
  sharedUp(): boolean | undefined;
}

/** Opens the stores of limits, shared through Redis where `REDIS_URL` names one. A server that is away is no reason not to start. */
export async function openLimits(
  settings: PlatformSettings,
  clock: Clock,
  log: Log,
  missed: SharedState['missed'],
): Promise<Limits> {
  const exact = settings.RATE_WINDOW === 'exact';
  const rates = exact ? new MemoryExactRateStore(clock) : new MemoryRateStore(clock);
  const quotas = new MemoryQuotaStore(clock);
  if (settings.REDIS_URL === undefined) {
    return { rates, quotas, sharedUp: () => undefined, [Symbol.asyncDispose]: async () => {} };
  }
  const address = parseRedisUrl(settings.REDIS_URL);
  if ('says' in address) throw new TypeError(`REDIS_URL ${address.says}`);
  // Loaded only where it is used: a start without it owes nothing to its driver.
  const [{ openRedisLink }, { RedisRateStore }, { RedisQuotaStore }] = await Promise.all([
    import('../storage/redis/redis-link.ts'),
    import('../storage/redis/redis-rate-store.ts'),
    import('../storage/redis/redis-quota-store.ts'),
  ]);
  const link = await openRedisLink({
    address,
    clock,
    timeoutMs: settings.REDIS_TIMEOUT_MS,
    observe: (state, error) =>
      state === 'up'
        ? log.info({}, 'Redis answers: rates and quotas are counted with the other replicas')
        : log.warn({ err: error }, 'Redis does not answer: rates and quotas are counted by this replica alone'),
  });
  const prefix = settings.REDIS_PREFIX;
  const state: SharedState = {
    get up() {
      return link.up;
    },
    missed,
  };
  return {
    rates: new FallbackRateStore(new RedisRateStore(link, { prefix, exact }), rates, state),
    quotas: new FallbackQuotaStore(new RedisQuotaStore(link, { prefix }), quotas, state),
    sharedUp: () => link.up,
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
