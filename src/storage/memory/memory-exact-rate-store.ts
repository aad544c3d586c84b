import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock.ts';
import type { RateDecision, RateLimit, RateStore } from '../../limits/rate-store.ts';
import { CallWindow } from './call-window.ts';
import { MemoryRateStore } from './memory-rate-store.ts';

const KEYS_MAX = 100_000;
const BYTES_MAX = 64 * 1024 * 1024;

/**
 * Counts calls in this process so that the worst minute is `callsPerMinute`, not that and the burst: the instants of a
 * key's last calls are kept, eight bytes each, and the pace of `MemoryRateStore` holds besides. Bounded in keys and bytes.
 */
export class MemoryExactRateStore implements RateStore {
  readonly #clock: Clock;
  readonly #pace: MemoryRateStore;
  readonly #windows: LRUCache<string, CallWindow>;

  constructor(clock: Clock, keysMax: number = KEYS_MAX, bytesMax: number = BYTES_MAX) {
    this.#clock = clock;
    this.#pace = new MemoryRateStore(clock, keysMax);
    this.#windows = new LRUCache({ max: keysMax, maxSize: bytesMax, sizeCalculation: ({ bytes }) => bytes });
  }

  take(key: string, limit: RateLimit): RateDecision {
    const now = this.#clock.monotonicMs();
    const window = this.#window(key, limit.callsPerMinute);
    const waitMs = window.waitMs(now);
    if (waitMs > 0)
      return { allowed: false, remaining: 0, retryAfterMs: waitMs, resetAfterMs: window.emptyAfterMs(now) };
    const decision = this.#pace.take(key, limit);
    if (!decision.allowed) return decision;
    const { bytes } = window;
    window.add(now);
    if (window.bytes !== bytes) this.#weighAnew(key, window);
    return { ...decision, remaining: Math.min(decision.remaining, window.spare(now)) };
  }

  /** A cache weighs what is new to it alone: the same object set again keeps the weight that it had. */
  #weighAnew(key: string, window: CallWindow): void {
    this.#windows.delete(key);
    this.#windows.set(key, window);
  }

  #window(key: string, callsMax: number): CallWindow {
    const known = this.#windows.get(key);
    if (known?.callsMax === callsMax) return known;
    const window = new CallWindow(callsMax);
    this.#windows.set(key, window);
    return window;
  }
}
