import type { Clock } from '../kernel/clock.ts';
import type { SharedState } from '../kernel/shared-state.ts';
import { QuotaStops, type RunningStop } from './quota-stops.ts';
import type { StopStore } from './stop-store.ts';

/** What the stops of all replicas are kept with. */
export interface StopsOfAll {
  readonly store: StopStore;
  readonly state: SharedState;
  /** Tells the other replicas that the stops of a connection are others. */
  tell(name: string): void;
}

/** The stops of one connection here, and what of them the others know. */
interface Entry {
  readonly stops: QuotaStops;
  /** Scopes whose stops all replicas have. */
  readonly common: Set<string | undefined>;
  /** Scopes whose stops were not told yet. */
  readonly untold: Set<string | undefined>;
  /** A person made an end of all, and the others were not told yet. */
  uncleared: boolean;
}

/**
 * What vendors have called used up, of every connection. Where replicas share a server, what one of them is told holds for
 * all: it is told at once without anybody waiting for it, and looked at again by the clock, whatever notices were lost. While
 * the server is away each obeys what it was told itself, and tells the others afterwards.
 */
export class SharedStops {
  readonly #clock: Clock;
  readonly #all: StopsOfAll | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Map<string, string>();

  constructor(clock: Clock, all?: StopsOfAll) {
    this.#clock = clock;
    this.#all = all;
  }

  /** Whether other replicas have them too, so that there is something to look at again. */
  get shared(): boolean {
    return this.#all !== undefined;
  }

  /** The stops of a connection in one of its versions: another account owes nothing for the one before. */
  stopsOf(connection: string, version: number): QuotaStops {
    const name = `${connection} ${version}`;
    const known = this.#entries.get(name);
    if (known) return known.stops;
    this.#entries.delete(this.#names.get(connection) ?? '');
    const observer = this.#all && {
      stopped: (stop: RunningStop) => void this.#stopped(name, stop),
      cleared: () => void this.#cleared(name),
    };
    const stops = new QuotaStops(this.#clock, observer);
    this.#names.set(connection, name);
    this.#entries.set(name, { stops, common: new Set(), untold: new Set(), uncleared: false });
    return stops;
  }

  /** Takes a notice of another replica: the connection whose stops are others now. */
  hear(name: string): void {
    if (this.#entries.has(name)) void this.#follow([name]);
  }

  /** Comes to what all replicas have, and tells them what this one was told alone. */
  async lookAgain(): Promise<void> {
    await this.#follow([...this.#entries.keys()]);
  }

  async #stopped(name: string, stop: RunningStop): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    entry.untold.add(stop.scope);
    await this.#tellUntold(name, entry).catch(() => undefined);
  }

  async #cleared(name: string): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    entry.untold.clear();
    entry.uncleared = true;
    await this.#tellUntold(name, entry).catch(() => undefined);
  }

  /** Rejects when the others cannot be told now; it stays to be told. */
  async #tellUntold(name: string, entry: Entry): Promise<void> {
    const { store, state, tell } = this.#all as StopsOfAll;
    if (!entry.uncleared && entry.untold.size === 0) return;
    if (!state.up) return state.missed('quotas');
    try {
      if (entry.uncleared) {
        await store.clear(name);
        entry.uncleared = false;
        entry.common.clear();
      }
      for (const stop of entry.stops.running().filter(({ scope }) => entry.untold.has(scope))) {
        await store.put(name, stop);
        entry.untold.delete(stop.scope);
        entry.common.add(stop.scope);
      }
      entry.untold.clear();
      tell(name);
    } catch (error) {
      state.missed('quotas');
      throw error;
    }
  }

  async #follow(names: readonly string[]): Promise<void> {
    if (this.#all === undefined || !this.#all.state.up) return;
    try {
      for (const name of names) await this.#tellUntold(name, this.#entries.get(name) as Entry);
      const before = new Map(names.map((name) => [name, new Set(this.#entries.get(name)?.common)]));
      const rows = await this.#all.store.read(names);
      for (const name of names) this.#take(name, rows.get(name) ?? [], before.get(name) ?? new Set());
    } catch {
      // The server is away; what was not told is told later, and what was not heard is heard later.
    }
  }

  /** What was common before the others were asked and is not there any more was made an end of. */
  #take(name: string, rows: readonly RunningStop[], before: ReadonlySet<string | undefined>): void {
    const entry = this.#entries.get(name);
    if (entry === undefined || entry.uncleared) return;
    for (const stop of rows) {
      entry.stops.adopt(stop);
      entry.common.add(stop.scope);
    }
    const there = new Set(rows.map(({ scope }) => scope));
    for (const { scope } of entry.stops.running()) {
      if (!before.has(scope) || there.has(scope) || entry.untold.has(scope)) continue;
      entry.common.delete(scope);
      entry.stops.lift(scope);
    }
  }
}
