import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openFreshDatabase } from '../../test/support/fresh-database.ts';
import type { Log, LogFields } from '../kernel/log.ts';
import { silentLog } from '../kernel/log.ts';
import { SqlLearnedSecretStore } from '../storage/sql/sql-learned-secret-store.ts';
import { createSealer } from '../vault/sealer.ts';
import type { LearnedSecretStore } from './learned-secret-store.ts';
import { LearnedSecrets } from './learned-secrets.ts';

const KEY = 'a key for tests, long enough to be one';
const ID = 'acme/default';

async function setUp() {
  const { database, close } = await openFreshDatabase();
  const store = new SqlLearnedSecretStore(database);
  const logged: string[] = [];
  const log: Log = { ...silentLog, error: (_fields: LogFields, event) => void logged.push(event) };
  const failing = { now: false };
  /** A store that cannot be reached for as long as a test says so. */
  const reached = <Result>(work: () => Promise<Result>) =>
    failing.now ? Promise.reject(new Error('The database is gone.')) : work();
  const guarded: LearnedSecretStore = {
    find: (...of) => reached(() => store.find(...of)),
    put: (...of) => reached(() => store.put(...of)),
    putFirst: (...of) => reached(() => store.putFirst(...of)),
    forget: (...of) => reached(() => store.forget(...of)),
  };
  const open = (key = KEY) =>
    new LearnedSecrets({ store: guarded, sealer: createSealer(key, 'connections'), clock: createFakeClock(), log });
  return { store, failing, logged, open, [Symbol.asyncDispose]: close };
}

describe('a refresh token that replaced another', () => {
  it('is found by the next process, for the configured one alone', async () => {
    await using kept = await setUp();
    await kept.open().refreshTokenOf(ID).keep('configured', 'second');

    const next = kept.open().refreshTokenOf(ID);

    expect(await next.latest('configured')).toBe('second');
    expect(await next.latest('another')).toBeUndefined();
    expect(await kept.open().refreshTokenOf('acme/other').latest('configured')).toBeUndefined();
  });

  it('lies sealed, bound to its connection, and with no word of the configured one', async () => {
    await using kept = await setUp();
    await kept.open().refreshTokenOf(ID).keep('configured', 'second');

    const row = await kept.store.find(ID, 'refresh-token');
    await kept.store.put({ ...(row as object), connection: 'acme/thief' } as never);

    expect(JSON.stringify(row)).not.toMatch(/configured|second/);
    expect(await kept.open().refreshTokenOf('acme/thief').latest('configured')).toBeUndefined();
    expect(
      await kept.open('another key for tests, long enough').refreshTokenOf(ID).latest('configured'),
    ).toBeUndefined();
    expect(kept.logged).toHaveLength(2);
  });

  it('is used on while the store is gone, told in the log, and kept when the store is back', async () => {
    await using kept = await setUp();
    const follower = kept.open().refreshTokenOf(ID);
    kept.failing.now = true;

    await follower.keep('configured', 'second');
    expect(await follower.latest('configured')).toBe('second');
    expect(kept.logged).toContain('a new refresh token is not kept yet; a restart now would lose it');

    kept.failing.now = false;
    expect(await follower.latest('configured')).toBe('second');
    expect(await kept.open().refreshTokenOf(ID).latest('configured')).toBe('second');
  });

  it('that another replica was given is the one', async () => {
    await using kept = await setUp();
    const [one, other] = [kept.open().refreshTokenOf(ID), kept.open().refreshTokenOf(ID)];
    await one.keep('configured', 'second');

    await other.keep('configured', 'third');

    expect(await one.latest('configured')).toBe('third');
  });
});

describe('the first secret of a source', () => {
  it('stays, until the source is another', async () => {
    await using kept = await setUp();
    const learned = kept.open();

    expect(await learned.keepFirst(ID, 'webhook', 'source', 'one')).toBe(true);
    expect(await learned.keepFirst(ID, 'webhook', 'source', 'two')).toBe(false);
    expect(await learned.find(ID, 'webhook', 'source')).toBe('one');
    expect(await learned.keepFirst(ID, 'webhook', 'new source', 'three')).toBe(true);
    expect(await learned.find(ID, 'webhook', 'source')).toBeUndefined();

    await learned.forget(ID);
    expect(await learned.find(ID, 'webhook', 'new source')).toBeUndefined();
  });
});
