import type { Signal } from '../kernel/abort.ts';
import type { Clock } from '../kernel/clock.ts';
import type { SharedState } from '../kernel/shared-state.ts';
import type { Leases } from './leases.ts';

/** A replica's turn to fetch. */
export interface FetchTurn {
  /** Somebody else had it before: there may be an answer now. */
  readonly waited: boolean;
  /** Lets the next one have it. Never rejects. */
  end(): Promise<void>;
}

/** A holder that is gone keeps the others from nothing but waiting. */
const LEASE_MS = 5_000;
/** Longest wait for another replica's answer; then one fetches it oneself. */
const WAIT_MS = 2_000;
const FIRST_LOOK_MS = 10;
const LOOK_MAX_MS = 160;

/** Lets one replica fetch an answer while the others wait for it, for a moment and only while they can ask. */
export class FetchTurns {
  readonly #leases: Leases;
  readonly #clock: Clock;
  readonly #state: SharedState;

  constructor(leases: Leases, clock: Clock, state: SharedState) {
    this.#leases = leases;
    this.#clock = clock;
    this.#state = state;
  }

  /** Waits until nobody else is fetching under this name, or has been for too long. Rejects with the signal's reason alone. */
  async take(name: string, signal?: Signal): Promise<FetchTurn> {
    const until = this.#clock.monotonicMs() + WAIT_MS;
    let waitMs = FIRST_LOOK_MS;
    for (let waited = false; ; waited = true) {
      const taken = await this.#tryTake(name);
      if (taken) return { waited, end: () => this.#end(name, taken.token) };
      const leftMs = until - this.#clock.monotonicMs();
      if (leftMs <= 0) return { waited, end: async () => {} };
      await this.#clock.sleep(Math.min(waitMs, leftMs), signal);
      waitMs = Math.min(waitMs * 2, LOOK_MAX_MS);
    }
  }

  /** `undefined` while another has the lease; without a token when there is nobody to ask for one. */
  async #tryTake(name: string): Promise<{ readonly token?: string } | undefined> {
    if (!this.#state.up) return {};
    try {
      const token = await this.#leases.take(name, LEASE_MS);
      return token === undefined ? undefined : { token };
    } catch {
      this.#state.missed('cache');
      return {};
    }
  }

  async #end(name: string, token: string | undefined): Promise<void> {
    if (token === undefined || !this.#state.up) return;
    // One that is not ended ends by itself.
    await this.#leases.release(name, token).catch(() => this.#state.missed('cache'));
  }
}
