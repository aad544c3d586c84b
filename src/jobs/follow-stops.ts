import type { Job } from './job.ts';

/** Comes to what other replicas were told is used up, whatever notices were lost, and tells them what this one was told alone. */
export function followStops(stops: { lookAgain(): Promise<void> }): Job {
  return { name: 'follow-stops', everyMs: 5_000, run: () => stops.lookAgain() };
}
