import type { AuditTrail } from '../audit/audit-trail.ts';
import type { PlatformSettings } from '../config/settings.ts';
import type { CheckStore } from '../dead-letters/check-store.ts';
import type { DeadLetterStore } from '../dead-letters/dead-letter-store.ts';
import { DeadLetters } from '../dead-letters/dead-letters.ts';
import { LetterChecker } from '../dead-letters/letter-checker.ts';
import type { OpenedGateway } from '../gateway/open-gateway.ts';
import { checkWrites } from '../jobs/check-writes.ts';
import { tendDeadLetters } from '../jobs/tend-dead-letters.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Sealer } from '../vault/sealer.ts';

const DAY_MS = 86_400_000;

export interface LettersParts {
  readonly stores: { readonly letters: DeadLetterStore; readonly checks: CheckStore };
  /** Seals what writes would do, and what they came to. */
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly trail: AuditTrail;
  readonly gateway: OpenedGateway;
  readonly metrics: Metrics;
  principalOf(id: string): Promise<Principal | undefined>;
  /** Places of a connection. */
  placesOf(connection: string): number | undefined;
  /** The platform as the one who looks for writes. */
  readonly itself: Principal;
  readonly settings: PlatformSettings;
}

/** Opens what operators do about dead letters, and what is done about them by the clock. */
export function openLetters(parts: LettersParts) {
  const { stores, sealer, clock, log, trail, gateway, metrics, principalOf, placesOf, itself, settings } = parts;
  const letters = new DeadLetters(
    {
      store: stores.letters,
      sealer,
      clock,
      log,
      principalOf,
      call: (request) => gateway.call(request),
      objectOf: (tool, input) => gateway.objectOf(tool, input),
      placesOf,
      counted: (counts) => metrics.deadLetters(counts),
    },
    { ageMs: settings.DEAD_LETTER_AGE_DAYS * DAY_MS, settledMs: settings.IDEMPOTENCY_TTL_MS },
  );
  const checker = new LetterChecker(
    {
      store: stores.letters,
      checks: stores.checks,
      sealer,
      clock,
      log,
      principal: itself,
      look: (request) => gateway.check(request),
      checked: (outcome) => metrics.writeChecked(outcome),
    },
    {
      callMs: settings.CALL_DEADLINE_MS,
      lateMs: settings.UNKNOWN_LATE_MS,
      settledMs: settings.IDEMPOTENCY_TTL_MS,
      checksMax: settings.UNKNOWN_CHECKS,
    },
  );
  return {
    letters,
    checker,
    tending: tendDeadLetters(letters, trail, clock),
    checking: checkWrites(checker, itself, trail, clock),
  };
}
