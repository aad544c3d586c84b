import { Abort } from '../../kernel/abort.ts';
import type { Step, Tried } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError, toPlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import { cancelled, deadlineExceeded } from './flight.ts';
import { leavingOf } from './leaving.ts';
import { assertTimeLeft } from './retry.ts';

/** Ends an attempt when its own time, the caller's time or, of a read, the caller's interest is over, whether or not it listens. */
export function timeout(clock: Clock, attemptMs: number): Step {
  return (call, next) => {
    const remainingMs = assertTimeLeft(call, clock);
    const ownMs = (call.tool as Tool).timeoutMs ?? attemptMs;
    if (leavingOf(call)?.aborted) throw cancelled({ sent: 'no' });
    const attempt = new Abort();
    call.attemptSignal = attempt;
    call.attemptBegunAt = clock.monotonicMs();
    call.facts.attempts += 1;
    const left = leavingOf(call);
    const tried: Tried = { at: clock.now() };
    call.facts.tried?.push(tried);
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        tried.code = toPlatformError(error).code;
        reject(error);
      };
      const end = (error: PlatformError) => {
        done();
        attempt.abort(error);
        fail(error);
      };
      const leave = () => end(cancelled({ sent: 'unknown' }));
      const stop = clock.after(Math.min(ownMs, remainingMs), () =>
        end(ownMs <= remainingMs ? tooSlow(ownMs) : deadlineExceeded({ sent: 'unknown' })),
      );
      const done = () => {
        stop();
        left?.removeEventListener('abort', leave);
      };
      left?.addEventListener('abort', leave, { once: true });
      Promise.resolve(next(call)).then(
        (outcome) => {
          done();
          resolve(outcome);
        },
        (error) => {
          done();
          fail(error);
        },
      );
    });
  };
}

function tooSlow(ms: number): PlatformError {
  return new PlatformError('upstream_timeout', `The vendor did not answer within ${Math.round(ms / 1_000)} s.`, {
    sent: 'unknown',
  });
}
