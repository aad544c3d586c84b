import type { Connection } from '../kernel/connection.ts';
import type { Wire } from '../kernel/wire.ts';
import type { QuotaStops } from '../limits/quota-stops.ts';
import type { Scrubber } from '../privacy/scrubber.ts';
import type { RetryBudget } from '../resilience/backoff.ts';
import type { Breaker } from '../resilience/breaker.ts';
import type { Bulkhead } from '../resilience/bulkhead.ts';

/** A connection with what its calls go through. Each has its own, so that one's trouble is never another's. */
export interface ConnectionRuntime {
  readonly connection: Connection;
  /** Signed: authentication is added inside. */
  readonly wire: Wire;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  readonly retryBudget: RetryBudget;
  /** What the vendor has said is used up. */
  readonly stops: QuotaStops;
  /** Knows the connection's secrets. */
  readonly scrub: Scrubber;
}

/** All connections of this process, by id and by connector. Replaced whole when connections change. */
export class ConnectionRuntimes {
  readonly all: readonly ConnectionRuntime[];
  readonly #byId: ReadonlyMap<string, ConnectionRuntime>;
  readonly #byConnector: ReadonlyMap<string, readonly Connection[]>;

  constructor(all: readonly ConnectionRuntime[]) {
    this.all = all;
    this.#byId = new Map(all.map((runtime) => [runtime.connection.id, runtime]));
    this.#byConnector = Map.groupBy(
      all.map(({ connection }) => connection),
      ({ connector }) => connector.id,
    );
  }

  /** The runtime of a connection that came out of here. */
  of(connection: Connection): ConnectionRuntime {
    const runtime = this.#byId.get(connection.id);
    if (!runtime) throw new TypeError(`${connection.id} is not a connection of this process.`);
    return runtime;
  }

  byId(id: string): ConnectionRuntime | undefined {
    return this.#byId.get(id);
  }

  ofConnector(connector: string): readonly Connection[] {
    return this.#byConnector.get(connector) ?? [];
  }
}
