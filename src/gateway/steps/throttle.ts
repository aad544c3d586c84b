import type { Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { RateDecision, RateLimit, RateStore } from '../../limits/rate-store.ts';

/** Takes one call from the principal's rate; refuses with the time after which one is allowed again. */
export function throttle(rates: RateStore, limit: RateLimit): Step {
  return (call, next) => {
    const decision = rates.take(call.principal.id, limit);
    if (decision instanceof Promise) return decision.then((taken) => admit(taken, limit)).then(() => next(call));
    admit(decision, limit);
    return next(call);
  };
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
