import type { Secrets } from '../kernel/authentication.ts';
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
  /** Gives the connection's secrets by name; for the signer and the verification of webhooks, and for nobody else. */
  readonly secrets: Secrets;
  /** Whether webhooks can come in for it: the vendor sends some, and there is a secret to verify them with. */
  readonly receivesEvents: boolean;
  /** Knows the connection's secrets. */
  readonly scrub: Scrubber;
}

/**
 * All connections of this process, by id and by connector. A connection that changes becomes another object; calls that
 * found it before end with what they began with.
 */
export class ConnectionRuntimes {
  readonly #of = new WeakMap<Connection, ConnectionRuntime>();
  #all: readonly ConnectionRuntime[] = [];
  #byId: ReadonlyMap<string, ConnectionRuntime> = new Map();
  #byConnector: ReadonlyMap<string, readonly Connection[]> = new Map();
  #revision = 0;

  constructor(all: readonly ConnectionRuntime[]) {
    this.replace(all);
  }

  get all(): readonly ConnectionRuntime[] {
    return this.#all;
  }

  /** Another number than before: the connections are others, and what was made of them is old. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes these for all that came before, at once. */
  replace(all: readonly ConnectionRuntime[]): void {
    this.#all = all;
    this.#revision += 1;
    for (const runtime of all) this.#of.set(runtime.connection, runtime);
    this.#byId = new Map(all.map((runtime) => [runtime.connection.id, runtime]));
    this.#byConnector = Map.groupBy(
      all.map(({ connection }) => connection),
      ({ connector }) => connector.id,
    );
  }

  /** The runtime of a connection that came out of here, for as long as anybody holds it. */
  of(connection: Connection): ConnectionRuntime {
    const runtime = this.#of.get(connection);
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
