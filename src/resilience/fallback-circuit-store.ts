import type { SharedState } from '../kernel/shared-state.ts';
import type { CircuitEvent, CircuitRecord, CircuitStore, Told } from './circuit-store.ts';

/** A store of this process that answers at once, and can take over what is known elsewhere as it is. */
export interface MirroringCircuitStore extends CircuitStore {
  tell(circuit: string, event: CircuitEvent): Told;
  read(circuits: readonly string[]): ReadonlyMap<string, CircuitRecord>;
  mirror(circuit: string, record: CircuitRecord): void;
}

/**
 * Keeps circuits with all replicas while the shared store is there, and alone while it is not: then from what was last
 * known. What was opened or closed alone is told to the others as soon as they can be told, and replaces what they have,
 * but for what a person holds. What the shared store has lost is put back: an open circuit of which it knows nothing any
 * more, and whatever it knows in an older state. What was counted alone is forgotten. Never rejects, and always gives the latest record.
 */
export class FallbackCircuitStore implements Pick<CircuitStore, 'tell'> {
  readonly #shared: CircuitStore;
  readonly #local: MirroringCircuitStore;
  readonly #state: SharedState;
  readonly #onChange: (circuit: string, record: CircuitRecord) => void;
  /** Revisions of the shared store's records that are known here. */
  readonly #revisions = new Map<string, number>();
  /** Circuits that were moved alone, and whether by a person. */
  readonly #untold = new Map<string, boolean>();
  /** Circuits of which more was counted alone than the shared store knows. */
  readonly #alone = new Set<string>();

  /** `onChange` is told of every change that this replica makes to the shared store. */
  constructor(
    shared: CircuitStore,
    local: MirroringCircuitStore,
    state: SharedState,
    onChange: (circuit: string, record: CircuitRecord) => void,
  ) {
    this.#shared = shared;
    this.#local = local;
    this.#state = state;
    this.#onChange = onChange;
  }

  tell(circuit: string, event: CircuitEvent): Told | Promise<Told> {
    if (!this.#state.up) return this.#tellAlone(circuit, event);
    return this.#tellAll(circuit, event).catch(() => this.#tellAlone(circuit, event));
  }

  /** Takes what is said of a circuit, if it is later than what is known, or than what was counted alone. Gives whether it is. */
  hear(circuit: string, record: CircuitRecord): boolean {
    const known = this.#revisions.get(circuit) ?? 0;
    if (record.revision < known) return false;
    if (record.revision === known && !this.#alone.has(circuit)) return false;
    this.#alone.delete(circuit);
    this.#revisions.set(circuit, record.revision);
    this.#local.mirror(circuit, record);
    return true;
  }

  /** Brings this replica and the shared store to the same records, and gives them; while it is away, those of this replica. */
  async agree(circuits: readonly string[]): Promise<ReadonlyMap<string, CircuitRecord>> {
    for (const known of [this.#revisions, this.#untold, this.#alone]) {
      for (const circuit of known.keys()) if (!circuits.includes(circuit)) known.delete(circuit);
    }
    if (this.#state.up) await this.#agree(circuits).catch(() => undefined);
    return this.#local.read(circuits);
  }

  #tellAlone(circuit: string, event: CircuitEvent): Told {
    this.#state.missed('circuits');
    this.#alone.add(circuit);
    const told = this.#local.tell(circuit, event);
    const byPerson = event.kind === 'hold' || event.kind === 'close';
    if (told.moved) this.#untold.set(circuit, byPerson || this.#untold.get(circuit) === true);
    return told;
  }

  async #tellAll(circuit: string, event: CircuitEvent): Promise<Told> {
    if (this.#untold.has(circuit)) await this.#put(circuit);
    const told = await this.#shared.tell(circuit, event);
    if (this.hear(circuit, told.record)) this.#onChange(circuit, told.record);
    return { ...told, record: this.#recordOf(circuit) ?? told.record };
  }

  async #agree(circuits: readonly string[]): Promise<void> {
    for (const circuit of [...this.#untold.keys()]) await this.#put(circuit);
    const records = await this.#shared.read(circuits);
    for (const circuit of circuits) {
      const record = records.get(circuit);
      if (record === undefined) await this.#forgotten(circuit);
      else if (record.revision < (this.#revisions.get(circuit) ?? 0)) await this.#restore(circuit);
      else this.hear(circuit, record);
    }
  }

  /** The shared store has lost the circuit, or never knew of it: an open one is told again, and what was counted is forgotten. */
  async #forgotten(circuit: string): Promise<void> {
    const own = this.#recordOf(circuit);
    if (own?.open) return this.#restore(circuit);
    this.#revisions.delete(circuit);
    if (own !== undefined) this.#local.tell(circuit, { kind: 'close' });
  }

  /** The shared store has gone back behind what this replica knows, as a copy does that takes a lost server's place. */
  async #restore(circuit: string): Promise<void> {
    const own = this.#recordOf(circuit);
    if (own === undefined) return;
    const record = await this.#shared.restore(circuit, own);
    if (this.hear(circuit, record)) this.#onChange(circuit, record);
  }

  async #put(circuit: string): Promise<void> {
    const own = this.#recordOf(circuit);
    const byPerson = this.#untold.get(circuit) ?? own?.held ?? false;
    this.#untold.delete(circuit);
    if (own === undefined) return;
    try {
      const record = await this.#shared.put(circuit, own, byPerson);
      if (this.hear(circuit, record)) this.#onChange(circuit, record);
    } catch (error) {
      this.#untold.set(circuit, byPerson);
      throw error;
    }
  }

  #recordOf(circuit: string): CircuitRecord | undefined {
    return this.#local.read([circuit]).get(circuit);
  }
}
