import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';

/** A vendor asked for a longer pause than any that makes sense is asked again after this: a day, and the hour that summer time adds. */
const LONGEST_STOP_MS = 25 * 3_600_000;
/** Scopes come out of calls' input, so their number is bounded; the one that was stopped first is forgotten first. */
export const SCOPES_MAX = 1_000;
/** A stop this soon after the end of the one before is a second one. */
const AGAIN_WITHIN_MS = 3_600_000;

interface Stop {
  /** Monotonic ms. */
  readonly until: number;
  readonly message: string;
}

/** Told of what this process learns by itself, so that others need not learn it by asking the vendor. */
export interface StopsObserver {
  /** Something was stopped for so long. */
  stopped(stop: RunningStop): void;
  /** A person made an end of all of it. */
  cleared(): void;
}

/** A stop that is not over. */
export interface RunningStop {
  /** Without it, of the whole connection. */
  readonly scope?: string;
  readonly forMs: number;
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
 * calls are refused here, because some vendors count what they refuse. Lives in this process, and tells its observer, so that
 * replicas that share a server obey what one of them was told.
 */
export class QuotaStops {
  readonly #clock: Clock;
  readonly #observer: StopsObserver | undefined;
  readonly #scopes = new Map<string, Stop>();
  #whole: Stop | undefined;

  constructor(clock: Clock, observer?: StopsObserver) {
    this.#clock = clock;
    this.#observer = observer;
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
    this.#set(scope, { until: now + ms, message });
    this.#observer?.stopped({ scope, forMs: ms, message });
  }

  /** Takes what another replica was told, where it lasts longer than what is known. */
  adopt({ scope, forMs, message }: RunningStop): void {
    const until = this.#clock.monotonicMs() + Math.min(forMs, LONGEST_STOP_MS);
    const known = scope === undefined ? this.#whole : this.#scopes.get(scope);
    if (known === undefined || known.until < until) this.#set(scope, { until, message });
  }

  /** Makes an end of one stop, which another replica made an end of. */
  lift(scope: string | undefined): void {
    if (scope === undefined) this.#whole = undefined;
    else this.#scopes.delete(scope);
  }

  /** Every stop that is not over. */
  running(): RunningStop[] {
    const now = this.#clock.monotonicMs();
    const all: [string | undefined, Stop | undefined][] = [[undefined, this.#whole], ...this.#scopes];
    return all.flatMap(([scope, stop]) =>
      stop && stop.until > now ? [{ scope, forMs: stop.until - now, message: stop.message }] : [],
    );
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
    this.#observer?.cleared();
    return usedUpForMs !== undefined || scopes > 0;
  }

  view(): QuotaStopsView {
    const now = this.#clock.monotonicMs();
    const scopes = [...this.#scopes.values()].filter(({ until }) => until > now).length;
    return this.#whole && this.#whole.until > now ? { usedUpForMs: this.#whole.until - now, scopes } : { scopes };
  }

  #set(scope: string | undefined, stop: Stop): void {
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
}

function usedUp({ until, message }: Stop, now: number): PlatformError {
  return new PlatformError('upstream_quota', message, { retryAfterMs: until - now, sent: 'no' });
}
