import type { ApiKeys } from '../access/api-keys.ts';
import type { Job } from './job.ts';

/**
 * Learns of keys that other replicas have revoked, often enough that a revocation holds everywhere within a second.
 * While the database does not answer, keys that were seen stay in force, as they do beside a database of one's own.
 */
export function noticeRevocations(keys: ApiKeys): Job {
  return { name: 'notice-revocations', everyMs: 500, run: () => keys.noticeRevocations() };
}
