import type { Call, Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { RateDecision, RateLimit, RateStore } from '../../limits/rate-store.ts';

/** Takes one call from the principal's rate; refuses with the time after which one is allowed again. */
export function throttle(rates: RateStore, limit: RateLimit): Step {
  return (call, next) => {
    const decision = rates.take(call.principal.id, limit);
    if (decision instanceof Promise) return decision.then((taken) => admit(call, taken, limit)).then(() => next(call));
    admit(call, decision, limit);
    return next(call);
  };
}

function admit({ facts }: Call, decision: RateDecision, { callsPerMinute, burst }: RateLimit): void {
  facts.rate = decision;
  facts.callsPerMinute = callsPerMinute;
  const { allowed, retryAfterMs } = decision;
  if (allowed) return;
  throw new PlatformError(
    'rate_limited',
    `This key may make ${callsPerMinute} calls a minute with bursts of ${burst}; wait ${Math.ceil(retryAfterMs / 1_000)} s.`,
    { retryAfterMs, sent: 'no' },
  );
}
