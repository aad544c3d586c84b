import type { Clock } from '../../kernel/clock.ts';
import { type RunningStop, SCOPES_MAX } from '../../limits/quota-stops.ts';
import type { StopStore } from '../../limits/stop-store.ts';

interface Stop {
  /** Monotonic ms. */
  readonly until: number;
  readonly message: string;
}

/** Keeps stops for those who share this object. */
export class MemoryStopStore implements StopStore {
  readonly #clock: Clock;
  readonly #stops = new Map<string, Map<string | undefined, Stop>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async put(connection: string, { scope, forMs, message }: RunningStop): Promise<void> {
    const stops = this.#running(connection);
    const until = this.#clock.monotonicMs() + forMs;
    const known = stops.get(scope);
    if (known ? known.until >= until : stops.size >= SCOPES_MAX) return;
    stops.set(scope, { until, message });
    this.#stops.set(connection, stops);
  }

  async read(connections: readonly string[]): Promise<ReadonlyMap<string, readonly RunningStop[]>> {
    const now = this.#clock.monotonicMs();
    const rows = connections.map((connection) => {
      const stops = [...this.#running(connection)];
      return [
        connection,
        stops.map(([scope, { until, message }]) => ({ scope, forMs: until - now, message })),
      ] as const;
    });
    return new Map(rows.filter(([, stops]) => stops.length > 0));
  }

  async clear(connection: string): Promise<void> {
    this.#stops.delete(connection);
  }

  /** The stops of a connection; those that are over are forgotten. */
  #running(connection: string): Map<string | undefined, Stop> {
    const now = this.#clock.monotonicMs();
    const running = [...(this.#stops.get(connection) ?? [])].filter(([, { until }]) => until > now);
    if (running.length === 0) this.#stops.delete(connection);
    return new Map(running);
  }
}
