import type { AuditEntry } from '../kernel/audit-entry.ts';

/**
 * The life of one write. `claimed`: nothing was sent. `sent`: the vendor may act from now on. `done`: the vendor acted, the
 * sealed result replays. `refused`: the vendor said no, the sealed error replays. `unknown`: sent, and the fate is open
 * until a person settles it. A record whose write certainly changed nothing is released, as if it had never been.
 */
export type WriteState = 'claimed' | 'sent' | 'done' | 'refused' | 'unknown';

export interface WriteRecord {
  /** UUIDv7 */
  readonly id: string;
  readonly principalId: string;
  readonly key: string;
  /** SHA-256, base64url, of the canonical {tool, connection, mode, input}. */
  readonly fingerprint: string;
  readonly tool: string;
  readonly connection: string;
  readonly state: WriteState;
  /** Sealed outcome of `done` and `refused`. */
  readonly sealed?: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms after which a settled record no longer replays. `unknown` outlives it. */
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
  /** Moves the record on; `false` when it is not in the state `from`. */
  advance(id: string, from: WriteState, to: WriteState, sealed?: string): Promise<boolean>;
  /** Takes a `claimed` or `sent` record away of which it is certain that nothing was done: the key is free again. */
  release(id: string): Promise<void>;
  /**
   * Marks what a crash left among records created before the instant: `claimed` ones are released, `sent` become
   * `unknown`. Gives how many became unknown. A write that is under way after all finds its record moved, and says so.
   */
  recover(createdBefore: number): Promise<number>;
  /** Deletes at most `limit` settled records that expired before `before`; gives how many. */
  purge(before: number, limit: number): Promise<number>;
}
