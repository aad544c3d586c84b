import { createInputDigest } from '../audit/input-digest.ts';
import type { Step } from '../kernel/call.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import type { Catalog } from './catalog.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { StepName } from './pipeline.ts';
import { audit } from './steps/audit.ts';
import { authorizeInput } from './steps/authorize-input.ts';
import { authorizeTool } from './steps/authorize-tool.ts';
import { breaker } from './steps/breaker.ts';
import { cache } from './steps/cache.ts';
import { deadLetter } from './steps/dead-letter.ts';
import { deduplicate } from './steps/deduplicate.ts';
import { redact } from './steps/redact.ts';
import { retry } from './steps/retry.ts';
import { scrub } from './steps/scrub.ts';
import { spend } from './steps/spend.ts';
import { throttle } from './steps/throttle.ts';
import { timeout } from './steps/timeout.ts';
import { validate } from './steps/validate.ts';

/** Makes every step of the table, each with the ports that it needs. */
export function createSteps(parts: GatewayParts, catalog: Catalog): Record<StepName, Step> {
  const { runtimes, clock, options, trail } = parts;
  const { idempotencyTtlMs: ttlMs } = options;
  const digest = createInputDigest(options.digestSalt);
  const names = (principal: Principal) => catalog.view(principal).tools.map(({ tool }) => tool.name);
  return {
    audit: audit(trail, clock, digest),
    throttle: throttle(parts.rates, options.rate),
    'authorize-tool': authorizeTool(names),
    validate: validate(({ tool }) => catalog.connectionsOf(tool as Tool), options.idempotencyKeys === 'required'),
    'authorize-input': authorizeInput(),
    redact: redact(catalog.all()),
    deduplicate: deduplicate(parts.idempotency, parts.letters, parts.sealer, clock, { ttlMs, digest }),
    cache: cache(
      parts.answers,
      clock,
      {
        ttlMs: options.cacheTtlMs,
        fetchMs: options.deadlineMs,
        staleMs: options.cacheStaleMs,
        refusalMs: options.cacheRefusalMs,
      },
      parts.secondLevel,
    ),
    'dead-letter': deadLetter(parts.letterKeeper),
    retry: retry(runtimes, clock, parts.random, options.retry),
    breaker: breaker(runtimes, clock, parts.observeAttempt, options.attemptMs),
    spend: spend(runtimes, parts.quotas, clock, { quotaWaitMs: options.quotaWaitMs }),
    timeout: timeout(clock, options.attemptMs),
    scrub: scrub(runtimes),
  };
}
