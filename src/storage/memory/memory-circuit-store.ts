import type { Clock } from '../../kernel/clock.ts';
import type {
  CircuitEvent,
  CircuitOptions,
  CircuitRecord,
  CircuitStore,
  Told,
} from '../../resilience/circuit-store.ts';
import { isHalfSlow, slowAmong, withAttempts } from '../../resilience/slow-window.ts';

/** A circuit with times of the store's clock. */
interface Circuit {
  revision: number;
  openings: number;
  failures: number;
  latest: string;
  open: boolean;
  held: boolean;
  restsUntil: number;
  probe: { readonly token: string; readonly until: number } | undefined;
  touchedAt: number;
}

const KEPT_MS = 86_400_000;

/** Keeps the circuits of one process. */
export class MemoryCircuitStore implements CircuitStore {
  readonly #clock: Clock;
  readonly #options: CircuitOptions;
  readonly #circuits = new Map<string, Circuit>();

  constructor(clock: Clock, options: CircuitOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  tell(name: string, event: CircuitEvent): Told {
    const now = this.#clock.monotonicMs();
    const circuit = this.#known(name, now) ?? unknown();
    const { changed, moved } = this.#apply(circuit, event, now);
    if (changed) this.#keep(name, circuit, circuit.revision + 1, now);
    return { record: toRecord(circuit, now), moved, shared: false };
  }

  read(names: readonly string[]): ReadonlyMap<string, CircuitRecord> {
    const now = this.#clock.monotonicMs();
    const known = names.flatMap((name) => {
      const circuit = this.#known(name, now);
      return circuit ? [[name, toRecord(circuit, now)] as const] : [];
    });
    return new Map(known);
  }

  put(name: string, record: CircuitRecord, byPerson: boolean): CircuitRecord {
    const now = this.#clock.monotonicMs();
    const before = this.#known(name, now);
    if (before?.held && !byPerson) return toRecord(before, now);
    const revision = Math.max(before?.revision ?? 0, record.revision) + 1;
    this.mirror(name, { ...record, revision });
    return { ...record, revision };
  }

  restore(name: string, record: CircuitRecord): CircuitRecord {
    const now = this.#clock.monotonicMs();
    const before = this.#known(name, now);
    if (before && before.revision >= record.revision) return toRecord(before, now);
    const revision = record.revision + 1;
    this.mirror(name, { ...record, revision });
    return { ...record, revision };
  }

  /** As `put`, with the revision that the record has elsewhere. */
  mirror(name: string, { probe, restsForMs, ...record }: CircuitRecord): void {
    const now = this.#clock.monotonicMs();
    const kept = probe && { token: probe.token, until: now + probe.leaseMs };
    const circuit = { ...record, restsUntil: now + restsForMs, probe: kept, touchedAt: now };
    this.#keep(name, circuit, record.revision, now);
  }

  #apply(circuit: Circuit, event: CircuitEvent, now: number): { changed: boolean; moved: boolean } {
    switch (event.kind) {
      case 'failure':
        if (circuit.open) return NOTHING;
        circuit.failures += 1;
        return circuit.failures >= this.#options.failures ? this.#open(circuit, now) : CHANGED;
      case 'success':
        if (circuit.open || circuit.failures === 0) return NOTHING;
        circuit.failures = 0;
        return CHANGED;
      case 'slow':
        if (circuit.open) return NOTHING;
        circuit.latest = withAttempts(circuit.latest, event.quick, true);
        return isHalfSlow(circuit.latest) ? this.#open(circuit, now) : CHANGED;
      case 'quick':
        if (circuit.open || slowAmong(circuit.latest) === 0) return NOTHING;
        circuit.latest = withAttempts(circuit.latest, event.quick, false);
        return CHANGED;
      case 'hold':
        if (circuit.held) return NOTHING;
        circuit.held = true;
        return this.#open(circuit, now);
      case 'close': {
        const wasOpen = circuit.open;
        if (!wasOpen && circuit.failures === 0 && circuit.latest === '') return NOTHING;
        shut(circuit);
        return wasOpen ? MOVED : CHANGED;
      }
      case 'probe': {
        const isTaken = circuit.probe !== undefined && circuit.probe.until > now;
        if (!circuit.open || circuit.held || circuit.restsUntil > now || isTaken) return NOTHING;
        circuit.probe = { token: event.token, until: now + this.#options.leaseMs };
        return MOVED;
      }
      case 'probed':
        if (circuit.probe?.token !== event.token) return NOTHING;
        circuit.probe = undefined;
        if (event.verdict === 'failure') return this.#open(circuit, now);
        if (event.verdict === 'neither') return CHANGED;
        shut(circuit);
        return MOVED;
    }
  }

  #open(circuit: Circuit, now: number): typeof MOVED {
    circuit.failures = 0;
    circuit.latest = '';
    circuit.open = true;
    circuit.openings += 1;
    circuit.restsUntil = now + this.#options.openMs;
    circuit.probe = undefined;
    return MOVED;
  }

  #known(name: string, now: number): Circuit | undefined {
    const circuit = this.#circuits.get(name);
    if (circuit === undefined || circuit.held || now - circuit.touchedAt < KEPT_MS) return circuit;
    this.#circuits.delete(name);
    return undefined;
  }

  #keep(name: string, circuit: Circuit, revision: number, now: number): void {
    circuit.revision = revision;
    circuit.touchedAt = now;
    this.#circuits.set(name, circuit);
  }
}

const NOTHING = { changed: false, moved: false } as const;
const CHANGED = { changed: true, moved: false } as const;
const MOVED = { changed: true, moved: true } as const;

function unknown(): Circuit {
  return {
    revision: 0,
    openings: 0,
    failures: 0,
    latest: '',
    open: false,
    held: false,
    restsUntil: 0,
    probe: undefined,
    touchedAt: 0,
  };
}

function shut(circuit: Circuit): void {
  circuit.failures = 0;
  circuit.latest = '';
  circuit.open = false;
  circuit.held = false;
  circuit.restsUntil = 0;
  circuit.probe = undefined;
}

function toRecord({ probe, restsUntil, touchedAt, ...circuit }: Circuit, now: number): CircuitRecord {
  const restsForMs = circuit.open && !circuit.held ? Math.max(0, restsUntil - now) : 0;
  if (probe === undefined || probe.until <= now) return { ...circuit, restsForMs };
  return { ...circuit, restsForMs, probe: { token: probe.token, leaseMs: probe.until - now } };
}
