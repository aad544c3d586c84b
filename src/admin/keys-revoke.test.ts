import { describe, expect, it } from 'vitest';
import { openTestAdmin } from '../../test/support/test-admin.ts';

describe('keys.revoke', () => {
  it('takes a key out of force at once, and says when it had been before', async () => {
    await using platform = await openTestAdmin();
    const { key, record } = await platform.keys.create({ name: 'Ada', role: 'viewer' });
    expect(await platform.keys.authenticate(key)).toBeDefined();

    expect(await platform.perform('keys.revoke', { id: record.id })).toEqual({ revoked: true });
    expect(await platform.keys.authenticate(key)).toBeUndefined();
    expect(await platform.perform('keys.revoke', { id: record.id })).toEqual({ revoked: false });

    const [row] = await platform.audits.find({ limit: 1 });
    expect(row).toMatchObject({ subject: 'keys.revoke', effect: 'destroy', outcome: 'ok', detail: record.id });
  });

  it('says that there is no such key, and records which was meant', async () => {
    await using platform = await openTestAdmin();
    const id = '01900000-0000-7000-8000-000000000000';

    await expect(platform.perform('keys.revoke', { id })).rejects.toMatchObject({ code: 'not_found' });

    expect(await platform.audits.find({ limit: 1 })).toEqual([
      expect.objectContaining({ subject: 'keys.revoke', outcome: 'not_found', detail: id }),
    ]);
  });

  it.each([['mcpk_notanid'], [''], [7], [null]])('refuses %j as an id', async (id) => {
    await using platform = await openTestAdmin();
    await expect(platform.perform('keys.revoke', { id })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'id' }] },
    });
  });
});
