import type { Job } from './job.ts';

/** Looks again whether what calls need is there, so that a probe is answered from memory. */
export function refreshReadiness(registry: { refresh(): Promise<void> }): Job {
  return { name: 'refresh-readiness', everyMs: 2_000, run: () => registry.refresh() };
}
