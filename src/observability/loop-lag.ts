import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const READ_EVERY_MS = 250;
const NS_PER_MS = 1e6;

/**
 * Tells every quarter of a second how much later than it should the event loop came round, in milliseconds, on average
 * since it last told. The reading itself is by a timer of the loop: one that is blocked tells as soon as it is free.
 */
export class LoopLag implements Disposable {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;

  constructor(tell: (lagMs: number) => void) {
    this.#histogram.enable();
    this.#timer = setInterval(() => {
      const { mean } = this.#histogram;
      this.#histogram.reset();
      // No sample since the last reading says nothing; the histogram's own period is no lag.
      tell(Number.isFinite(mean) ? Math.max(0, mean / NS_PER_MS - RESOLUTION_MS) : 0);
    }, READ_EVERY_MS);
    this.#timer.unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#histogram.disable();
  }
}
