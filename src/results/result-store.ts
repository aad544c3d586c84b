/** A large result, kept for its owner to read page by page: rows as texts, or the bytes of a file. What is in it is sealed by the store's caller. */
export interface ResultRecord {
  /** UUIDv7 */
  readonly id: string;
  /** Principal that may read it, and nobody else. */
  readonly ownerId: string;
  readonly tool: string;
  readonly connection: string;
  /** Rows over all pages; 0 of a file. */
  readonly rows: number;
  readonly pages: number;
  /** Characters of all pages before sealing; of a file, its bytes. */
  readonly characters: number;
  /** What the file is called and is, sealed; absent of rows. */
  readonly sealedFile?: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Keeps large results. A result is there whole or not at all. */
export interface ResultStore {
  /** Adds the record with its sealed pages. Pages are taken as they are written, so that they can be made meanwhile. */
  add(record: ResultRecord, sealedPages: Iterable<string>): Promise<void>;
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
