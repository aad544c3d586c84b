import type { AuditTrail } from '../audit/audit-trail.ts';
import type { DeadLetter } from '../dead-letters/dead-letter-store.ts';
import type { Clock } from '../kernel/clock.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Job } from './job.ts';

/** Whoever keeps the letters in order. */
export interface LetterTender {
  /** Gives the letters that were discarded for their age. */
  tend(): Promise<readonly DeadLetter[]>;
}

/** Keeps dead letters in order, and records in the audit trail what was discarded for its age. */
export function tendDeadLetters(letters: LetterTender, trail: AuditTrail, clock: Clock): Job {
  return {
    name: 'tend-dead-letters',
    everyMs: 15_000,
    async run() {
      for (const { id, correlationId } of await letters.tend()) {
        trail.record({
          id: uuidv7(clock.now()),
          at: clock.now(),
          kind: 'action',
          principalId: 'platform',
          principalName: 'the platform itself',
          face: 'job',
          correlationId,
          subject: 'dead-letters.discard',
          effect: 'destroy',
          outcome: 'ok',
          count: 1,
          detail: `${id}: for its age`,
        });
      }
    },
  };
}
