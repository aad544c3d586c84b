import type { Call } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { ERRORS, type ErrorCode, type PlatformError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { ConnectionRegistry } from './connection-registry.ts';
import type { PlatformLog } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ConnectionStatus } from './registry.ts';

const UNKNOWN_TOOL = 'unknown';

/** Writes the one log line of each call and counts it. An error's cause goes to the log, and nowhere else. */
export function observeCalls(metrics: Metrics, log: PlatformLog, clock: Clock) {
  return (call: Call, outcome: 'ok' | ErrorCode, durationMs: number, error?: PlatformError): void => {
    const { facts, request, connection } = call;
    // A name that no connector declares is the caller's text, and may be a secret in the wrong place.
    const tool = call.tool?.name ?? UNKNOWN_TOOL;
    metrics.call(tool, request.face, outcome, durationMs);
    if (facts.cache) metrics.cacheAsked(facts.cache, facts.sharedCache);
    if (facts.replayed) metrics.replayed();
    if (outcome === 'rate_limited') metrics.rateLimited();
    if (error?.cause !== undefined) logCause(log, call, error);
    log.logCall({
      at: clock.now(),
      correlationId: call.correlationId,
      callId: call.id,
      principalId: call.principal.id,
      face: request.face,
      tool,
      connection: connection?.id,
      mode: connection?.state.on ? connection.state.mode : undefined,
      outcome,
      durationMs,
      cache: facts.cache,
      replayed: facts.replayed,
      attempts: facts.attempts,
      via: request.via,
    });
  };
}

function logCause(log: PlatformLog, { correlationId, id }: Call, { code, cause }: PlatformError): void {
  log[ERRORS[code].log]({ err: cause, correlationId, callId: id, code }, 'call failed');
}

/** An attempt that was answered, if only with a refusal, says that the vendor is there; the others say what is wrong. */
const ANSWERED = new Set<'ok' | ErrorCode>(['ok', 'upstream_rejected', 'not_found', 'upstream_throttled']);
const SAYS_NOTHING = new Set<'ok' | ErrorCode>(['cancelled', 'deadline_exceeded', 'connection_busy', 'internal']);

/** Counts attempts at vendors and tells the registry how each connection is. */
export function observeAttempts(metrics: Metrics, registry: ConnectionRegistry) {
  return (connection: string, outcome: 'ok' | ErrorCode, durationMs: number): void => {
    metrics.attempt(connection, outcome, durationMs);
    if (ANSWERED.has(outcome)) registry.succeeded(connection);
    else if (outcome !== 'ok' && !SAYS_NOTHING.has(outcome)) registry.failed(connection, outcome);
  };
}

/** Counts the changes of circuits and logs them: a warning when one opens, for its calls are refused from then on. */
export function observeCircuits(metrics: Metrics, log: Log) {
  return (connection: string, to: ConnectionStatus['breaker'], cause: string): void => {
    metrics.breakerMoved(connection, to, cause);
    log[to === 'open' ? 'warn' : 'info']({ connection, to, cause }, 'circuit moved');
  };
}
