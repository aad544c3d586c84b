import type { Call, Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { RateDecision, RateLimit, RateStore } from '../../limits/rate-store.ts';

/** Takes one call from the principal's rate; refuses with the time after which one is allowed again. */
export function throttle(rates: RateStore, limit: RateLimit): Step {
  return (call, next) => {
    const decision = rates.take(call.principal.id, limit);
    if (decision instanceof Promise) return decision.then((taken) => count(call, taken, limit)).then(() => next(call));
    count(call, decision, limit);
    return next(call);
  };
}

/** Notes what was taken, so that the caller is told, then lets the call pass or not. */
function count({ facts }: Call, decision: RateDecision, limit: RateLimit): void {
  facts.rate = decision;
  facts.callsPerMinute = limit.callsPerMinute;
  admit(decision, limit);
}

/** Throws `rate_limited` for what the limiter refused. */
export function admit({ allowed, retryAfterMs }: RateDecision, { callsPerMinute, burst }: RateLimit): void {
  if (allowed) return;
  throw new PlatformError(
    'rate_limited',
    `This key may make ${callsPerMinute} calls a minute with bursts of ${burst}; wait ${Math.ceil(retryAfterMs / 1_000)} s.`,
    { retryAfterMs, sent: 'no' },
  );
}
