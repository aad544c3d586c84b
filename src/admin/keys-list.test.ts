import { describe, expect, it } from 'vitest';
import { openTestAdmin } from '../../test/support/test-admin.ts';

describe('keys.list', () => {
  it('shows each key with its state, its limits and its last use, and no key', async () => {
    await using platform = await openTestAdmin();
    const active = await platform.keys.create({ name: 'active', role: 'viewer', tools: ['acme_*'] });
    await platform.clock.advance(1);
    await platform.keys.create({ name: 'expired', role: 'admin', expiresInMs: 60_000 });
    await platform.clock.advance(1);
    const revoked = await platform.keys.create({ name: 'revoked', role: 'operator', expiresInMs: 60_000 });
    await platform.keys.authenticate(active.key);
    await platform.keys.revoke(revoked.record.id);

    await platform.clock.advance(60_000);
    const { keys } = await platform.perform<{ keys: Record<string, unknown>[] }>('keys.list');

    expect(keys).toEqual([
      {
        id: active.record.id,
        name: 'active',
        hint: active.key.slice(0, 9),
        role: 'viewer',
        tools: ['acme_*'],
        createdAt: '2026-11-22T12:00:00.000Z',
        lastUsedAt: '2026-11-22T12:00:00.000Z',
        state: 'active',
      },
      expect.objectContaining({ name: 'expired', expiresAt: '2026-11-22T12:01:00.001Z', state: 'expired' }),
      expect.objectContaining({ name: 'revoked', revokedAt: '2026-11-22T12:00:00.002Z', state: 'revoked' }),
    ]);
    expect(JSON.stringify(keys)).not.toContain(active.key);
    expect(JSON.stringify(keys)).not.toContain(active.record.digest);
  });

  it('says expired from the millisecond at which the key no longer works', async () => {
    await using platform = await openTestAdmin();
    const { key } = await platform.keys.create({ name: 'Ada', role: 'viewer', expiresInMs: 60_000 });
    const state = async () => (await platform.perform<{ keys: { state: string }[] }>('keys.list')).keys[0]?.state;

    await platform.clock.advance(59_999);
    expect([await state(), (await platform.keys.authenticate(key)) !== undefined]).toEqual(['active', true]);
    await platform.clock.advance(1);
    expect([await state(), (await platform.keys.authenticate(key)) !== undefined]).toEqual(['expired', false]);
  });
});
