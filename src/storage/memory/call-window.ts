const WINDOW_MS = 60_000;
const FIRST_CALLS = 16;
/** What an object and its array take besides their numbers. */
const OVERHEAD_BYTES = 200;
/** Forgives the rounding of sums of fractions, so that who keeps the pace exactly is never refused. */
const ROUNDING_MS = 0.001;

/** The instants of the calls of the last minute, `callsMax` at most, in a ring that grows as it is needed. */
export class CallWindow {
  readonly callsMax: number;
  #instants: Float64Array;
  #oldest = 0;
  #count = 0;

  constructor(callsMax: number) {
    this.callsMax = callsMax;
    this.#instants = new Float64Array(Math.min(FIRST_CALLS, callsMax));
  }

  get bytes(): number {
    return this.#instants.byteLength + OVERHEAD_BYTES;
  }

  /** Milliseconds until one more call fits into the minute; 0 when it does now. */
  waitMs(now: number): number {
    this.#forget(now);
    if (this.#count < this.callsMax) return 0;
    return Math.max(1, Math.ceil((this.#instants[this.#oldest] as number) + WINDOW_MS - now));
  }

  /** Whole calls that fit into the minute now. */
  spare(now: number): number {
    this.#forget(now);
    return this.callsMax - this.#count;
  }

  /** Milliseconds until the last call is forgotten. */
  emptyAfterMs(now: number): number {
    if (this.#count === 0) return 0;
    const newest = this.#instants[(this.#oldest + this.#count - 1) % this.#instants.length] as number;
    return Math.max(0, Math.ceil(newest + WINDOW_MS - now));
  }

  /** Remembers a call, for which there must be room. */
  add(now: number): void {
    if (this.#count === this.#instants.length) this.#grow();
    this.#instants[(this.#oldest + this.#count) % this.#instants.length] = now;
    this.#count += 1;
  }

  #forget(now: number): void {
    const until = now - WINDOW_MS + ROUNDING_MS;
    while (this.#count > 0 && (this.#instants[this.#oldest] as number) <= until) {
      this.#oldest = (this.#oldest + 1) % this.#instants.length;
      this.#count -= 1;
    }
  }

  #grow(): void {
    const grown = new Float64Array(Math.min(this.callsMax, this.#instants.length * 2));
    for (let at = 0; at < this.#count; at += 1) {
      grown[at] = this.#instants[(this.#oldest + at) % this.#instants.length] as number;
    }
    this.#instants = grown;
    this.#oldest = 0;
  }
}
