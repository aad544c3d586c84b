import type { DeadLetter } from './dead-letter-store.ts';

/** Which writes of unknown outcome are due to be looked for. */
export interface DueChecks {
  /** Epoch ms. */
  readonly at: number;
  /** A letter that was looked for so often is left to a person. */
  readonly checksMax: number;
  /** Only those that were kept before this epoch ms: what is still under way is not looked for. */
  readonly keptBefore: number;
  /** Epoch ms until which nobody else is given what is given here. */
  readonly takenUntil: number;
  readonly limit: number;
}

/** What a check of an unsettled write leaves behind. */
export interface CheckNote {
  /** What it found, or why it could not look. */
  readonly said: string;
  /** Epoch ms; absent where it did not get as far as the vendor, and so does not count. */
  readonly checkedAt?: number;
  /** Epoch ms before which it is not looked for again by the clock. */
  readonly nextAt: number;
}

/** Keeps when writes of unknown outcome were looked for in the vendor's data, and when they are to be again. Atomic like the letters' own store. */
export interface CheckStore {
  /** Gives letters that are due, the longest due first; of any number who ask at once, each letter to one. */
  take(due: DueChecks): Promise<readonly DeadLetter[]>;
  /** Notes a check of a letter that is still unknown; on any other it does nothing. */
  note(id: string, note: CheckNote): Promise<void>;
}
