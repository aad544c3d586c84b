import type { Clock } from '../../src/kernel/clock.ts';

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** A clock that stands still until a test moves it. Sleepers wake in the order of their times. */
export interface FakeClock extends Clock {
  /** Moves both times on by `ms`, waking sleepers on the way and letting what they do settle. */
  advance(ms: number): Promise<void>;
  /** Moves wall time alone, as when somebody sets the machine's clock. */
  setWall(epochMs: number): void;
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 22, 12)): FakeClock {
  const sleepers = new Set<Sleeper>();
  let wall = startMs;
  let monotonic = 1_000;

  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };

  return {
    now: () => wall,
    monotonicMs: () => monotonic,
    setWall(epochMs) {
      wall = epochMs;
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        const end = (finish: () => void) => () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          finish();
        };
        const abort = end(() => reject(signal?.reason));
        const sleeper: Sleeper = { until: monotonic + ms, wake: end(resolve) };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    async advance(ms) {
      await settle();
      const target = monotonic + ms;
      for (;;) {
        const [next] = [...sleepers].filter(({ until }) => until <= target).sort((a, b) => a.until - b.until);
        if (!next) break;
        const step = Math.max(0, next.until - monotonic);
        wall += step;
        monotonic += step;
        next.wake();
        await settle();
      }
      wall += target - monotonic;
      monotonic = target;
      await settle();
    },
  };
}
