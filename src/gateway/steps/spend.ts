import type { Call, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Connection } from '../../kernel/connection.ts';
import type { QuotaReading } from '../../kernel/connector.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { QuotaBudget, Tool } from '../../kernel/tool.ts';
import type { QuotaStops } from '../../limits/quota-stops.ts';
import type { QuotaStore } from '../../limits/quota-store.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';
import { waitUnlessLeft } from './leaving.ts';
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

/** A share that is not to be had yet. */
interface Short {
  readonly share: Share;
  readonly waitMs: number;
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
    const remainingMs = assertTimeLeft(call, clock);
    if (!bulkhead.tryEnter()) await waitUnlessLeft(call, (left) => bulkhead.enter(left, remainingMs));
    try {
      const shares = sharesOf(call, scope);
      const short = takeOrNone(shares);
      if (short !== undefined) await takeLater(call, shares, short);
      if (breaker.openings !== openings) throw breaker.refusal();
      assertNotUsedUp(stops, scope);
      return await next(call);
    } finally {
      bulkhead.leave();
    }
  };

  /** Waits until every bucket has enough, and takes. */
  async function takeLater(call: Call, shares: readonly Share[], first: Short | Promise<Short | undefined>) {
    const waitedUntil = clock.monotonicMs() + Math.min(options.quotaWaitMs, assertTimeLeft(call, clock));
    for (let short = await first; short !== undefined; short = await takeOrNone(shares)) {
      const { share, waitMs } = short;
      if (clock.monotonicMs() + waitMs > waitedUntil) throw share.refusal(waitMs);
      await waitUnlessLeft(call, (left) => clock.sleep(waitMs, left));
    }
  }

  /** Takes from every bucket; or from none, and tells which had too little. Where buckets are kept here, at once. */
  function takeOrNone(shares: readonly Share[], from = 0): Short | undefined | Promise<Short | undefined> {
    for (let index = from; index < shares.length; index += 1) {
      const { bucket, cost, initial } = shares[index] as Share;
      const waitMs = quotas.take(bucket, cost, initial);
      if (waitMs instanceof Promise) {
        return waitMs.then((ms) => (ms === 0 ? takeOrNone(shares, index + 1) : giveBack(shares, index, ms)));
      }
      if (waitMs > 0) return index === 0 ? { share: shares[0] as Share, waitMs } : giveBack(shares, index, waitMs);
    }
    return undefined;
  }

  async function giveBack(shares: readonly Share[], index: number, waitMs: number): Promise<Short> {
    for (const { bucket, cost } of shares.slice(0, index)) await quotas.giveBack(bucket, cost);
    return { share: shares[index] as Share, waitMs };
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
      initial: fullBucket(budget, connection),
      refusal: overBudget,
    });
  }
  return shares;
}

function fullBucket(
  { maximum, restorePerSecond, maximumOf }: QuotaBudget<unknown>,
  { state }: Connection,
): QuotaReading {
  const own = (state.on && maximumOf?.(state.target.facts)) || maximum;
  return { available: own, maximum: own, restorePerSecond: (restorePerSecond * own) / maximum };
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
