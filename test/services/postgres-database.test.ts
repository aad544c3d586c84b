import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/kernel/errors.ts';
import { inspectPostgres } from '../../src/storage/sql/inspect-postgres.ts';
import type { Migration } from '../../src/storage/sql/migrations/migration.ts';
import { MIGRATIONS } from '../../src/storage/sql/migrations/migrations.ts';
import { openPostgres } from '../../src/storage/sql/postgres-database.ts';
import { SqlAuditStore } from '../../src/storage/sql/sql-audit-store.ts';
import { SqlKeyStore } from '../../src/storage/sql/sql-key-store.ts';
import { openDatabaseLine } from '../support/database-line.ts';
import { createPostgresPlace, type PostgresPlace } from '../support/postgres.ts';
import { intentFixture, writeRecordFixture } from '../support/write-record.ts';

const KEY = { id: 'i', name: 'n', digest: 'd', hint: 'h', role: 'viewer', createdAt: 1 };

const addNotes: Migration = {
  name: '9998-notes',
  async up(db) {
    await db.schema.createTable('notes').addColumn('text', 'text').execute();
  },
};

const failHalfWay: Migration = {
  name: '9999-half',
  async up(db) {
    await db.schema.createTable('half').addColumn('text', 'text').execute();
    await db.schema.createTable('half').execute();
  },
};

async function tablesOf({ ask }: PostgresPlace): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = current_schema() order by 1',
  );
  return rows.map(({ name }) => name);
}

describe('opening PostgreSQL', () => {
  it('makes the schema and its tables, and gives bigints as numbers', async () => {
    await using place = createPostgresPlace();
    expect(await inspectPostgres(place.address)).toBeUndefined();

    await using database = await place.open();

    expect(await tablesOf(place)).toContain('api_keys');
    expect(await inspectPostgres(place.address)).toEqual([]);
    const versions = await database.use((db) => db.selectFrom('schema_versions').selectAll().execute());
    expect(versions).toEqual(MIGRATIONS.map(({ name }, index) => ({ version: index + 1, name })));
  });

  it('migrates once when eight replicas start at the same moment, and it takes longer than a statement may', async () => {
    await using place = createPostgresPlace();
    let runs = 0;
    const counted: Migration = {
      name: '9997-counted',
      async up(db, dialect) {
        runs += 1;
        await sql`select pg_sleep(2.5)`.execute(db);
        await addNotes.up(db, dialect);
      },
    };

    const opened = await Promise.all(
      Array.from({ length: 8 }, () => place.open({ timeoutMs: 1_000, migrations: [...MIGRATIONS, counted] })),
    );

    for (const database of opened) {
      expect(await database.healthy()).toBe(true);
      await database[Symbol.asyncDispose]();
    }
    expect(runs).toBe(1);
  });

  it('brings an older schema forward and keeps what it holds', async () => {
    await using place = createPostgresPlace();
    {
      await using older = await place.open();
      await new SqlKeyStore(older).add(KEY);
    }

    await using newer = await place.open({ migrations: [...MIGRATIONS, addNotes] });

    expect(await tablesOf(place)).toContain('notes');
    expect(await new SqlKeyStore(newer).list()).toEqual([KEY]);
  });

  it('refuses what a newer release has written, says what to do, and changes nothing', async () => {
    await using place = createPostgresPlace();
    await (await place.open({ migrations: [...MIGRATIONS, addNotes] }))[Symbol.asyncDispose]();
    const before = await tablesOf(place);

    await expect(place.open()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/newer release.*\(9998-notes\).*restore a backup/),
    });

    expect(await tablesOf(place)).toEqual(before);
    expect(await inspectPostgres(place.address)).toEqual([expect.stringContaining('newer release')]);
  });

  it('leaves the schema as it was when a migration fails half way', async () => {
    await using place = createPostgresPlace();
    await (await place.open())[Symbol.asyncDispose]();
    const before = await tablesOf(place);

    await expect(place.open({ migrations: [...MIGRATIONS, addNotes, failHalfWay] })).rejects.toMatchObject({
      code: 'unavailable',
    });

    expect(await tablesOf(place)).toEqual(before);
    await using _again = await place.open();
  });

  it('says why it cannot, without address, user or password', async () => {
    await using place = createPostgresPlace();
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const secret = { user: 'someone', password: 'hush-hush' };

    const refusals = await Promise.all([
      openPostgres({ ...place.address, ...secret, port: 1 }).catch((error) => error),
      openPostgres({ ...place.address, database: 'no_such_database' }).catch((error) => error),
      openPostgres({ ...place.address, ...secret, host: '/no/such/folder' }).catch((error) => error),
      openPostgres({ ...place.address, port }, { timeoutMs: 200 }).catch((error) => error),
      openPostgres({ ...place.address, tls: true }).catch((error) => error),
    ]);
    silent.close();

    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'unavailable' });
      expect(refusal.message).not.toMatch(/hush|someone|127\.0\.0\.1|5432|no.such/);
    }
    expect(refusals.map(({ message }) => message)).toEqual([
      expect.stringContaining('nothing listens'),
      expect.stringContaining('does not exist'),
      expect.stringContaining('no socket'),
      expect.stringContaining('in time'),
      expect.stringContaining('TLS'),
    ]);
  });
});

describe('a transaction on PostgreSQL', () => {
  it('leaves nothing behind when its work throws, and lets our own errors through', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open();
    const failWith = (error: Error) =>
      database.atomically(async (transaction) => {
        await transaction.insertInto('schema_versions').values({ version: 77, name: 'x' }).execute();
        throw error;
      });
    const ours = new PlatformError('conflict', 'Ours.');
    const strange = new Error('strange');

    await expect(failWith(ours)).rejects.toBe(ours);
    await expect(failWith(strange)).rejects.toMatchObject({ code: 'unavailable', cause: strange });

    const versions = await database.use((db) => db.selectFrom('schema_versions').select('version').execute());
    expect(versions).toHaveLength(MIGRATIONS.length);
  });

  it('is durable when it is acknowledged, whatever the default of the server is', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open();

    const { rows } = await database.use((db) => sql`show synchronous_commit`.execute(db));

    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });
});

describe('an outage of PostgreSQL', () => {
  it('is over without a restart when connections can be made again', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open({ connections: 3 });
    const keys = new SqlKeyStore(database);
    await Promise.all([keys.list(), keys.list(), keys.list()]);

    expect(await place.breakConnections()).toBeGreaterThan(0);
    const during = await Promise.allSettled(Array.from({ length: 6 }, () => keys.list()));
    await keys.add(KEY);

    for (const each of during) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'unavailable' });
    }
    expect(await database.healthy()).toBe(true);
    expect(await keys.list()).toEqual([KEY]);
  });

  it('in the midst of a transaction leaves nothing of it, and the next one goes through', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open({ connections: 1 });

    const cut = database.atomically(async (transaction) => {
      await transaction.insertInto('schema_versions').values({ version: 77, name: 'x' }).execute();
      await place.breakConnections();
      await transaction.insertInto('schema_versions').values({ version: 78, name: 'x' }).execute();
    });

    await expect(cut).rejects.toMatchObject({ code: 'unavailable' });
    const versions = await database.use((db) => db.selectFrom('schema_versions').select('version').execute());
    expect(versions).toHaveLength(MIGRATIONS.length);
  });

  it('is never waited for longer than the timeout, for a statement as for a connection', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open({ connections: 1, timeoutMs: 300 });
    const from = performance.now();

    const [slow, queued] = await Promise.allSettled([
      database.use((db) => sql`select pg_sleep(20)`.execute(db)),
      database.use((db) => sql`select pg_sleep(20)`.execute(db)),
    ]);

    expect([slow, queued]).toMatchObject([
      { status: 'rejected', reason: { code: 'unavailable' } },
      { status: 'rejected', reason: { code: 'unavailable' } },
    ]);
    expect(performance.now() - from).toBeLessThan(3_000);
    expect(await database.healthy()).toBe(true);
  });

  it('that is a silent network gives a connection up, and the next statement has a new one', async () => {
    await using place = createPostgresPlace();
    await using line = await openDatabaseLine(place.address);
    await using database = await openPostgres(
      { ...place.address, host: '127.0.0.1', port: line.port },
      { connections: 1, timeoutMs: 300 },
    );
    const keys = new SqlKeyStore(database);
    await keys.list();

    line.silence();
    await expect(keys.list()).rejects.toMatchObject({ code: 'unavailable' });

    await keys.add(KEY);
    expect(await database.healthy()).toBe(true);
  });

  it('shows in its health: read-only and closed are bad', async () => {
    await using place = createPostgresPlace();
    const database = await place.open({ connections: 1 });
    expect(await database.healthy()).toBe(true);

    await database.use((db) => sql`set default_transaction_read_only = on`.execute(db));
    expect(await database.healthy()).toBe(false);
    await expect(new SqlKeyStore(database).add(KEY)).rejects.toMatchObject({ code: 'unavailable' });

    await place.breakConnections();
    await database.healthy();
    expect(await database.healthy()).toBe(true);
    await database[Symbol.asyncDispose]();
    expect(await database.healthy()).toBe(false);
    await expect(new SqlKeyStore(database).list()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a batch on PostgreSQL', () => {
  it('takes text that PostgreSQL itself could not keep', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open();
    const store = new SqlAuditStore(database);
    const record = writeRecordFixture();
    const rows = ['a\u0000b', 'a\u0001b', 'a\ud800b', `"quoted" \\ ' {}`].map((subject) => ({
      ...intentFixture(record),
      subject,
    }));

    await store.append(rows);

    const found = await store.find({ limit: 10 });
    expect(found.map(({ subject }) => subject).reverse()).toEqual([
      'a\u0000b',
      'a\u0001b',
      'a\ufffdb',
      rows[3]?.subject,
    ]);
    expect(await store.find({ subject: 'a\u0000b', limit: 10 })).toHaveLength(1);
  });

  it('of 12,000 audit rows is in the order of appending, and is one transaction', async () => {
    await using place = createPostgresPlace();
    await using database = await place.open();
    const store = new SqlAuditStore(database);
    const record = writeRecordFixture();
    const rows = Array.from({ length: 12_000 }, (_, count) => ({ ...intentFixture(record), count }));

    await store.append(rows);

    const found = await store.find({ limit: 12_000 });
    expect(found.map(({ count }) => count)).toEqual(rows.map(({ count }) => count).reverse());
    const [{ transactions } = { transactions: 0 }] = await place.ask<{ transactions: number }>(
      'select count(distinct xmin::text)::int as transactions from audit_entries',
    );
    expect(transactions).toBe(1);
  });
});
