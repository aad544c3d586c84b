import type { QuotaReading } from '../kernel/connector.ts';
import type { SharedState } from '../kernel/shared-state.ts';
import type { QuotaStore } from './quota-store.ts';

/**
 * Mirrors vendors' buckets with all replicas while the shared store is there, and alone while it is not. What the vendor
 * says goes into both, so that a replica that is left alone begins with a true reading.
 */
export class FallbackQuotaStore implements QuotaStore {
  readonly #shared: QuotaStore;
  readonly #local: QuotaStore;
  readonly #state: SharedState;

  constructor(shared: QuotaStore, local: QuotaStore, state: SharedState) {
    this.#shared = shared;
    this.#local = local;
    this.#state = state;
  }

  take(bucket: string, cost: number, initial: QuotaReading): number | Promise<number> {
    const alone = () => {
      this.#state.missed('quotas');
      return this.#local.take(bucket, cost, initial);
    };
    return this.#state.up ? Promise.resolve(this.#shared.take(bucket, cost, initial)).catch(alone) : alone();
  }

  async giveBack(bucket: string, cost: number): Promise<void> {
    await this.#both((store) => store.giveBack(bucket, cost));
  }

  async observe(bucket: string, reading: QuotaReading, pending: number): Promise<void> {
    await this.#both((store) => store.observe(bucket, reading, pending));
  }

  /** Nothing waits for it: what the shared store does not learn, its own refill corrects. */
  async #both(tell: (store: QuotaStore) => void | Promise<void>): Promise<void> {
    await tell(this.#local);
    if (!this.#state.up) return;
    try {
      await tell(this.#shared);
    } catch {
      this.#state.missed('quotas');
    }
  }
}
