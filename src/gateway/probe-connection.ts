import type { Clock } from '../kernel/clock.ts';
import { PlatformError, toPlatformError } from '../kernel/errors.ts';
import { createChannel } from './channel.ts';
import type { ConnectionRuntime } from './connection-runtime.ts';

/** What a probe of a connection found, for people. */
export interface ProbeReport {
  readonly connection: string;
  readonly mode: string;
  readonly state: 'ok' | 'failed' | 'off';
  readonly summary: string;
  readonly warnings: string[];
  readonly durationMs?: number;
}

/**
 * Asks a connection's vendor its connector's cheapest question, for real, and says what answered; what the vendor notes
 * becomes a warning. It goes past breaker and cache on purpose: it is to find out how the vendor is now. A vendor that has
 * asked for a pause is not asked. Never rejects.
 */
export async function probeConnection(
  runtime: ConnectionRuntime,
  clock: Clock,
  timeoutMs: number,
): Promise<ProbeReport> {
  const { connection, wire, stops, scrub } = runtime;
  const { connector, state, id } = connection;
  if (!state.on) return { connection: id, mode: 'off', state: 'off', summary: state.because, warnings: [] };
  const attempt = new AbortController();
  const late = Promise.withResolvers<never>();
  const startedAt = clock.monotonicMs();
  const stop = clock.after(timeoutMs, () => {
    const error = new PlatformError('upstream_timeout', 'The vendor did not answer the probe in time.');
    late.reject(error);
    attempt.abort(error);
  });
  const notes: string[] = [];
  const found = (outcome: Pick<ProbeReport, 'state' | 'summary' | 'warnings'>): ProbeReport =>
    scrub({ connection: id, mode: state.mode, ...outcome, durationMs: Math.round(clock.monotonicMs() - startedAt) });
  try {
    const refusal = stops.refusal(undefined);
    if (refusal) throw refusal;
    const channel = createChannel({
      connection,
      wire,
      signal: attempt.signal,
      now: () => clock.now(),
      onQuota() {},
      onUsedUp: ({ of, untilMs, message }) => of !== 'scope' && stops.stop(undefined, untilMs, message),
      onNote: (note) => void notes.push(note),
    });
    const probing = connector.probe(connector.upstream(channel, state.target));
    const { summary, warnings } = await Promise.race([probing, late.promise]);
    return found({ state: 'ok', summary, warnings: [...warnings, ...notes] });
  } catch (error) {
    return found({ state: 'failed', summary: toPlatformError(error).message, warnings: [] });
  } finally {
    stop();
  }
}
