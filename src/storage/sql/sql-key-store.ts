import type { CompiledQuery } from 'kysely';
import type { KeyRecord, KeyStore } from '../../access/key-store.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { SqlDatabase } from './database.ts';
import type { ApiKeyRow } from './tables.ts';

/** Keeps API keys in the table `api_keys`. */
export class SqlKeyStore implements KeyStore {
  readonly #database: SqlDatabase;
  readonly #touch: CompiledQuery;

  constructor(database: SqlDatabase) {
    this.#database = database;
    this.#touch = database.compile((db) =>
      db
        .updateTable('api_keys')
        .set({ last_used_at: 0 })
        .where('id', '=', '')
        .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', 0)])),
    );
  }

  async add(key: KeyRecord): Promise<void> {
    const added = await this.#database.use((db) =>
      db
        .insertInto('api_keys')
        .values(toRow(key))
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst(),
    );
    if (added === undefined) {
      throw new PlatformError('invalid_input', 'A key with this id or digest exists already; make a new key.');
    }
  }

  findByDigest(digest: string): Promise<KeyRecord | undefined> {
    return this.#database.use(async (db) => {
      const row = await db.selectFrom('api_keys').selectAll().where('digest', '=', digest).executeTakeFirst();
      return row && toRecord(row);
    });
  }

  list(): Promise<readonly KeyRecord[]> {
    return this.#database.use(async (db) => {
      const rows = await db.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(toRecord);
    });
  }

  async revoke(id: string, at: number): Promise<boolean> {
    const revoked = await this.#database.use((db) =>
      db
        .updateTable('api_keys')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst(),
    );
    return revoked !== undefined;
  }

  revocations(): Promise<number> {
    return this.#database.use(async (db) => {
      const { revoked } = await db
        .selectFrom('api_keys')
        .select((key) => key.fn.count<number>('revoked_at').as('revoked'))
        .executeTakeFirstOrThrow();
      return revoked;
    });
  }

  async touch(uses: ReadonlyMap<string, number>): Promise<void> {
    if (uses.size === 0) return;
    // In one order for all: replicas that write the same keys wait for each other, and never in a circle.
    const inOrder = [...uses].sort(([one], [other]) => (one < other ? -1 : 1));
    await this.#database.batch(
      this.#touch,
      inOrder.map(([id, at]) => [at, id, at]),
    );
  }
}

function toRow(key: KeyRecord): ApiKeyRow {
  return {
    id: key.id,
    name: key.name,
    digest: key.digest,
    hint: key.hint,
    role: key.role,
    tools: key.tools === undefined ? null : JSON.stringify(key.tools),
    connections: key.connections === undefined ? null : JSON.stringify(key.connections),
    created_at: key.createdAt,
    expires_at: key.expiresAt ?? null,
    revoked_at: key.revokedAt ?? null,
    last_used_at: key.lastUsedAt ?? null,
  };
}

function toRecord(row: ApiKeyRow): KeyRecord {
  return {
    id: row.id,
    name: row.name,
    digest: row.digest,
    hint: row.hint,
    role: row.role,
    tools: row.tools === null ? undefined : JSON.parse(row.tools),
    connections: row.connections === null ? undefined : JSON.parse(row.connections),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}
