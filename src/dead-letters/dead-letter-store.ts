import type { AuditEntry } from '../kernel/audit-entry.ts';
import type { Tried } from '../kernel/call.ts';

/** Where a letter stands. `parked` waits for a person, `unknown` for a person or a read-back, `redriving` for its end, the others are settled. */
export const LETTER_STATES = ['parked', 'redriving', 'unknown', 'done', 'refused', 'discarded'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** States of letters that take up room. */
export const OPEN_STATES = ['parked', 'redriving', 'unknown'] as const satisfies readonly LetterState[];

export type LetterCounts = Readonly<Record<LetterState, number>>;

export interface DeadLetter {
  /** Id of the write's record; the letter has no other. */
  readonly id: string;
  readonly principalId: string;
  readonly principalName: string;
  readonly tool: string;
  /** `shopify/default` */
  readonly connection: string;
  /** The idempotency key of the write, which a redrive uses again. */
  readonly key: string;
  /** The arguments with the name of the connection, sealed; absent once it is settled, or where the write is older than dead letters. */
  readonly sealedInput?: string;
  readonly state: LetterState;
  /** Code of the error that ended the write last. */
  readonly code: string;
  /** Its message, safe to show. */
  readonly message: string;
  /** Oldest first, those of redrives included; at most the latest 100. */
  readonly attempts: readonly Tried[];
  /** Why it was settled so. */
  readonly reason?: string;
  /** Who settled it so; absent where nobody did, or a release did that did not say. */
  readonly settledBy?: Settler;
  /** How often it was looked for in the vendor's data since it became unknown. */
  readonly checks: number;
  /** Epoch ms of the latest look, and what it said. */
  readonly checkedAt?: number;
  readonly checkSaid?: string;
  readonly correlationId: string;
  /** What the write was: tool, connection, mode and input, as a digest. */
  readonly fingerprint: string;
  /** Epoch ms at which the write was claimed. */
  readonly createdAt: number;
  /** Epoch ms at which it was claimed, or sent again, last. */
  readonly claimedAt: number;
  /** Epoch ms at which it was kept first. */
  readonly keptAt: number;
}

/** What the end of a write adds to its letter. */
export interface LetterEnd {
  readonly code: string;
  readonly message: string;
  /** Attempts of this call. */
  readonly attempts: readonly Tried[];
  /** Epoch ms. */
  readonly at: number;
}

/** Which letters to show, by id in ascending order: the oldest first. */
export interface LetterQuery {
  readonly id?: string;
  readonly states?: readonly LetterState[];
  /** Only those whose id comes after this one. */
  readonly after?: string;
  /** Only those that were kept before this epoch ms. */
  readonly keptBefore?: number;
  readonly limit: number;
}

/** Who settles a letter: a person, the connector's read-back, or the letter's age. */
export type Settler = 'person' | 'read-back' | 'age';

/** What is said of a letter at its end. `free` forgets the write, so that its key may be used anew. */
export interface Settlement {
  readonly from: 'parked' | 'unknown';
  readonly to: 'done' | 'discarded' | 'free';
  readonly by: Settler;
  readonly reason: string;
  /** The write's sealed outcome, where it is known: it is replayed from now on. Comes with `done` alone. */
  readonly sealed?: string;
  /** Epoch ms until which the caller is answered with it. */
  readonly expiresAt: number;
}

export const LETTER_ATTEMPTS_MAX = 100;

/**
 * Keeps dead letters beside the records of their writes, whose state is theirs. Every method is atomic: of any number of
 * moves from one state one happens. A letter goes with its record, once that is settled and has expired.
 */
export interface DeadLetterStore {
  /** Moves a `sent` record to `to` and keeps its letter, or adds to the one that is there; `false` and nothing written in any other state. */
  keep(id: string, to: 'parked' | 'unknown', end: LetterEnd): Promise<boolean>;
  /**
   * Claims a parked record again and commits `intent` in the same transaction. `changed` when its fingerprint is another,
   * `taken` when it is not parked; nothing is written then.
   */
  reopen(id: string, fingerprint: string, intent: AuditEntry): Promise<'reopened' | 'changed' | 'taken'>;
  /** Settles a letter; `false` when it is not in the state `from`. What the write would have done is erased. */
  settle(id: string, settlement: Settlement): Promise<boolean>;
  find(query: LetterQuery): Promise<readonly DeadLetter[]>;
  counts(): Promise<LetterCounts>;
  /** Gives every unknown record a letter that says so, those that a crash or an older release left included. Gives how many were given one. */
  gather(at: number): Promise<number>;
}
