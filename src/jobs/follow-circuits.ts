import type { Job } from './job.ts';

/** Brings the circuits to what all replicas have, whatever notices were lost, and tells them what this one did alone. */
export function followCircuits(circuits: { lookAgain(): Promise<void> }): Job {
  return { name: 'follow-circuits', everyMs: 5_000, run: () => circuits.lookAgain() };
}
