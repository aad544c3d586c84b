/** A large result, kept for its owner to read page by page. Texts are sealed by the store's caller. */
export interface ResultRecord {
  /** UUIDv7 */
  readonly id: string;
  /** Principal that may read it, and nobody else. */
  readonly ownerId: string;
  readonly tool: string;
  readonly connection: string;
  /** Rows over all pages. */
  readonly rows: number;
  readonly pages: number;
  /** Characters of all pages before sealing. */
  readonly characters: number;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Keeps large results. A result is there whole or not at all. */
export interface ResultStore {
  /** Adds the record and its sealed pages in one transaction. */
  add(record: ResultRecord, sealedPages: readonly string[]): Promise<void>;
  find(id: string): Promise<ResultRecord | undefined>;
  /** The sealed page, counted from 1; `undefined` when there is none. */
  page(id: string, page: number): Promise<string | undefined>;
  /** The owner's results that expire after `now`, newest first, at most `limit`. */
  listOf(ownerId: string, now: number, limit: number): Promise<readonly ResultRecord[]>;
  /** Characters the owner keeps in results that expire after `now`. */
  charactersOf(ownerId: string, now: number): Promise<number>;
  /** Deletes at most `limit` results that expired before `before`; gives how many. */
  purge(before: number, limit: number): Promise<number>;
}
