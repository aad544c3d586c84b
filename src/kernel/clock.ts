import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument, so that tests own it. */
export interface Clock {
  /** Wall time in epoch milliseconds: for records and for what leaves the process. */
  now(): number;
  /** Monotonic milliseconds from an arbitrary start: for durations, deadlines and waits. A step of the wall clock does not move it. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects at once with the signal's reason when `signal` aborts, and leaves no listener behind. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
