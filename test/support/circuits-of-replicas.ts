import { setImmediate as settle } from 'node:timers/promises';
import type { Breaker, Verdict } from '../../src/resilience/breaker.ts';
import type { CircuitEvent, CircuitRecord, CircuitStore } from '../../src/resilience/circuit-store.ts';
import { Circuits, circuitNotice } from '../../src/resilience/circuits.ts';
import { FallbackCircuitStore } from '../../src/resilience/fallback-circuit-store.ts';
import { MemoryCircuitStore } from '../../src/storage/memory/memory-circuit-store.ts';
import { MemoryNoticeBoard } from '../../src/storage/memory/memory-notices.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

const OPTIONS = { failures: 5, openMs: 60_000, leaseMs: 80_000 };

/** A store over a network that can fail, and counts what it is asked. */
class DistantCircuitStore implements CircuitStore {
  readonly #clock: FakeClock;
  #store: MemoryCircuitStore;
  asked = 0;
  away = false;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    this.#store = new MemoryCircuitStore(clock, OPTIONS);
  }

  async tell(circuit: string, event: CircuitEvent) {
    const told = await this.#over(() => this.#store.tell(circuit, event));
    return { ...told, shared: true };
  }

  read(circuits: readonly string[]) {
    return this.#over(() => this.#store.read(circuits));
  }

  put(circuit: string, record: CircuitRecord, byPerson: boolean) {
    return this.#over(() => this.#store.put(circuit, record, byPerson));
  }

  restore(circuit: string, record: CircuitRecord) {
    return this.#over(() => this.#store.restore(circuit, record));
  }

  /** As a server whose copy has taken its place, and has not heard of what came last. */
  goBackTo(circuit: string, record: CircuitRecord): void {
    this.loseAll();
    this.#store.mirror(circuit, record);
  }

  /** As a server that kept nothing over its restart. */
  loseAll(): void {
    this.#store = new MemoryCircuitStore(this.#clock, OPTIONS);
  }

  async #over<Reply>(ask: () => Reply): Promise<Reply> {
    this.asked += 1;
    await settle();
    if (this.away) throw new Error('It is away.');
    return ask();
  }
}

/** Replicas with a circuit each of one connection, the store that they share, and the network of their notices. */
export function openCircuitsOfReplicas() {
  const clock = createFakeClock();
  const store = new DistantCircuitStore(clock);
  const board = new MemoryNoticeBoard();
  const network = { deaf: false };
  const openReplica = () => {
    const moves: string[] = [];
    const missed: string[] = [];
    const notices = board.join();
    const state = {
      get up() {
        return !store.away;
      },
      missed: (name: string) => missed.push(name),
    };
    const shared = new FallbackCircuitStore(store, new MemoryCircuitStore(clock, OPTIONS), state, (name, record) => {
      void notices.publish('circuits', circuitNotice(name, record));
    });
    const circuits = new Circuits({
      clock,
      store: shared,
      shared,
      observe: (connection, to, cause) => moves.push(`${connection} ${to} (${cause})`),
    });
    notices.subscribe('circuits', { heard: (text) => network.deaf || circuits.hear(text), missed() {} });
    const breaker = circuits.breakerOf('acme/default', 1);
    let sent = 0;
    const attempt = (end: Verdict, on: Breaker = breaker, slow = false) =>
      on.run(
        async () => {
          sent += 1;
          await settle();
          if (end !== 'success') throw new Error(end);
        },
        (error) => (error as Error | undefined)?.message as Verdict,
        () => slow,
      );
    /** So many attempts one after another, quick or slow. */
    const succeed = async (times: number, slow = false) => {
      for (let n = 0; n < times; n += 1) await attempt('success', breaker, slow);
    };
    const fail = async (times: number) => {
      for (let n = 0; n < times; n += 1) await attempt('failure').catch(() => undefined);
    };
    return { circuits, breaker, attempt, succeed, fail, moves, missed, notices, sent: () => sent };
  };
  return { clock, store, network, openReplica, one: openReplica(), other: openReplica() };
}
