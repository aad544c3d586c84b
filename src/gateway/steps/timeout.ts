import type { Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import { cancelled } from './flight.ts';
import { assertTimeLeft } from './retry.ts';

/** Ends an attempt when its own time, the caller's time, or the caller's interest is over. */
export function timeout(clock: Clock, attemptMs: number): Step {
  return async (call, next) => {
    const remainingMs = assertTimeLeft(call, clock);
    const ownMs = (call.tool as Tool).timeoutMs ?? attemptMs;
    const left = call.request.signal?.();
    if (left?.aborted) throw cancelled();
    const attempt = new AbortController();
    const done = new AbortController();
    const leave = () => attempt.abort(cancelled());
    left?.addEventListener('abort', leave, { once: true });
    const expired = clock.sleep(Math.min(ownMs, remainingMs), done.signal).then(
      () => {
        const error = ownMs <= remainingMs ? tooSlow(ownMs) : outOfTime();
        attempt.abort(error);
        throw error;
      },
      () => new Promise<never>(() => {}),
    );
    try {
      call.attemptSignal = attempt.signal;
      call.facts.attempts += 1;
      return await Promise.race([next(call), expired, aborted(attempt.signal)]);
    } finally {
      done.abort();
      left?.removeEventListener('abort', leave);
    }
  };
}

/** Rejects when the signal aborts: an attempt that does not listen is not waited for. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function tooSlow(ms: number): PlatformError {
  return new PlatformError('upstream_timeout', `The vendor did not answer within ${Math.round(ms / 1_000)} s.`, {
    sent: 'unknown',
  });
}

function outOfTime(): PlatformError {
  return new PlatformError(
    'deadline_exceeded',
    'The time given for this call ran out before the vendor had answered.',
    {
      sent: 'unknown',
    },
  );
}
