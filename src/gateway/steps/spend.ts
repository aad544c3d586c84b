import type { Call, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { QuotaReading } from '../../kernel/connector.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { QuotaStops } from '../../limits/quota-stops.ts';
import type { QuotaStore } from '../../limits/quota-store.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';
import { assertTimeLeft } from './retry.ts';

export interface SpendOptions {
  /** Longest wait for the vendor's quota; what would take longer is refused with the time. */
  readonly quotaWaitMs: number;
}

/** What an attempt takes from before it is sent. */
interface Share {
  readonly bucket: string;
  readonly cost: number;
  readonly initial: QuotaReading;
  refusal(waitMs: number): PlatformError;
}

/**
 * Takes a place of the connection and the attempt's vendor quota, waiting for both within the caller's time. What the
 * vendor has said is used up is refused without a wait and without asking. An attempt during whose wait the circuit
 * opened is not sent any more.
 */
export function spend(runtimes: ConnectionRuntimes, quotas: QuotaStore, clock: Clock, options: SpendOptions): Step {
  return async (call, next) => {
    const { bulkhead, breaker, stops } = runtimes.of(call.connection);
    const scope = (call.tool as Tool).quotaScope?.(call.input);
    const { openings } = breaker;
    assertNotUsedUp(stops, scope);
    await bulkhead.enter(call.request.signal?.(), assertTimeLeft(call, clock));
    try {
      await takeAll(call, sharesOf(call, scope));
      if (breaker.openings !== openings) throw breaker.refusal();
      assertNotUsedUp(stops, scope);
      return await next(call);
    } finally {
      bulkhead.leave();
    }
  };

  async function takeAll(call: Call, shares: readonly Share[]): Promise<void> {
    if (shares.length === 0) return;
    const waitedUntil = clock.monotonicMs() + Math.min(options.quotaWaitMs, assertTimeLeft(call, clock));
    for (;;) {
      const short = await takeOrNone(shares);
      if (short === undefined) return;
      const { share, waitMs } = short;
      if (clock.monotonicMs() + waitMs > waitedUntil) throw share.refusal(waitMs);
      await clock.sleep(waitMs, call.request.signal?.());
    }
  }

  /** Takes from every bucket; or from none, and tells which had too little. */
  async function takeOrNone(shares: readonly Share[]): Promise<{ share: Share; waitMs: number } | undefined> {
    for (const [index, share] of shares.entries()) {
      const waitMs = await quotas.take(share.bucket, share.cost, share.initial);
      if (waitMs === 0) continue;
      for (const { bucket, cost } of shares.slice(0, index)) await quotas.giveBack(bucket, cost);
      return { share, waitMs };
    }
    return undefined;
  }
}

function sharesOf({ connection, tool, input }: Call, scope: string | undefined): Share[] {
  const { cost, budget } = tool as Tool;
  const { quota } = connection.connector;
  const shares: Share[] = [];
  if (quota) shares.push({ bucket: connection.id, cost: cost?.(input) ?? 1, initial: quota, refusal: throttled });
  if (budget) {
    shares.push({
      bucket: `${connection.id} ${budget.name} ${scope ?? ''}`,
      cost: budget.cost(input),
      initial: { available: budget.maximum, maximum: budget.maximum, restorePerSecond: budget.restorePerSecond },
      refusal: overBudget,
    });
  }
  return shares;
}

function assertNotUsedUp(stops: QuotaStops, scope: string | undefined): void {
  const refusal = stops.refusal(scope);
  if (refusal) throw refusal;
}

function throttled(retryAfterMs: number): PlatformError {
  return new PlatformError(
    'upstream_throttled',
    `The vendor's rate limit for this connection is used up; it allows this call in ${Math.ceil(retryAfterMs / 1_000)} s.`,
    { retryAfterMs, sent: 'no' },
  );
}

function overBudget(retryAfterMs: number): PlatformError {
  return new PlatformError(
    'upstream_quota',
    `The vendor's quota for calls of this kind is used up; it allows this one in ${Math.ceil(retryAfterMs / 1_000)} s.`,
    { retryAfterMs, sent: 'no' },
  );
}
