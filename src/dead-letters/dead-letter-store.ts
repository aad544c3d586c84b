import type { AuditEntry } from '../kernel/audit-entry.ts';
import type { Tried } from '../kernel/call.ts';

/** Where a letter stands. `parked` and `unknown` wait for a person, `redriving` for its end, the others are settled. */
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
  /** Why a person settled it so. */
  readonly reason?: string;
  readonly correlationId: string;
  /** Epoch ms at which the write was claimed. */
  readonly createdAt: number;
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

/** What a person says of a letter. `free` forgets the write, so that its key may be used anew. */
export interface Settlement {
  readonly from: 'parked' | 'unknown';
  readonly to: 'done' | 'discarded' | 'free';
  readonly reason: string;
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
