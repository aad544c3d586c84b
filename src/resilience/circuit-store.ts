import type { Verdict } from './breaker.ts';

/** What there is to know of a circuit. Replicas that share it agree on it. */
export interface CircuitRecord {
  /** Greater with every change: of two records of one circuit the greater is the later. */
  readonly revision: number;
  /** How often it has opened, as far as anybody remembers. */
  readonly openings: number;
  /** Failures in a row, whoever saw them; 0 while it is open. */
  readonly failures: number;
  /** The latest attempts, whoever saw them, as `slow-window.ts` writes them; empty while it is open. */
  readonly latest: string;
  readonly open: boolean;
  /** A person opened it: it stays open until a person closes it. */
  readonly held: boolean;
  /** Milliseconds from now until a probe may be let through; 0 when one may, or when there is nothing to wait for. */
  readonly restsForMs: number;
  /** The probe that is under way, and for how many milliseconds from now its place is kept. */
  readonly probe?: { readonly token: string; readonly leaseMs: number };
}

/** What happens to a circuit. */
export type CircuitEvent =
  | { readonly kind: 'failure' | 'success' | 'hold' | 'close' }
  /** An attempt was slow, and so many before it, of which nothing was told yet, were quick. */
  | { readonly kind: 'slow'; readonly quick: number }
  /** So many attempts were quick; told only while there are slow ones among the latest. */
  | { readonly kind: 'quick'; readonly quick: number }
  /** Somebody asks for the probe's place, under a token of their own. */
  | { readonly kind: 'probe'; readonly token: string }
  /** The probe has ended. */
  | { readonly kind: 'probed'; readonly token: string; readonly verdict: Verdict };

/** What became of a circuit by an event. */
export interface Told {
  readonly record: CircuitRecord;
  /** Whether this very event opened or closed it, or took the probe's place. */
  readonly moved: boolean;
  /** Whether the record is that of all replicas. */
  readonly shared: boolean;
}

/** How circuits open and rest. */
export interface CircuitOptions {
  /** Failures in a row that open a circuit. */
  readonly failures: number;
  /** Milliseconds that it stays open before a probe is let through. */
  readonly openMs: number;
  /** Milliseconds after which a probe of which nothing is heard no longer keeps its place: more than an attempt may take. */
  readonly leaseMs: number;
}

/**
 * Keeps circuits by name. Each event is atomic. Time is the store's own: a rest is over at the same moment for
 * everybody. An unknown circuit is closed with nothing counted, and so is one that a day has passed over, unless a
 * person holds it. At least half of the latest twenty attempts being slow opens it; quick ones are counted from the first
 * slow one on. While a circuit is open, failures, successes and slowness change nothing; while a person holds it no probe
 * has a place. The end of a probe counts only if nobody has moved the circuit and no other probe has taken the
 * place since.
 */
export interface CircuitStore {
  tell(circuit: string, event: CircuitEvent): Told | Promise<Told>;
  /** Gives the records of those of the circuits that are known. */
  read(circuits: readonly string[]): ReadonlyMap<string, CircuitRecord> | Promise<ReadonlyMap<string, CircuitRecord>>;
  /**
   * Replaces what was known of the circuit, and gives the record with the revision that it has now: a greater one. What a
   * person holds is replaced only by what a person has decided; else it stays, and is what is given.
   */
  put(circuit: string, record: CircuitRecord, byPerson: boolean): CircuitRecord | Promise<CircuitRecord>;
  /**
   * Puts back a record that the store had and has lost, held or not, and gives the record that there is now. Where one of
   * the same revision or a greater one is known, nothing was lost: that one stays.
   */
  restore(circuit: string, record: CircuitRecord): CircuitRecord | Promise<CircuitRecord>;
}

/** A circuit of which nothing is known. */
export const CLOSED: CircuitRecord = {
  revision: 0,
  openings: 0,
  failures: 0,
  latest: '',
  open: false,
  held: false,
  restsForMs: 0,
};
