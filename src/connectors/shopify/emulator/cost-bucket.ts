import type { Clock } from '../../../kernel/clock.ts';

/** What a plan allows: points that the bucket holds, and points that flow back each second. */
export interface BucketSize {
  readonly maximumAvailable: number;
  readonly restoreRate: number;
}

/** Shopify's Standard plan (shopify.dev/docs/api/usage/limits). */
export const standardPlan: BucketSize = { maximumAvailable: 2000, restoreRate: 100 };

export interface ThrottleStatus extends BucketSize {
  readonly currentlyAvailable: number;
}

/** A leaky bucket of query cost, refilled by the clock. */
export class CostBucket {
  readonly #size: BucketSize;
  readonly #clock: Clock;
  #available: number;
  #countedAtMs: number;

  constructor(size: BucketSize, clock: Clock) {
    this.#size = size;
    this.#clock = clock;
    this.#available = size.maximumAvailable;
    this.#countedAtMs = clock.monotonicMs();
  }

  /** Takes points out, all or none; says whether there were enough. */
  take(points: number): boolean {
    this.#refill();
    if (points > this.#available) return false;
    this.#available -= points;
    return true;
  }

  /** Puts back what was asked for and not used. */
  giveBack(points: number): void {
    this.#refill();
    this.#available = Math.min(this.#available + points, this.#size.maximumAvailable);
  }

  /** Gives whole points, as the API shows them. */
  status(): ThrottleStatus {
    this.#refill();
    return { ...this.#size, currentlyAvailable: Math.floor(this.#available) };
  }

  #refill(): void {
    const nowMs = this.#clock.monotonicMs();
    const restored = ((nowMs - this.#countedAtMs) / 1000) * this.#size.restoreRate;
    this.#available = Math.min(this.#available + restored, this.#size.maximumAvailable);
    this.#countedAtMs = nowMs;
  }
}
