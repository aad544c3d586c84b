/** A connection that an operator added, as it is kept. */
export interface ConnectionRecord {
  /** `shopify/berlin` */
  readonly id: string;
  readonly connector: string;
  readonly name: string;
  /** Epoch ms of the last change, made later where the clock stood still: no two states of a connection share one. */
  readonly version: number;
  /** Answers from an emulator, by the operator's wish. */
  readonly mock: boolean;
  /** Settings that are no secrets, as they were written, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the secrets that are set. */
  readonly secretNames: readonly string[];
  /** All secrets together, sealed. */
  readonly sealed: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** Keeps the records of connections. Every method is one atomic statement. */
export interface ConnectionStore {
  /** False when there is a record of that id already, which then stays as it is. */
  add(record: ConnectionRecord): Promise<boolean>;
  /** Puts a record in the place of the one that has `version`; false when there is no such one any more. */
  replace(record: ConnectionRecord, version: number): Promise<boolean>;
  /** Whether there was one. */
  remove(id: string): Promise<boolean>;
  find(id: string): Promise<ConnectionRecord | undefined>;
  /** All records, by id. */
  list(): Promise<readonly ConnectionRecord[]>;
  /** The version of each record, by id: another answer than before means that something has changed. */
  versions(): Promise<ReadonlyMap<string, number>>;
}
