import type { CallFacts } from '../kernel/call.ts';

/** What a caller is told of the rate that its call was counted under. */
export interface RateHeaders {
  readonly 'ratelimit-policy': string;
  readonly ratelimit: string;
}

/**
 * The headers of draft-ietf-httpapi-ratelimit-headers-10 for a call that was counted; `undefined` for one that was not.
 * The policy names the calls a minute. `r` is how many calls would be taken right now; `t` the whole seconds after which
 * all are back or, where this one was refused, one is taken again.
 */
export function rateHeadersOf({ rate, callsPerMinute }: CallFacts): RateHeaders | undefined {
  if (rate === undefined) return undefined;
  const { allowed, remaining, retryAfterMs, resetAfterMs } = rate;
  const seconds = Math.ceil((allowed ? resetAfterMs : retryAfterMs) / 1000);
  return { 'ratelimit-policy': `"calls";q=${callsPerMinute};w=60`, ratelimit: `"calls";r=${remaining};t=${seconds}` };
}
