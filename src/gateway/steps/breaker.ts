import type { Call, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type ErrorCode, toPlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { Verdict } from '../../resilience/breaker.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';

/** Told how each attempt ended, for health and metrics. */
export type AttemptObserver = (connection: string, outcome: 'ok' | ErrorCode, durationMs: number) => void;

/** What says that the vendor is in trouble. The caller's faults, aborts, throttling and our own refusals say nothing. */
const FAILURES = new Set<ErrorCode>(['upstream_failed', 'upstream_timeout']);

/**
 * Runs an attempt through the connection's circuit, which failures in a row and too many slow attempts open. Slow is what
 * the vendor took longer for than the tool declares, else than half of an attempt's time; our own queues do not count.
 */
export function breaker(runtimes: ConnectionRuntimes, clock: Clock, observe: AttemptObserver, attemptMs: number): Step {
  return (call, next) => {
    const { breaker: circuit, connection } = runtimes.of(call.connection);
    const slowMs = slowMsOf(call.tool as Tool, attemptMs);
    let startedAt = 0;
    const attempt = () => {
      startedAt = clock.monotonicMs();
      call.attemptBegunAt = undefined;
      return Promise.resolve(next(call));
    };
    const ended = (error?: unknown) => {
      const outcome = error === undefined ? 'ok' : toPlatformError(error).code;
      observe(connection.id, outcome, clock.monotonicMs() - startedAt);
      return verdictOf(outcome);
    };
    return circuit.run(attempt, ended, () => tookMs(call, clock) > slowMs);
  };
}

function slowMsOf({ slowMs, timeoutMs }: Tool, attemptMs: number): number {
  return slowMs ?? (timeoutMs ?? attemptMs) / 2;
}

/** What the vendor had of the attempt; nothing of one that never reached it. */
function tookMs({ attemptBegunAt }: Call, clock: Clock): number {
  return attemptBegunAt === undefined ? 0 : clock.monotonicMs() - attemptBegunAt;
}

function verdictOf(outcome: 'ok' | ErrorCode): Verdict {
  if (outcome === 'ok') return 'success';
  return FAILURES.has(outcome) ? 'failure' : 'neither';
}
