import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openTemporaryDatabase } from '../../test/support/temporary-database.ts';
import { SqlKeyStore } from '../storage/sql/sql-key-store.ts';
import { ApiKeys } from './api-keys.ts';
import { createGrants } from './grants.ts';

async function setUp() {
  const clock = createFakeClock();
  const store = new SqlKeyStore(await openTemporaryDatabase());
  const grants = createGrants();
  return { clock, store, keys: new ApiKeys(store, grants, clock), restarted: () => new ApiKeys(store, grants, clock) };
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

  it('adopts a chosen key once, and a revoked one never again', async () => {
    const { keys } = await setUp();
    const chosen = 'a-key-that-the-operator-chose-0123456789';
    expect(await keys.adopt(chosen, { name: 'admin', role: 'admin' })).toBe(true);
    expect(await keys.adopt(chosen, { name: 'admin', role: 'admin' })).toBe(false);
    const principal = await keys.authenticate(chosen);
    await keys.revoke(principal?.id as string);
    expect(await keys.adopt(chosen, { name: 'admin', role: 'admin' })).toBe(false);
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
