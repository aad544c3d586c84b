import { randomUUID } from 'node:crypto';
import type { Leases } from '../../cache/leases.ts';
import type { Clock } from '../../kernel/clock.ts';

interface Lease {
  readonly token: string;
  /** Monotonic ms. */
  readonly until: number;
}

const LEASES_MAX = 10_000;

/** Keeps leases for those who share this object. */
export class MemoryLeases implements Leases {
  readonly #clock: Clock;
  readonly #leases = new Map<string, Lease>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take(name: string, forMs: number): Promise<string | undefined> {
    const now = this.#clock.monotonicMs();
    const held = this.#leases.get(name);
    if (held && held.until > now) return undefined;
    if (this.#leases.size >= LEASES_MAX) this.#dropEnded(now);
    const token = randomUUID();
    this.#leases.set(name, { token, until: now + forMs });
    return token;
  }

  async release(name: string, token: string): Promise<void> {
    if (this.#leases.get(name)?.token === token) this.#leases.delete(name);
  }

  #dropEnded(now: number): void {
    for (const [name, { until }] of this.#leases) if (until <= now) this.#leases.delete(name);
  }
}
