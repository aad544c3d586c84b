import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';

/** A vendor asked for a longer pause than any that makes sense is asked again after this: a day, and the hour that summer time adds. */
const LONGEST_STOP_MS = 25 * 3_600_000;
/** Scopes come out of calls' input, so their number is bounded; the one that was stopped first is forgotten first. */
const SCOPES_MAX = 1_000;
/** A stop this soon after the end of the one before is a second one. */
const AGAIN_WITHIN_MS = 3_600_000;

interface Stop {
  /** Monotonic ms. */
  readonly until: number;
  readonly message: string;
}

/** What of a connection rests, as an operator sees it. */
export interface QuotaStopsView {
  /** Milliseconds until calls of the whole connection are taken to the vendor again; absent when they are. */
  readonly usedUpForMs?: number;
  /** How many scopes are stopped on their own: sites, properties. */
  readonly scopes: number;
}

/**
 * What of one connection the vendor has said is used up, and until when: the connection, or scopes of it. Until then
 * calls are refused here, because some vendors count what they refuse. Lives in this process: another one learns of it by
 * asking once.
 */
export class QuotaStops {
  readonly #clock: Clock;
  readonly #scopes = new Map<string, Stop>();
  #whole: Stop | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Remembers a vendor's word. Without `scope` it holds for the whole connection; times are epoch ms. Where the same was
   * stopped within the hour before, it holds until `againUntilMs`.
   */
  stop(scope: string | undefined, untilMs: number, message: string, againUntilMs: number = untilMs): void {
    const now = this.#clock.monotonicMs();
    const before = scope === undefined ? this.#whole : this.#scopes.get(scope);
    const isSecond = before !== undefined && before.until <= now && now - before.until <= AGAIN_WITHIN_MS;
    const ms = Math.min((isSecond ? againUntilMs : untilMs) - this.#clock.now(), LONGEST_STOP_MS);
    if (!(ms > 0)) return;
    const stop = { until: now + ms, message };
    if (scope === undefined) {
      this.#whole = stop;
      return;
    }
    this.#scopes.delete(scope);
    this.#scopes.set(scope, stop);
    for (const oldest of this.#scopes.keys()) {
      if (this.#scopes.size <= SCOPES_MAX) break;
      this.#scopes.delete(oldest);
    }
  }

  /** What is told to a call that would go to the vendor in vain; `undefined` when it may go. */
  refusal(scope: string | undefined): PlatformError | undefined {
    const now = this.#clock.monotonicMs();
    if (this.#whole && this.#whole.until > now) return usedUp(this.#whole, now);
    const stop = scope === undefined ? undefined : this.#scopes.get(scope);
    if (stop && stop.until > now) return usedUp(stop, now);
    return undefined;
  }

  /** Forgets everything: the next call asks the vendor. Gives whether there was anything to forget. */
  clear(): boolean {
    const { usedUpForMs, scopes } = this.view();
    this.#whole = undefined;
    this.#scopes.clear();
    return usedUpForMs !== undefined || scopes > 0;
  }

  view(): QuotaStopsView {
    const now = this.#clock.monotonicMs();
    const scopes = [...this.#scopes.values()].filter(({ until }) => until > now).length;
    return this.#whole && this.#whole.until > now ? { usedUpForMs: this.#whole.until - now, scopes } : { scopes };
  }
}

function usedUp({ until, message }: Stop, now: number): PlatformError {
  return new PlatformError('upstream_quota', message, { retryAfterMs: until - now, sent: 'no' });
}
