import { describe, expect, it } from 'vitest';
import { letterDesk } from '../../test/support/letter-desk.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { WireError } from '../kernel/wire.ts';
import { type ActionParts, createActions } from './actions.ts';
import { createAdmin } from './perform.ts';

const CORRELATION = '0af7651916cd43dd8448eb211c80319c';
const NOBODY = new WireError('connect', 'no', 'Nobody is there.');

/** The actions on a platform that has parked one write of its operator, and whose vendor is back. */
async function setUp() {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 } });
  const author = platform.principal('operator');
  const { desk, checker, known } = letterDesk(platform, [author]);
  const parts = {
    letters: desk,
    checker,
    trail: platform.trail,
    clock: platform.clock,
  } as Partial<ActionParts> as ActionParts;
  const admin = createAdmin(createActions(parts), platform.trail, platform.clock);
  platform.vendor.behave = (_request, n) => (n === 0 ? NOBODY : {});
  const input = { id: '1', name: 'Ada Lovelace' };
  const request = platform.request(author, 'acme_rename_row', input, { idempotencyKey: 'k' });
  const error = await platform.gateway.call(request).catch((thrown) => thrown);
  const perform = (name: string, given: unknown, role: 'admin' | 'operator' = 'admin') =>
    admin.perform(platform.principal(role, {}, role === 'admin' ? 'ada' : 'op'), name, given, 'rest', CORRELATION);
  const audited = async () => {
    const rows = await platform.audits.find({ principalId: 'ada', limit: 20 });
    return rows.map(({ subject, outcome, detail }) => [subject, outcome, detail]);
  };
  return Object.assign(platform, { id: error.details.record as string, perform, audited, known, admin });
}

describe('the actions on dead letters', () => {
  it('list without what would be written, show with it, and are recorded', async () => {
    await using platform = await setUp();
    const { id } = platform;

    const listed = await platform.perform('dead-letters.list', {});
    const shown = await platform.perform('dead-letters.show', { id });

    expect(listed).toMatchObject({ letters: [{ id, state: 'parked', attempts: [{ code: 'upstream_failed' }] }] });
    expect(JSON.stringify(listed)).not.toContain('Ada Lovelace');
    expect(JSON.stringify(listed)).not.toContain('sealed');
    expect(shown).toMatchObject({ letter: { id }, input: { name: 'Ada Lovelace', connection: 'default' } });
    expect(await platform.audited()).toEqual([
      ['dead-letters.show', 'ok', id],
      ['dead-letters.list', 'ok', 'dead letters'],
    ]);
  });

  it('redrive one, and say in the audit trail how it ended', async () => {
    await using platform = await setUp();
    const { id } = platform;

    const report = await platform.perform('dead-letters.redrive', { id });

    expect(report).toEqual({ redriven: [{ id, outcome: 'ok' }], parked: 0 });
    expect(await platform.audited()).toEqual([['dead-letters.redrive', 'ok', `${id} ok`]]);
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('redrive all, a page at a time', async () => {
    await using platform = await setUp();

    expect(await platform.perform('dead-letters.redrive', { all: true, limit: 1 })).toEqual({
      redriven: [{ id: platform.id, outcome: 'ok' }],
      parked: 0,
    });
    expect(await platform.perform('dead-letters.redrive', { all: true })).toEqual({ redriven: [], parked: 0 });
  });

  it('discard and settle with a reason, which the audit trail has', async () => {
    await using platform = await setUp();
    const { id } = platform;

    await platform.perform('dead-letters.discard', { id, reason: 'Done by hand.' });

    expect(await platform.audited()).toEqual([['dead-letters.discard', 'ok', `${id}: Done by hand.`]]);
    expect(await platform.perform('dead-letters.list', { states: ['discarded'] })).toMatchObject({ letters: [{ id }] });
    await expect(platform.perform('dead-letters.settle', { id, outcome: 'done', reason: 'So.' })).rejects.toMatchObject(
      { code: 'conflict' },
    );
  });

  it.each([
    ['dead-letters.redrive', {}],
    ['dead-letters.redrive', { id: '0197f2d0-0000-7000-8000-000000000000', all: true }],
    ['dead-letters.redrive', { id: '../1' }],
    ['dead-letters.check', {}],
    ['dead-letters.check', { id: '0197f2d0-0000-7000-8000-000000000000', all: true }],
    ['dead-letters.discard', { id: '0197f2d0-0000-7000-8000-000000000000' }],
    ['dead-letters.settle', { id: '0197f2d0-0000-7000-8000-000000000000', outcome: 'perhaps', reason: 'So.' }],
  ])('%s refuses %j', async (name, input) => {
    await using platform = await setUp();

    await expect(platform.perform(name, input)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('are for admins alone', async () => {
    await using platform = await setUp();
    const names = platform.admin.actions.map(({ name }) => name).filter((name) => name.startsWith('dead-letters.'));

    expect(names).toHaveLength(6);
    for (const name of names) {
      await expect(platform.perform(name, {}, 'operator')).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});
