import type { Signal } from './abort.ts';
/** Time as an argument, so that tests own it. */
export interface Clock {
  /** Wall time in epoch milliseconds: for records and for what leaves the process. */
  now(): number;
  /** Monotonic milliseconds from an arbitrary start: for durations, deadlines and waits. A step of the wall clock does not move it. */
  monotonicMs(): number;
  /** Runs `run` once after `ms`, unless the function that it gives is called first. The cheapest wait there is. */
  after(ms: number, run: () => void): () => void;
  /** Resolves after `ms`; rejects at once with the signal's reason when `signal` aborts, and leaves no listener behind. */
  sleep(ms: number, signal?: Signal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  sleep(ms, signal) {
    if (signal === undefined) return new Promise((resolve) => void setTimeout(resolve, ms));
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      }, ms);
      signal.addEventListener('abort', abort, { once: true });
    });
  },
};
