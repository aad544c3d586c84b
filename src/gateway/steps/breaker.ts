import type { Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type ErrorCode, toPlatformError } from '../../kernel/errors.ts';
import type { Verdict } from '../../resilience/breaker.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';

/** Told how each attempt ended, for health and metrics. */
export type AttemptObserver = (connection: string, outcome: 'ok' | ErrorCode, durationMs: number) => void;

/** What says that the vendor is in trouble. The caller's faults, aborts, throttling and our own refusals say nothing. */
const FAILURES = new Set<ErrorCode>(['upstream_failed', 'upstream_timeout']);

/** Runs an attempt through the connection's circuit, which a row of failures opens. */
export function breaker(runtimes: ConnectionRuntimes, clock: Clock, observe: AttemptObserver): Step {
  return (call, next) => {
    const { breaker: circuit, connection } = runtimes.of(call.connection);
    return circuit.run(async () => {
      const startedAt = clock.monotonicMs();
      const ended = (outcome: 'ok' | ErrorCode) => observe(connection.id, outcome, clock.monotonicMs() - startedAt);
      try {
        const outcome = await next(call);
        ended('ok');
        return outcome;
      } catch (error) {
        ended(toPlatformError(error).code);
        throw error;
      }
    }, judge);
  };
}

function judge(error: unknown): Verdict {
  return FAILURES.has(toPlatformError(error).code) ? 'failure' : 'neither';
}
