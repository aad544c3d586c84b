import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { IdempotencyStore } from '../resilience/idempotency-store.ts';
import type { Job } from './job.ts';

/**
 * Settles what replicas left that ended in the midst of a write: writes begun longer than `olderThanMs` ago, which is
 * more than any call takes, are under way nowhere.
 */
export function recoverWrites(
  store: Pick<IdempotencyStore, 'recover'>,
  olderThanMs: number,
  clock: Clock,
  log: Log,
): Job {
  return {
    name: 'recover-writes',
    everyMs: 15_000,
    async run() {
      const writes = await store.recover(clock.now() - olderThanMs);
      if (writes > 0) log.warn({ writes }, 'writes of a replica that ended have an unknown outcome');
    },
  };
}
