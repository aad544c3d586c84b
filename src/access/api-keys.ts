import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Authenticator } from './authenticator.ts';
import type { GrantLimits, Grants } from './grants.ts';
import type { KeyRecord, KeyStore } from './key-store.ts';
import { ROLES, type RoleName } from './roles.ts';

const KEY_PREFIX = 'mcpk_';
const KEY_BYTES = 32;
const HINT_CHARACTERS = KEY_PREFIX.length + 4;
const MINUTE_MS = 60_000;
/** Longer than any key we make or accept; what is longer is not hashed. */
const KEY_CHARACTERS_MAX = 512;
export const REMEMBERED_KEYS = 10_000;

export interface NewKey extends GrantLimits {
  readonly name: string;
  readonly role: RoleName;
  /** Milliseconds from now; without it the key does not expire. */
  readonly expiresInMs?: number;
}

interface Remembered {
  readonly principal: Principal;
  readonly expiresAt: number;
  usedMinute: number;
}

/**
 * API keys: `mcpk_` and 256 random bits in base64url. Only the SHA-256 digest is kept, which is enough against guessing
 * because a key is not a password. A key that was seen stays verified in memory until it is revoked or expires.
 */
export class ApiKeys implements Authenticator {
  readonly #store: KeyStore;
  readonly #grants: Grants;
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();
  readonly #uses = new Map<string, number>();
  /** Moves on with each revocation, so that a look-up under way does not remember what was just revoked. */
  #revocations = 0;
  /** What the store last counted; `undefined` until it was first asked, so that the first answer is news. */
  #revocationsSeen: number | undefined;

  constructor(store: KeyStore, grants: Grants, clock: Clock) {
    this.#store = store;
    this.#grants = grants;
    this.#clock = clock;
  }

  authenticate(token: string): Principal | undefined | Promise<Principal | undefined> {
    if (token.length === 0 || token.length > KEY_CHARACTERS_MAX) return undefined;
    const digest = digestOf(token);
    const remembered = this.#remembered.get(digest);
    return remembered ? this.#use(digest, remembered) : this.#lookUp(digest);
  }

  /** Makes a key and gives it with its record: the one time it can be seen. */
  async create(wanted: NewKey): Promise<{ key: string; record: KeyRecord }> {
    const key = KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url');
    return { key, record: await this.#add(key, wanted) };
  }

  /** Adds a key that the operator chose, unless it is there: then whatever became of it stays. Gives the record that was added. */
  async adopt(key: string, wanted: NewKey): Promise<KeyRecord | undefined> {
    const isThere = async () => (await this.#store.findByDigest(digestOf(key))) !== undefined;
    if (await isThere()) return undefined;
    try {
      return await this.#add(key, wanted);
    } catch (error) {
      // Another replica, started at the same moment, was first.
      if (await isThere()) return undefined;
      throw error;
    }
  }

  list(): Promise<readonly KeyRecord[]> {
    return this.#store.list();
  }

  /** The principal of a key that is in force now, with its rights of now; `undefined` for any other id. */
  async principal(id: string): Promise<Principal | undefined> {
    const record = (await this.#store.list()).find((known) => known.id === id);
    const inForce = record && record.revokedAt === undefined && this.#clock.now() < (record.expiresAt ?? Infinity);
    return inForce ? this.#principalOf(record) : undefined;
  }

  /** Takes a key out of force at once. Gives whether it was in force before. */
  async revoke(id: string): Promise<boolean> {
    const revoked = await this.#store.revoke(id, this.#clock.now());
    this.#revocations += 1;
    for (const [digest, { principal }] of this.#remembered) if (principal.id === id) this.#remembered.delete(digest);
    return revoked;
  }

  /**
   * Looks whether another process has revoked a key, and if so forgets every key that was seen: each is looked up again
   * when it comes. Meant for replicas that share a database, often.
   */
  async noticeRevocations(): Promise<void> {
    const revocations = await this.#store.revocations();
    if (revocations === this.#revocationsSeen) return;
    this.#revocationsSeen = revocations;
    this.#revocations += 1;
    this.#remembered.clear();
  }

  /** Writes the gathered times of last use. A failure keeps them for the next time. */
  async flushUses(): Promise<void> {
    if (this.#uses.size === 0) return;
    const uses = new Map(this.#uses);
    await this.#store.touch(uses);
    for (const [id, at] of uses) if (this.#uses.get(id) === at) this.#uses.delete(id);
  }

  async #lookUp(digest: string): Promise<Principal | undefined> {
    const before = this.#revocations;
    const record = await this.#store.findByDigest(digest);
    if (!record || record.revokedAt !== undefined) return undefined;
    const entry: Remembered = {
      principal: this.#principalOf(record),
      expiresAt: record.expiresAt ?? Number.POSITIVE_INFINITY,
      usedMinute: 0,
    };
    if (before === this.#revocations) this.#remember(digest, entry);
    else if (await this.#isRevoked(digest)) return undefined;
    return this.#use(digest, entry);
  }

  async #isRevoked(digest: string): Promise<boolean> {
    return (await this.#store.findByDigest(digest))?.revokedAt !== undefined;
  }

  #remember(digest: string, entry: Remembered): void {
    if (this.#remembered.size >= REMEMBERED_KEYS) {
      const [oldest] = this.#remembered.keys();
      this.#remembered.delete(oldest as string);
    }
    this.#remembered.set(digest, entry);
  }

  #use(digest: string, entry: Remembered): Principal | undefined {
    const now = this.#clock.now();
    if (now >= entry.expiresAt) {
      this.#remembered.delete(digest);
      return undefined;
    }
    const minute = now - (now % MINUTE_MS);
    if (minute !== entry.usedMinute) {
      entry.usedMinute = minute;
      this.#uses.set(entry.principal.id, minute);
    }
    return entry.principal;
  }

  #principalOf(record: KeyRecord): Principal {
    const role = record.role in ROLES ? (record.role as RoleName) : undefined;
    if (!role) throw new PlatformError('unavailable', 'A stored key has a role that this version does not know.');
    return { id: record.id, name: record.name, kind: 'api-key', grant: this.#grants(role, record) };
  }

  async #add(key: string, { name, role, tools, connections, expiresInMs }: NewKey): Promise<KeyRecord> {
    const now = this.#clock.now();
    const record: KeyRecord = {
      id: uuidv7(now),
      name,
      digest: digestOf(key),
      hint: key.startsWith(KEY_PREFIX) ? key.slice(0, HINT_CHARACTERS) : '(chosen)',
      role,
      tools,
      connections,
      createdAt: now,
      expiresAt: expiresInMs === undefined ? undefined : now + expiresInMs,
    };
    await this.#store.add(record);
    return record;
  }
}

function digestOf(key: string): string {
  return hash('sha256', key, 'base64url');
}
