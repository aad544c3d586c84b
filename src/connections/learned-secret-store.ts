/** A secret that a vendor gave the platform for a connection, as it is kept. */
export interface LearnedSecret {
  /** `shopify/default` */
  readonly connection: string;
  /** `refresh-token` */
  readonly name: string;
  /** What it came from, as a digest: with another source it means nothing. */
  readonly source: string;
  readonly sealed: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Keeps learned secrets, one for each connection and name. Every method is one atomic statement. */
export interface LearnedSecretStore {
  find(connection: string, name: string): Promise<LearnedSecret | undefined>;
  /** Keeps it in the place of what was kept under the connection and name. */
  put(secret: LearnedSecret): Promise<void>;
  /** Keeps it unless there is one of the same source already; gives whether it was kept. */
  putFirst(secret: LearnedSecret): Promise<boolean>;
  /** Forgets every secret of a connection. */
  forget(connection: string): Promise<void>;
}
