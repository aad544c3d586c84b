import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Checked } from '../dead-letters/letter-checker.ts';
import type { Clock } from '../kernel/clock.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Job } from './job.ts';

/** Whoever looks for writes of unknown outcome. */
export interface DueChecker {
  /** Looks for those that are due, a bounded number, and gives what was found. */
  checkDue(): Promise<readonly Checked[]>;
}

/** Looks for writes of unknown outcome in the vendors' data, and records in the audit trail what it settled. */
export function checkWrites(checker: DueChecker, platform: Principal, trail: AuditTrail, clock: Clock): Job {
  return {
    name: 'check-writes',
    everyMs: 15_000,
    async run() {
      for (const { id, outcome, because, correlationId } of await checker.checkDue()) {
        if (outcome !== 'done' && outcome !== 'not_done') continue;
        await trail.commit({
          id: uuidv7(clock.now()),
          at: clock.now(),
          kind: 'action',
          principalId: platform.id,
          principalName: platform.name,
          face: 'job',
          correlationId,
          subject: 'dead-letters.check',
          effect: 'write',
          outcome: 'ok',
          count: 1,
          detail: `${id} ${outcome}: ${because}`,
        });
      }
    },
  };
}
