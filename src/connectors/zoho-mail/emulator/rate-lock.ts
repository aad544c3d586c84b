import type { Clock } from '../../../kernel/clock.ts';

const MINUTE_MS = 60_000;
const LOCK_MS = 15 * MINUTE_MS;

/** Locks the account for 15 minutes once it has been asked more often in a minute than it may be. */
export class RateLock {
  readonly #clock: Clock;
  readonly #perMinute: number;
  #askedAt: number[] = [];
  #lockedUntil = 0;

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Says whether one more request is answered, and counts it. */
  admits(): boolean {
    const now = this.#clock.now();
    if (now < this.#lockedUntil) return false;
    this.#askedAt = this.#askedAt.filter((atMs) => atMs > now - MINUTE_MS);
    this.#askedAt.push(now);
    if (this.#askedAt.length <= this.#perMinute) return true;
    this.#lockedUntil = now + LOCK_MS;
    return false;
  }
}
