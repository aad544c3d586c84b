import type { Clock } from '../kernel/clock.ts';
import type { Job } from './job.ts';

/** A store that gives up what has expired, a bounded number at a time. */
export interface Purgeable {
  purge(before: number, limit: number): Promise<number>;
}

/** Small enough that a batch never holds the database for long. */
const BATCH = 200;
const BATCHES_MAX = 50;

/** Deletes what expired, in small batches with room for others between them. */
export function purgeExpired(name: string, store: Purgeable, clock: Clock): Job {
  return {
    name: `purge-${name}`,
    everyMs: 60_000,
    async run() {
      for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
        if ((await store.purge(clock.now(), BATCH)) < BATCH) return;
        await clock.sleep(10);
      }
    },
  };
}
