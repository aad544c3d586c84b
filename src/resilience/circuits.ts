import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { Breaker, type BreakerCause, type BreakerState } from './breaker.ts';
import type { CircuitRecord, CircuitStore } from './circuit-store.ts';
import type { FallbackCircuitStore } from './fallback-circuit-store.ts';

export interface CircuitsParts {
  readonly clock: Clock;
  readonly store: Pick<CircuitStore, 'tell'>;
  /** The same store where replicas share it. */
  readonly shared?: FallbackCircuitStore;
  /** Told when this process has moved the circuit of a connection. */
  observe?(connection: string, to: BreakerState, cause: BreakerCause): void;
}

/** What replicas tell each other of a circuit that one of them has changed. */
const Notice = z.object({
  circuit: z.string(),
  record: z.object({
    revision: z.number(),
    openings: z.int(),
    failures: z.int(),
    // Older releases do not say it.
    latest: z
      .string()
      .regex(/^[01]{0,20}$/)
      .default(''),
    open: z.boolean(),
    held: z.boolean(),
    restsForMs: z.number(),
    probe: z.object({ token: z.string(), leaseMs: z.number() }).optional(),
  }),
});

/** Writes what the others read with `hear`. */
export function circuitNotice(circuit: string, record: CircuitRecord): string {
  return JSON.stringify({ circuit, record });
}

/** The circuits of all connections of this process. A connection that has changed has another one, which is closed. */
export class Circuits {
  readonly #parts: CircuitsParts;
  readonly #byConnection = new Map<string, Breaker>();

  constructor(parts: CircuitsParts) {
    this.#parts = parts;
  }

  /** Whether other replicas have them too, so that there is something to look at again. */
  get shared(): boolean {
    return this.#parts.shared !== undefined;
  }

  /** The circuit of a connection in one of its versions. */
  breakerOf(connection: string, version: number): Breaker {
    const { clock, store, observe } = this.#parts;
    const name = nameOf(connection, version);
    const known = this.#byConnection.get(connection);
    if (known?.name === name) return known;
    this.retire(connection);
    const breaker = new Breaker({ clock, name, store, observe: (to, cause) => observe?.(connection, to, cause) });
    this.#byConnection.set(connection, breaker);
    return breaker;
  }

  /** Forgets the circuit of a connection that has changed or is gone, so that it is not kept open for nobody. */
  retire(connection: string): void {
    const { clock, store } = this.#parts;
    const breaker = this.#byConnection.get(connection);
    this.#byConnection.delete(connection);
    // Nobody is told that it closes: there is nothing behind it any more.
    if (breaker?.view().held) void new Breaker({ clock, name: breaker.name, store }).close();
  }

  /** Takes a notice of another replica. What is no notice, or of a circuit that is not here, is passed over. */
  hear(text: string): void {
    const notice = parseNotice(text);
    if (notice === undefined) return;
    const breaker = this.#byConnection.get(connectionOf(notice.circuit));
    if (breaker?.name !== notice.circuit) return;
    if (this.#parts.shared?.hear(breaker.name, notice.record)) breaker.adopt(notice.record);
  }

  /** Comes to what all replicas have; one round trip for up to 500 circuits. */
  async lookAgain(): Promise<void> {
    const { shared } = this.#parts;
    if (shared === undefined) return;
    const breakers = [...this.#byConnection.values()];
    const records = await shared.agree(breakers.map(({ name }) => name));
    for (const breaker of breakers) {
      const record = records.get(breaker.name);
      if (record) breaker.adopt(record);
    }
  }
}

function nameOf(connection: string, version: number): string {
  return `${connection} ${version}`;
}

function connectionOf(circuit: string): string {
  return circuit.slice(0, circuit.lastIndexOf(' '));
}

function parseNotice(text: string): z.output<typeof Notice> | undefined {
  try {
    return Notice.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
