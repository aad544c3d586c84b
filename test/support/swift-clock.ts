import { type Clock, systemClock } from '../../src/kernel/clock.ts';

/** A clock that runs so many times as fast as the machine's, so that vendors' quotas flow back while a test runs. */
export function createSwiftClock(times: number): Clock {
  const startMonotonicMs = systemClock.monotonicMs();
  // Always the same day: what examples name is in the state of that day.
  const startMs = Date.UTC(2026, 10, 22, 12);
  const elapsedMs = () => (systemClock.monotonicMs() - startMonotonicMs) * times;
  return {
    now: () => Math.floor(startMs + elapsedMs()),
    monotonicMs: elapsedMs,
    after: (ms, run) => systemClock.after(ms / times, run),
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}
