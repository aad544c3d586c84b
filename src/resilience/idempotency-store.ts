import type { AuditEntry } from '../kernel/audit-entry.ts';

/**
 * The life of one write. `claimed`: nothing was sent. `sent`: the vendor may act from now on. `done`: the vendor acted, the
 * sealed result replays. `refused`: the vendor said no, the sealed error replays. `parked`: nothing was done, and the write
 * is kept as a dead letter until a redrive claims it again. `unknown`: sent, and the fate is open until a person settles it.
 * `discarded`: a person took a parked write out. A record whose write certainly changed nothing is released, as if it had
 * never been, unless it is a dead letter's: then it is parked again.
 */
export type WriteState = 'claimed' | 'sent' | 'done' | 'refused' | 'parked' | 'unknown' | 'discarded';

export interface WriteRecord {
  /** UUIDv7 */
  readonly id: string;
  readonly principalId: string;
  /** What the operator called the principal. */
  readonly principalName: string;
  /** Of the call that claimed the key. */
  readonly correlationId: string;
  readonly key: string;
  /** SHA-256, base64url, of the canonical {tool, connection, mode, input}. */
  readonly fingerprint: string;
  readonly tool: string;
  readonly connection: string;
  readonly state: WriteState;
  /** The arguments, sealed; gone when the record is settled. */
  readonly sealedInput?: string;
  /** Sealed outcome of `refused`, and of `done` unless a person found that it was. */
  readonly sealed?: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms after which a settled record no longer replays. `parked` and `unknown` outlive it. */
  readonly expiresAt: number;
}

/** What a settled write replays, and for how long. */
export interface SettledEnd {
  readonly sealed: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export type Claim =
  /** The key was free; the record is the caller's, and the intent row is committed with it. */
  | { readonly claimed: true; readonly possibleDuplicateOf?: string }
  /** The key is taken by this record. Nothing was written. */
  | { readonly claimed: false; readonly record: WriteRecord };

/** Keeps the records of writes. Claims are atomic: of any number at once, one wins. What it acknowledges survives a crash. */
export interface IdempotencyStore {
  /**
   * Claims (principalId, key) for `record` and commits `intent` in the same transaction. An expired settled record is
   * replaced. `possibleDuplicateOf` is the newest other record of that principal with the same fingerprint that was
   * created at or after `duplicatesSince` and was not released.
   */
  claim(record: WriteRecord, intent: AuditEntry, duplicatesSince: number): Promise<Claim>;
  /** Moves the record on; `false` when it is not in the state `from`. `settled` comes with `done` and `refused`. */
  advance(id: string, from: WriteState, to: WriteState, settled?: SettledEnd): Promise<boolean>;
  /**
   * Takes a `claimed` or `sent` record away of which it is certain that nothing was done: the key is free again. The record
   * of a dead letter is parked again instead.
   */
  release(id: string): Promise<void>;
  /**
   * Marks what a crash left among records that were claimed, or reopened, before the instant: `claimed` ones are released,
   * as `release` does; `sent` become `unknown`. Gives how many became unknown. A write that is under way after all finds
   * its record moved, and says so.
   */
  recover(claimedBefore: number): Promise<number>;
  /** Deletes at most `limit` settled records that expired before `before`; gives how many. */
  purge(before: number, limit: number): Promise<number>;
}
