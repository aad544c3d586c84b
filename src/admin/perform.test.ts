import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failStatements } from '../../test/support/failing-statements.ts';
import { openTestAdmin } from '../../test/support/test-admin.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Action } from './action.ts';

/** An action that fails as it is told. */
function failing(error: Error): Action {
  return {
    name: 'things.break',
    title: 'Break a thing',
    description: 'Breaks a thing.',
    effect: 'destroy',
    permission: 'things.break',
    input: z.strictObject({ id: z.string() }),
    output: z.object({}),
    subject: ({ id }, output) => `${id}${output ? '' : ', not broken'}`,
    run: async () => {
      throw error;
    },
  };
}

const codeOf = (performed: Promise<unknown>) =>
  performed.then(
    () => 'ok',
    ({ code }: PlatformError) => code,
  );

describe('an operator action', () => {
  it('is recorded before its answer leaves: who, by which face, what, to what, how it ended', async () => {
    await using platform = await openTestAdmin();

    const { id } = await platform.perform<{ id: string }>('keys.create', { name: 'Ada', role: 'viewer' });

    expect(await platform.audits.find({ limit: 10 })).toEqual([
      expect.objectContaining({
        kind: 'action',
        principalId: 'admin',
        principalName: 'test admin',
        face: 'rest',
        correlationId: '0af7651916cd43dd8448eb211c80319c',
        subject: 'keys.create',
        effect: 'write',
        outcome: 'ok',
        detail: `${id} for Ada as viewer`,
        durationMs: 0,
        count: 1,
      }),
    ]);
  });

  it('is refused to who may not, before its input is looked at, and that is recorded', async () => {
    await using platform = await openTestAdmin();

    const refused = platform.perform('keys.create', { nonsense: true }, platform.principal('operator'));

    await expect(refused).rejects.toMatchObject({
      code: 'forbidden',
      message: 'The role operator may not do keys.create: it needs keys.manage.',
    });
    expect(await platform.audits.find({ limit: 10 })).toEqual([
      expect.objectContaining({ principalId: 'operator', subject: 'keys.create', outcome: 'forbidden' }),
    ]);
    expect(await platform.keys.list()).toEqual([]);
  });

  it('is refused when its input does not fit, with what to change', async () => {
    await using platform = await openTestAdmin();

    const refused = platform.perform('keys.create', { nam: 'Ada', role: 'king' });

    await expect(refused).rejects.toMatchObject({
      code: 'invalid_input',
      details: {
        issues: expect.arrayContaining([
          { path: 'nam', message: 'Unknown; did you mean name?' },
          expect.objectContaining({ path: 'role' }),
        ]),
      },
    });
    expect(await platform.keys.list()).toEqual([]);
  });

  it('may come without an input where it needs none', async () => {
    await using platform = await openTestAdmin();
    expect(await platform.perform('keys.list')).toEqual({ keys: [] });
    expect(await platform.perform('keys.list', null)).toEqual({ keys: [] });
  });

  it.each(['keys.creat', '__proto__', 'constructor', ''])('that does not exist is refused: %j', async (name) => {
    await using platform = await openTestAdmin();

    expect(await codeOf(platform.perform(name, {}))).toBe('not_found');

    expect(await platform.audits.find({ limit: 10 })).toEqual([
      expect.objectContaining({ subject: 'unknown action', outcome: 'not_found' }),
    ]);
  });

  it('that fails is recorded with what it was to be done to', async () => {
    await using platform = await openTestAdmin([failing(new PlatformError('conflict', 'It is in use.'))]);

    expect(await codeOf(platform.perform('things.break', { id: 'a thing' }))).toBe('conflict');

    expect(await platform.audits.find({ limit: 10 })).toEqual([
      expect.objectContaining({ subject: 'things.break', outcome: 'conflict', detail: 'a thing, not broken' }),
    ]);
  });

  it('that fails by a fault of ours is `internal`, and says nothing of it', async () => {
    const bug = new Error('at /srv/platform/things.ts, password hunter2');
    await using platform = await openTestAdmin([failing(bug)]);

    const error = await platform
      .perform<PlatformError>('things.break', { id: 'a thing' })
      .catch((thrown: PlatformError) => thrown);

    expect(error).toMatchObject({ code: 'internal', cause: bug });
    expect(error.message).not.toMatch(/hunter2|srv/);
  });

  it('that was done and could not be recorded is never told as done, nor recorded twice later', async () => {
    await using platform = await openTestAdmin();
    const end = await failStatements(platform.database, 'insert on audit_entries');

    const error = await platform
      .perform<PlatformError>('keys.create', { name: 'Ada', role: 'viewer' })
      .catch((thrown: PlatformError) => thrown);
    await end();
    await platform.trail.flush();

    expect(error).toMatchObject({ code: 'unavailable' });
    expect(error.message).toContain('was done');
    expect(JSON.stringify(error)).not.toContain('mcpk_');
    expect((await platform.audits.find({ limit: 10 })).map(({ outcome }) => outcome)).toEqual(['ok']);
  });
});
