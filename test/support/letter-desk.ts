import type { LetterCounts } from '../../src/dead-letters/dead-letter-store.ts';
import { DeadLetters } from '../../src/dead-letters/dead-letters.ts';
import { type CheckOutcome, LetterChecker } from '../../src/dead-letters/letter-checker.ts';
import { openGateway } from '../../src/gateway/open-gateway.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Principal } from '../../src/kernel/principal.ts';
import type { TestGateway } from './test-gateway.ts';

const DAY_MS = 86_400_000;
/** How long after its call was over a write of a test gateway may still arrive. */
export const LATE_MS = 15 * 60_000;

/** The operator's desk for the dead letters of a test gateway, whose principals are those of `principals`, by id. */
export function letterDesk(platform: TestGateway, principals: readonly Principal[], clock: Clock = platform.clock) {
  const known = new Map(principals.map((principal) => [principal.id, principal]));
  const counted: LetterCounts[] = [];
  const gateway = openGateway(platform.parts);
  const desk = new DeadLetters(
    {
      store: platform.letters,
      sealer: platform.parts.sealer,
      clock,
      log: silentLog,
      principalOf: async (id) => known.get(id),
      call: (request) => gateway.call(request),
      objectOf: (tool, input) => gateway.objectOf(tool, input),
      placesOf: (connection) => platform.parts.runtimes.byId(connection)?.bulkhead.places,
      counted: (counts) => counted.push(counts),
    },
    { ageMs: 30 * DAY_MS, settledMs: DAY_MS },
  );
  const outcomes: CheckOutcome[] = [];
  const checker = new LetterChecker(
    {
      store: platform.letters,
      checks: platform.checks,
      sealer: platform.parts.sealer,
      clock,
      log: silentLog,
      principal: platform.principal('admin', {}, 'platform'),
      look: (request) => gateway.check(request),
      checked: (outcome) => outcomes.push(outcome),
    },
    { callMs: platform.parts.options.deadlineMs, lateMs: LATE_MS, settledMs: DAY_MS, checksMax: 6 },
  );
  /** Sends parked letters again without a pause between them. */
  const redrive = (id?: string) => desk.redrive({ id, perSecond: Number.POSITIVE_INFINITY, limit: 200 });
  return { desk, checker, outcomes, known, counted, redrive };
}
