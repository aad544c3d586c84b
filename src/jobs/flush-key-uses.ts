import type { ApiKeys } from '../access/api-keys.ts';
import type { Job } from './job.ts';

/** Writes the gathered times of last use of API keys, in one batch. */
export function flushKeyUses(keys: ApiKeys): Job {
  return { name: 'flush-key-uses', everyMs: 15_000, run: () => keys.flushUses() };
}
