import type { Call, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { QuotaStore } from '../../limits/quota-store.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';
import { assertTimeLeft } from './retry.ts';

export interface SpendOptions {
  /** Longest wait for the vendor's quota; what would take longer is refused with the time. */
  readonly quotaWaitMs: number;
}

/**
 * Takes a place of the connection and the attempt's vendor quota, waiting for both within the caller's time. An attempt
 * during whose wait the circuit opened is not sent any more.
 */
export function spend(runtimes: ConnectionRuntimes, quotas: QuotaStore, clock: Clock, options: SpendOptions): Step {
  return async (call, next) => {
    const { bulkhead, breaker } = runtimes.of(call.connection);
    const { openings } = breaker;
    await bulkhead.enter(call.request.signal?.(), assertTimeLeft(call, clock));
    try {
      await takeQuota(call);
      if (breaker.openings !== openings) throw breaker.refusal();
      return await next(call);
    } finally {
      bulkhead.leave();
    }
  };

  async function takeQuota(call: Call): Promise<void> {
    const { connection, input } = call;
    const { quota } = connection.connector;
    if (!quota) return;
    const cost = (call.tool as Tool).cost?.(input) ?? 1;
    const waitedUntil = clock.monotonicMs() + Math.min(options.quotaWaitMs, assertTimeLeft(call, clock));
    for (;;) {
      const waitMs = await quotas.take(connection.id, cost, quota);
      if (waitMs === 0) return;
      if (clock.monotonicMs() + waitMs > waitedUntil) throw throttled(waitMs);
      await clock.sleep(waitMs, call.request.signal?.());
    }
  }
}

function throttled(retryAfterMs: number): PlatformError {
  return new PlatformError(
    'upstream_throttled',
    `The vendor's rate limit for this connection is used up; it allows this call in ${Math.ceil(retryAfterMs / 1_000)} s.`,
    { retryAfterMs, sent: 'no' },
  );
}
