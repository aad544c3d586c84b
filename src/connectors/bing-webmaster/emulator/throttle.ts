import type { Clock } from '../../../kernel/clock.ts';

/** How much one account bears. */
export interface ThrottleLimits {
  /** Requests at once, and how many come back each second. */
  readonly burst: number;
  readonly restorePerSecond: number;
  /** GetUrlInfo for one host at once, and how many come back each minute. */
  readonly urlInfoBurst: number;
  readonly urlInfoPerMinute: number;
}

/** What was seen live: calls every 350 ms were refused from the 21st on, GetUrlInfo from the 11th. */
export const seenLimits: ThrottleLimits = { burst: 14, restorePerSecond: 1, urlInfoBurst: 10, urlInfoPerMinute: 1 };

/** So many refusals in a row, and the whole account has to be quiet for so long. */
const refusalsBorne = 10;
const quietMs = 600_000;
const throttleUser = 4;
const throttleHost = 5;

class Bucket {
  readonly #burst: number;
  readonly #restorePerMs: number;
  #level: number;
  #atMs: number;

  constructor(burst: number, restorePerMs: number, nowMs: number) {
    this.#burst = burst;
    this.#restorePerMs = restorePerMs;
    this.#level = burst;
    this.#atMs = nowMs;
  }

  take(nowMs: number): boolean {
    this.#level = Math.min(this.#burst, this.#level + (nowMs - this.#atMs) * this.#restorePerMs);
    this.#atMs = nowMs;
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }
}

/** Refuses what comes too fast, and an account altogether that does not listen. */
export class Throttle {
  readonly #limits: ThrottleLimits;
  readonly #clock: Clock;
  readonly #account: Bucket;
  readonly #urlInfo = new Map<string, Bucket>();
  #refused = 0;
  #lastMs: number;

  constructor(limits: ThrottleLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#account = new Bucket(limits.burst, limits.restorePerSecond / 1000, clock.monotonicMs());
    this.#lastMs = clock.monotonicMs();
  }

  /** Gives the error code of a request that comes too soon; `undefined` for one that may pass. */
  refusal(method: string, host: string | undefined): number | undefined {
    const nowMs = this.#clock.monotonicMs();
    const quiet = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (this.#refused > refusalsBorne) {
      if (quiet < quietMs) return throttleUser;
      this.#refused = 0;
    }
    if (this.#account.take(nowMs) && this.#bearsUrlInfo(method, host, nowMs)) {
      this.#refused = 0;
      return undefined;
    }
    this.#refused++;
    return throttleHost;
  }

  #bearsUrlInfo(method: string, host: string | undefined, nowMs: number): boolean {
    if (method !== 'GetUrlInfo' || host === undefined) return true;
    let bucket = this.#urlInfo.get(host);
    if (!bucket) {
      bucket = new Bucket(this.#limits.urlInfoBurst, this.#limits.urlInfoPerMinute / 60_000, nowMs);
      this.#urlInfo.set(host, bucket);
    }
    return bucket.take(nowMs);
  }
}
