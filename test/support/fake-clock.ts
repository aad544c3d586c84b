import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/kernel/clock.ts';

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock {
  /** Lets `ms` pass: sleepers wake in order, each at its own time, and what they start in between sleeps on the same time. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock forward, or back with a negative `ms`, as an operator would: monotonic time and sleepers do not notice. */
  stepWall(ms: number): void;
  /** How many timers and sleepers wait: what is not 0 when all is over was left behind. */
  readonly waiting: number;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A write goes on with each commit of the database, and each of them ends with a turn of the event loop. */
const TURNS = 10;

/** Lets everything that can go on without time go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
}

/** A clock that shows `startMs` (epoch ms) and moves only by `advance`. */
export function createFakeClock(startMs: number = Date.UTC(2026, 10, 22, 12)): FakeClock {
  let elapsed = 0;
  let wallOffset = startMs;
  const sleepers = new Set<Sleeper>();

  const nextDue = (until: number): Sleeper | undefined => {
    let next: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.wakeAt <= until && (next === undefined || sleeper.wakeAt < next.wakeAt)) next = sleeper;
    }
    return next;
  };

  return {
    now: () => wallOffset + elapsed,
    monotonicMs: () => elapsed,
    get waiting() {
      return sleepers.size;
    },
    stepWall(ms) {
      wallOffset += ms;
    },
    after(ms, run) {
      const sleeper: Sleeper = {
        wakeAt: elapsed + ms,
        wake: () => {
          sleepers.delete(sleeper);
          run();
        },
      };
      sleepers.add(sleeper);
      return () => sleepers.delete(sleeper);
    },
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
        };
        const abort = () => {
          leave();
          reject(signal?.reason);
        };
        const wake = () => {
          leave();
          resolve();
        };
        const sleeper: Sleeper = { wakeAt: elapsed + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort);
      });
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        elapsed = Math.max(elapsed, due.wakeAt);
        due.wake();
        await settle();
      }
      elapsed = until;
    },
  };
}
