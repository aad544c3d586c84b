import type { SharedState } from '../kernel/shared-state.ts';
import type { RateDecision, RateLimit, RateStore } from './rate-store.ts';

/**
 * Counts with all replicas while the shared store is there, and alone while it is not. A caller is never kept waiting
 * for a store that is away, and never refused because of it; what was counted meanwhile is not carried over.
 */
export class FallbackRateStore implements RateStore {
  readonly #shared: RateStore;
  readonly #local: RateStore;
  readonly #state: SharedState;

  constructor(shared: RateStore, local: RateStore, state: SharedState) {
    this.#shared = shared;
    this.#local = local;
    this.#state = state;
  }

  take(key: string, limit: RateLimit): RateDecision | Promise<RateDecision> {
    if (!this.#state.up) return this.#alone(key, limit);
    return Promise.resolve(this.#shared.take(key, limit)).catch(() => this.#alone(key, limit));
  }

  #alone(key: string, limit: RateLimit): RateDecision | Promise<RateDecision> {
    this.#state.missed('rates');
    return this.#local.take(key, limit);
  }
}
