import type { Call, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError, toPlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { QuotaStops } from '../../limits/quota-stops.ts';
import { mayRepeat, type RetryOptions, waitBefore } from '../../resilience/backoff.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';
import { deadlineExceeded } from './flight.ts';

/**
 * Sends another attempt after a passing error, where that cannot do anything twice: after the vendor's own wait or a
 * jittered one, within the connection's retry budget, and never past the longest wait or the caller's deadline.
 */
export function retry(runtimes: ConnectionRuntimes, clock: Clock, random: () => number, options: RetryOptions): Step {
  return async (call, next) => {
    const { retryBudget, stops } = runtimes.of(call.connection);
    const retriesMax = Math.min(options.retries, call.connection.connector.retries ?? options.retries);
    const tool = call.tool as Tool;
    const repeatable = tool.effect === 'read' || tool.repeatable === true;
    retryBudget.earn();
    let doubtful = false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await next(call);
      } catch (thrown) {
        const error = told(toPlatformError(thrown), doubtful);
        doubtful ||= tool.effect !== 'read' && error.details.sent !== 'no';
        const isLast = attempt >= retriesMax || !mayRepeat(error, repeatable);
        const waitMs = isLast ? 0 : waitBefore(attempt, error, options, random);
        if (isLast || clock.monotonicMs() + waitMs >= call.deadlineAt || !retryBudget.spend()) {
          rest(call, error, stops);
          throw error;
        }
        await pause(call, waitMs, error);
      }
    }
  };

  /** Who is throttled to the end leaves a vendor alone that takes more questions for more offence. */
  function rest({ connection }: Call, error: PlatformError, stops: QuotaStops): void {
    const { restMs } = connection.connector;
    if (restMs === undefined || error.details.throttled !== true) return;
    stops.stop(
      undefined,
      clock.now() + restMs,
      'The vendor throttled every attempt of a call; it is left alone for now.',
    );
  }

  /** Ends at once when the caller leaves; the caller then learns of the attempt that was made, not of the wait. */
  async function pause(call: Call, waitMs: number, error: PlatformError): Promise<void> {
    try {
      await clock.sleep(waitMs, call.request.signal?.());
    } catch {
      throw error;
    }
  }
}

/** After an attempt of unknown fate no later one can say that nothing was done, nor a refusal that nothing had been. */
function told(error: PlatformError, doubtful: boolean): PlatformError {
  const { code, message, details, cause } = error;
  return doubtful ? new PlatformError(code, message, { ...details, sent: 'unknown' }, { cause }) : error;
}

/** Gives the milliseconds the caller has left, or throws when there are none: nothing was sent by this attempt. */
export function assertTimeLeft(call: Call, clock: Clock): number {
  const remainingMs = call.deadlineAt - clock.monotonicMs();
  if (remainingMs <= 0) throw deadlineExceeded({ sent: 'no' });
  return remainingMs;
}
