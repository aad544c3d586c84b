/** An API key as it is kept: everything but the key. */
export interface KeyRecord {
  /** UUIDv7; the principal's id. */
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the whole key, base64url. */
  readonly digest: string;
  /** The first characters of the key, to recognise it by: `mcpk_Ab12`. */
  readonly hint: string;
  readonly role: string;
  /** Tool names or patterns with `*`; `undefined` is no limit. */
  readonly tools?: readonly string[];
  /** Connection ids or patterns with `*`; `undefined` is no limit. */
  readonly connections?: readonly string[];
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  /** Exact to a minute. */
  readonly lastUsedAt?: number;
}

/** Keeps API keys. Every method is one atomic statement; times are epoch ms given by the caller. */
export interface KeyStore {
  /** Adds a key. A digest or id that is there already is refused by throwing. */
  add(key: KeyRecord): Promise<void>;
  /** `undefined` when no key has the digest; revoked and expired keys are found. */
  findByDigest(digest: string): Promise<KeyRecord | undefined>;
  /** All keys, oldest first. */
  list(): Promise<readonly KeyRecord[]>;
  /** Whether the key was there and not revoked before. A revocation is never taken back, and its first time stays. */
  revoke(id: string, at: number): Promise<boolean>;
  /** How many keys have been revoked: another number than before means that there was a revocation since. */
  revocations(): Promise<number>;
  /** Writes many times of last use at once; a time earlier than the stored one changes nothing, unknown ids are passed over. */
  touch(uses: ReadonlyMap<string, number>): Promise<void>;
}
