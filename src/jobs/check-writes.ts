import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Checked } from '../dead-letters/letter-checker.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';
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
      const settled = (await checker.checkDue()).filter(({ outcome }) => outcome === 'done' || outcome === 'not_done');
      // All at once: a row that the database cannot take now stays queued, and so do the others.
      await Promise.all(settled.map((checked) => trail.commit(toEntry(checked, platform, clock.now()))));
    },
  };
}

function toEntry({ id, outcome, because, correlationId }: Checked, platform: Principal, at: number): AuditEntry {
  return {
    id: uuidv7(at),
    at,
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
  };
}
