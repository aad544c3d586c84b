import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openTemporaryDatabase } from '../../test/support/temporary-database.ts';
import { SqlKeyStore } from '../storage/sql/sql-key-store.ts';
import { ApiKeys, REMEMBERED_KEYS } from './api-keys.ts';
import { createGrants } from './grants.ts';
import type { KeyStore } from './key-store.ts';

async function setUp() {
  const clock = createFakeClock();
  const store = new SqlKeyStore(await openTemporaryDatabase());
  const grants = createGrants();
  return { clock, store, keys: new ApiKeys(store, grants, clock), restarted: () => new ApiKeys(store, grants, clock) };
}

/** The store, with other ways for some of what it does. */
function storeWith(store: KeyStore, ways: Partial<KeyStore>): KeyStore {
  return {
    add: (key) => store.add(key),
    findByDigest: (digest) => store.findByDigest(digest),
    list: () => store.list(),
    revoke: (id, at) => store.revoke(id, at),
    revocations: () => store.revocations(),
    touch: (uses) => store.touch(uses),
    ...ways,
  };
}

describe('ApiKeys', () => {
  it('makes keys of 256 random bits and keeps nothing that gives them away', async () => {
    const { keys, store } = await setUp();
    const { key, record } = await keys.create({ name: 'agent', role: 'viewer' });
    expect(key).toMatch(/^mcpk_[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(await store.list())).not.toContain(key.slice(9));
    expect(record.hint).toBe(key.slice(0, 9));
  });

  it('knows a key, with its role and limits, across a restart', async () => {
    const { keys, restarted } = await setUp();
    const { key, record } = await keys.create({ name: 'agent', role: 'operator', tools: ['shopify_get_*'] });
    const principal = await restarted().authenticate(key);
    expect(principal).toMatchObject({ id: record.id, name: 'agent', kind: 'api-key', grant: { role: 'operator' } });
    expect(principal?.grant.allowsTool('shopify_list_orders')).toBe(false);
  });

  it('answers without a promise for a key it has seen', async () => {
    const { keys } = await setUp();
    const { key } = await keys.create({ name: 'agent', role: 'viewer' });
    await keys.authenticate(key);
    expect(keys.authenticate(key)).not.toBeInstanceOf(Promise);
  });

  it.each(['', 'mcpk_', 'mcpk_unknown', `mcpk_${'A'.repeat(43)}`, 'x'.repeat(10_000)])(
    'knows no key %s',
    async (token) => {
      const { keys } = await setUp();
      await keys.create({ name: 'agent', role: 'viewer' });
      expect(await keys.authenticate(token)).toBeUndefined();
    },
  );

  it('refuses a revoked key from the moment that revoke resolves, and for good', async () => {
    const { keys, restarted } = await setUp();
    const { key, record } = await keys.create({ name: 'agent', role: 'admin' });
    await keys.authenticate(key);
    expect(await keys.revoke(record.id)).toBe(true);
    expect(await keys.authenticate(key)).toBeUndefined();
    expect(await restarted().authenticate(key)).toBeUndefined();
    expect(await keys.revoke(record.id)).toBe(false);
  });

  it('does not remember a key whose look-up was under way when it was revoked', async () => {
    const { keys, record, key } = await setUp().then(async (made) => ({
      ...made,
      ...(await made.keys.create({ name: 'agent', role: 'admin' })),
    }));
    await Promise.all([keys.authenticate(key), keys.revoke(record.id)]);
    expect(await keys.authenticate(key)).toBeUndefined();
  });

  it('refuses an expired key, one that was just in use included', async () => {
    const { clock, keys } = await setUp();
    const { key } = await keys.create({ name: 'agent', role: 'viewer', expiresInMs: 60_000 });
    expect(await keys.authenticate(key)).toBeDefined();
    await clock.advance(60_000);
    expect(await keys.authenticate(key)).toBeUndefined();
  });

  it('writes last uses in a batch, exact to a minute', async () => {
    const { clock, keys, store } = await setUp();
    const { key } = await keys.create({ name: 'agent', role: 'viewer' });
    await clock.advance(90_000);
    for (let n = 0; n < 1_000; n += 1) await keys.authenticate(key);
    expect((await store.list())[0]?.lastUsedAt).toBeUndefined();
    await keys.flushUses();
    const [record] = await store.list();
    expect(clock.now() - (record?.lastUsedAt as number)).toBeLessThan(60_000);
  });

  it('writes a last use once, and one that comes while others are written the next time', async () => {
    const { clock, store } = await setUp();
    const written: (readonly [string, number])[][] = [];
    let meanwhile: (() => Promise<unknown>) | undefined;
    const pausing = storeWith(store, {
      async touch(uses) {
        written.push([...uses]);
        await meanwhile?.();
      },
    });
    const keys = new ApiKeys(pausing, createGrants(), clock);
    const { key, record } = await keys.create({ name: 'agent', role: 'viewer' });
    const { key: quiet, record: quietRecord } = await keys.create({ name: 'quiet', role: 'viewer' });
    const [first, second] = [clock.now(), clock.now() + 60_000];
    await keys.authenticate(key);
    await keys.authenticate(quiet);

    meanwhile = async () => {
      await clock.advance(60_000);
      await keys.authenticate(key);
    };
    await keys.flushUses();
    meanwhile = undefined;
    await keys.flushUses();
    await keys.flushUses();

    expect(written).toEqual([
      [
        [record.id, first],
        [quietRecord.id, first],
      ],
      [[record.id, second]],
    ]);
  });

  it('gives by its id the principal of a key that is in force, and of no other', async () => {
    const { clock, keys } = await setUp();
    const { record: lasting } = await keys.create({ name: 'lasting', role: 'viewer', tools: ['gsc_*'] });
    const { record: short } = await keys.create({ name: 'short', role: 'viewer', expiresInMs: 60_000 });
    const { record: revoked } = await keys.create({ name: 'revoked', role: 'viewer' });
    await keys.revoke(revoked.id);
    const found = async () => {
      const ids = [lasting.id, short.id, revoked.id, 'no such id'];
      return (await Promise.all(ids.map((id) => keys.principal(id)))).map((principal) => principal?.name);
    };

    expect(await found()).toEqual(['lasting', 'short', undefined, undefined]);
    expect((await keys.principal(lasting.id))?.grant.allowsTool('shopify_get_order')).toBe(false);
    await clock.advance(59_999);
    expect(await found()).toEqual(['lasting', 'short', undefined, undefined]);
    await clock.advance(1);
    expect(await found()).toEqual(['lasting', undefined, undefined, undefined]);
  });

  it('adopts a chosen key once, and a revoked one never again', async () => {
    const { keys } = await setUp();
    const chosen = 'a-key-that-the-operator-chose-0123456789';
    expect(await keys.adopt(chosen, { name: 'admin', role: 'admin' })).toMatchObject({ role: 'admin' });
    expect(await keys.adopt(chosen, { name: 'admin', role: 'admin' })).toBeUndefined();
    const principal = await keys.authenticate(chosen);
    await keys.revoke(principal?.id as string);
    expect(await keys.adopt(chosen, { name: 'admin', role: 'admin' })).toBeUndefined();
    expect(await keys.authenticate(chosen)).toBeUndefined();
  });

  it('forgets what it has seen when another process has revoked a key, and not otherwise', async () => {
    const { keys, restarted } = await setUp();
    const elsewhere = restarted();
    const [one, other] = [
      await keys.create({ name: 'one', role: 'viewer' }),
      await keys.create({ name: 'other', role: 'viewer' }),
    ];
    await keys.noticeRevocations();
    for (const { key } of [one, other]) await keys.authenticate(key);

    await keys.noticeRevocations();
    expect(keys.authenticate(one.key)).not.toBeInstanceOf(Promise);
    await elsewhere.revoke(one.record.id);
    expect(await keys.authenticate(one.key)).toBeDefined();
    await keys.noticeRevocations();

    expect(await keys.authenticate(one.key)).toBeUndefined();
    expect(await keys.authenticate(other.key)).toMatchObject({ id: other.record.id });
  });

  it('does not remember a key that was revoked elsewhere while it was looked up', async () => {
    const { keys, restarted } = await setUp();
    const { key, record } = await keys.create({ name: 'agent', role: 'viewer' });
    await keys.noticeRevocations();

    const lookedUp = keys.authenticate(key);
    await restarted().revoke(record.id);
    await keys.noticeRevocations();
    await lookedUp;

    expect(await keys.authenticate(key)).toBeUndefined();
  });

  it('takes a key that was found while another was revoked elsewhere, and does not take the one that was', async () => {
    const { clock, store } = await setUp();
    const own = new ApiKeys(store, createGrants(), clock);
    const [one, other] = [
      await own.create({ name: 'one', role: 'viewer' }),
      await own.create({ name: 'other', role: 'viewer' }),
    ];
    // Between the finding of a key and its use another replica revokes one, and this one hears of it.
    let between: (() => Promise<unknown>) | undefined;
    const pausing = storeWith(store, {
      async findByDigest(digest) {
        const found = await store.findByDigest(digest);
        const then = between;
        between = undefined;
        await then?.();
        return found;
      },
    });
    const keys = new ApiKeys(pausing, createGrants(), clock);
    await keys.noticeRevocations();

    between = async () => {
      await own.revoke(one.record.id);
      await keys.noticeRevocations();
    };
    const revoked = await keys.authenticate(one.key);
    between = async () => {
      await own.revoke((await own.create({ name: 'third', role: 'viewer' })).record.id);
      await keys.noticeRevocations();
    };
    const alive = await keys.authenticate(other.key);

    expect(revoked).toBeUndefined();
    expect(alive).toMatchObject({ id: other.record.id });
  });

  it('refuses a key whose role a newer version has given it, without saying which', async () => {
    const { keys, store } = await setUp();
    const { key, record } = await keys.create({ name: 'agent', role: 'viewer' });
    const chosen = `mcpk_${'n'.repeat(43)}`;
    await store.add({ ...record, id: 'k-new', digest: hash('sha256', chosen, 'base64url'), role: 'emperor' });

    expect(await keys.authenticate(key)).toBeDefined();
    await expect(async () => keys.authenticate(chosen)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining('emperor'),
    });
  });

  it('remembers so many keys and no more, the first seen forgotten first', async () => {
    const { clock, keys, store } = await setUp();
    const { record, key: first } = await keys.create({ name: 'agent', role: 'viewer' });
    const everyKey = storeWith(store, { findByDigest: async (digest) => ({ ...record, id: digest, digest }) });
    const crowded = new ApiKeys(everyKey, createGrants(), clock);
    await crowded.authenticate(first);
    for (let n = 1; n < REMEMBERED_KEYS; n += 1) await crowded.authenticate(`mcpk_${String(n).padStart(43, '0')}`);
    expect(crowded.authenticate(first)).not.toBeInstanceOf(Promise);

    await crowded.authenticate(`mcpk_${'z'.repeat(43)}`);

    expect(crowded.authenticate(`mcpk_${'z'.repeat(43)}`)).not.toBeInstanceOf(Promise);
    expect(crowded.authenticate(first)).toBeInstanceOf(Promise);
  });

  it('adopts a chosen key once when several replicas start at the same moment', async () => {
    const { restarted, store } = await setUp();
    const chosen = 'x'.repeat(43);

    const adopted = await Promise.all(
      Array.from({ length: 5 }, () => restarted().adopt(chosen, { name: 'admin', role: 'admin' })),
    );

    expect(adopted.filter(Boolean)).toHaveLength(1);
    expect(await store.list()).toHaveLength(1);
  });
});
