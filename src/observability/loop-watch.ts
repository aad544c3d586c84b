import { type EventLoopUtilization, performance } from 'node:perf_hooks';

const READ_EVERY_MS = 20;

/** The event loop since the reading before. */
export interface LoopReading {
  /** Since that reading. */
  readonly elapsedMs: number;
  /** How much later than it should it came round, in milliseconds. */
  readonly lagMs: number;
  /** The share of the time in which it had something to do, from 0 to 1. */
  readonly busy: number;
}

/** Tells fifty times a second how the event loop does. The timer is the loop's own: one that is blocked tells as soon as it is free. */
export class LoopWatch implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #readAt = performance.now();
  #used: EventLoopUtilization = performance.eventLoopUtilization();

  constructor(tell: (reading: LoopReading) => void) {
    this.#timer = setInterval(() => tell(this.#read()), READ_EVERY_MS);
    this.#timer.unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #read(): LoopReading {
    const now = performance.now();
    const elapsedMs = now - this.#readAt;
    this.#readAt = now;
    const used = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(used, this.#used);
    this.#used = used;
    return { elapsedMs, lagMs: Math.max(0, elapsedMs - READ_EVERY_MS), busy: utilization };
  }
}
