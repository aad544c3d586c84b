import type { Job } from './job.ts';

/** Tells the other replicas, once that is possible again, which answers became old while it was not. */
export function raiseOwed(generations: { payOwed(): Promise<void> }): Job {
  return { name: 'raise-owed', everyMs: 1_000, run: () => generations.payOwed() };
}
