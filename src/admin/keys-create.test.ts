import { describe, expect, it } from 'vitest';
import { openTestAdmin } from '../../test/support/test-admin.ts';

interface Made {
  readonly id: string;
  readonly key: string;
  readonly hint: string;
  readonly role: string;
  readonly expiresAt?: string;
}

describe('keys.create', () => {
  it('makes a key that works at once, and shows it in its answer alone', async () => {
    await using platform = await openTestAdmin();

    const made = await platform.perform<Made>('keys.create', { name: 'Ada', role: 'analyst' });

    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      key: expect.stringMatching(/^mcpk_[\w-]{43}$/),
      hint: made.key.slice(0, 9),
      role: 'analyst',
    });
    expect(await platform.keys.authenticate(made.key)).toMatchObject({ id: made.id, grant: { role: 'analyst' } });
    const kept = JSON.stringify([await platform.keys.list(), await platform.audits.find({ limit: 10 })]);
    expect(kept).not.toContain(made.key);
  });

  it('limits the key to tools, to connections and in time', async () => {
    await using platform = await openTestAdmin();

    const { key, expiresAt } = await platform.perform<Made>('keys.create', {
      name: 'Ada',
      role: 'operator',
      tools: ['acme_list_*'],
      connections: ['acme/default'],
      expiresInMs: 60_000,
    });

    const grant = (await platform.keys.authenticate(key))?.grant;
    expect([grant?.allowsTool('acme_list_rows'), grant?.allowsTool('acme_set_row')]).toEqual([true, false]);
    expect([grant?.allowsConnection('acme/default'), grant?.allowsConnection('acme/second')]).toEqual([true, false]);
    expect(expiresAt).toBe('2026-11-22T12:01:00.000Z');
    await platform.clock.advance(60_000);
    expect(await platform.keys.authenticate(key)).toBeUndefined();
  });

  // biome-ignore format: a table is read in columns
  it.each([
    ['name',        { name: '' }],
    ['name',        { name: '  ' }],
    ['name',        { name: 'x'.repeat(81) }],
    ['name',        { name: 'a\nb' }],
    ['name',        { name: '\u202eevil' }],
    ['name',        { name: '-rf' }],
    ['role',        { role: 'king' }],
    ['role',        { role: '__proto__' }],
    ['tools',       { tools: [] }],
    ['tools[0]',    { tools: ['a b'] }],
    ['tools[1]',    { tools: ['acme_*', 'nope_*'] }],
    ['tools[0]',    { tools: ['acme_list_row'] }],
    ['tools[0]',    { tools: ['*_*_*_*'] }],
    ['connections', { connections: Array(101).fill('acme/default') }],
    ['expiresInMs', { expiresInMs: 59_999 }],
    ['expiresInMs', { expiresInMs: 11 * 365 * 24 * 3_600_000 }],
    ['expiresInMs', { expiresInMs: 1e5 + 0.5 }],
  ])('refuses a wrong %s: %j', async (path, wrong) => {
    await using platform = await openTestAdmin();

    const refused = platform.perform('keys.create', { name: 'Ada', role: 'viewer', ...wrong });

    await expect(refused).rejects.toMatchObject({ code: 'invalid_input', details: { issues: [{ path }] } });
    expect(await platform.keys.list()).toEqual([]);
  });

  it.each([
    ['acme_list_row', 'tools[0]: No tool is called acme_list_row; did you mean acme_list_rows?'],
    ['amce_*', 'tools[0]: No tool is called amce_*; did you mean acme_*?'],
    ['something-else', 'tools[0]: No tool is called something-else; list the tools to see the names.'],
  ])('says of %s what would fit', async (pattern, told) => {
    await using platform = await openTestAdmin();

    const refused = platform.perform('keys.create', { name: 'Ada', role: 'viewer', tools: [pattern] });

    await expect(refused).rejects.toThrow(told);
  });
});
