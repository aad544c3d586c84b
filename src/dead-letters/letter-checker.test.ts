import { describe, expect, it } from 'vitest';
import { LATE_MS, letterDesk } from '../../test/support/letter-desk.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { checkWrites } from '../jobs/check-writes.ts';
import type { CallRequest } from '../kernel/call.ts';
import { WireError } from '../kernel/wire.ts';

const BROKEN = new WireError('reset', 'unknown', 'It broke.');
const NOBODY = new WireError('connect', 'no', 'Nobody is there.');
const MINUTE = 60_000;
const INPUT = { id: '1', name: 'Ada Lovelace' };

/** A platform of which one write lost its answer, and a vendor whose row then has a name. */
async function setUp(tool = 'acme_set_row') {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 } });
  const author = platform.principal('operator');
  const letters = letterDesk(platform, [author]);
  const write = (more: Partial<CallRequest> = {}) =>
    platform.gateway.call(platform.request(author, tool, INPUT, { idempotencyKey: 'k', ...more }));
  platform.vendor.behave = () => BROKEN;
  const error = await write().catch((thrown) => thrown);
  const shows = (name: string) => {
    platform.vendor.requests.length = 0;
    platform.vendor.behave = ({ method }) => (method === 'GET' ? { body: JSON.stringify({ id: '1', name }) } : {});
  };
  shows('Nobody');
  const id = error.details.record as string;
  const state = async () => (await platform.letters.find({ id, limit: 1 }))[0]?.state;
  const letter = async () => (await letters.desk.show(id)).letter;
  const methods = () => platform.vendor.requests.map(({ method }) => method);
  return Object.assign(platform, letters, { author, write, shows, id, state, letter, methods });
}

describe('a check of a write of unknown outcome', () => {
  it('settles one that the vendor shows as done, by reading alone, and its key replays the outcome', async () => {
    await using platform = await setUp();
    const { id } = platform;
    platform.shows('Ada Lovelace');

    const checked = await platform.checker.check(id);

    expect(checked).toMatchObject({ id, outcome: 'done', because: 'The row has the name.' });
    expect(platform.methods()).toEqual(['GET']);
    expect(await platform.letter()).toMatchObject({
      state: 'done',
      settledBy: 'read-back',
      reason: 'The row has the name.',
      sealedInput: undefined,
    });
    const { facts, rendered } = await platform.write();
    expect(facts).toMatchObject({ replayed: true, record: id });
    expect(JSON.parse(rendered.json)).toMatchObject(INPUT);
    expect(platform.methods()).toEqual(['GET']);
  });

  it('does not say that it was not done while it may still arrive', async () => {
    await using platform = await setUp();
    await platform.clock.advance(MINUTE + LATE_MS - 1);

    const checked = await platform.checker.check(platform.id);

    expect(checked).toMatchObject({ outcome: 'too_early' });
    expect(checked.because).toMatch(/another name\. It may still arrive; from 20\S+Z on/);
    expect(await platform.letter()).toMatchObject({ state: 'unknown', checks: 1, checkSaid: checked.because });
    await expect(platform.write()).rejects.toMatchObject({ code: 'outcome_unknown' });
  });

  it('that finds it not done when it cannot arrive any more frees its key, and the write can be made', async () => {
    await using platform = await setUp();
    await platform.clock.advance(MINUTE + LATE_MS);

    const checked = await platform.checker.check(platform.id);

    expect(checked).toMatchObject({ outcome: 'not_done', because: 'The row has another name.' });
    expect(await platform.state()).toBeUndefined();
    expect((await platform.write()).facts.replayed).toBe(false);
    expect(platform.methods()).toEqual(['GET', 'PUT']);
  });

  it('that cannot tell leaves it and says why', async () => {
    await using platform = await setUp();
    platform.shows('?');
    await platform.clock.advance(MINUTE + LATE_MS);

    const checked = await platform.checker.check(platform.id);

    expect(checked).toMatchObject({ outcome: 'cannot_tell', because: 'The row is being changed.' });
    expect(await platform.state()).toBe('unknown');
  });

  it('of a tool without a read-back asks nobody', async () => {
    await using platform = await setUp('acme_rename_row');

    const checked = await platform.checker.check(platform.id);

    expect(checked).toMatchObject({ outcome: 'cannot_tell', because: expect.stringContaining('look at the data') });
    expect(platform.methods()).toEqual([]);
  });

  it('passes every step of a read: it is recorded, counted for the circuit, and refused while that is open', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => NOBODY;
    for (let n = 0; n < 4; n += 1) await platform.checker.check(platform.id);
    const asked = platform.methods().length;

    const refused = await platform.checker.check(platform.id);

    expect(refused).toMatchObject({ outcome: 'circuit_open' });
    expect(platform.methods()).toHaveLength(asked);
    expect(await platform.letter()).toMatchObject({ state: 'unknown', checks: 4 });
    await platform.trail.flush();
    const rows = await platform.audits.find({ principalId: 'platform', limit: 20 });
    expect(rows.map(({ kind, face, subject, effect, outcome }) => [kind, face, subject, effect, outcome])).toEqual([
      ['call', 'check', 'acme_set_row', 'read', 'circuit_open'],
      ...Array(4).fill(['call', 'check', 'acme_set_row', 'read', 'upstream_failed']),
    ]);
  });

  it('goes on when the key of who wrote is gone', async () => {
    await using platform = await setUp();
    platform.known.clear();
    platform.shows('Ada Lovelace');

    expect(await platform.checker.check(platform.id)).toMatchObject({ outcome: 'done' });
  });

  it('asks nobody where the connection is another than that which was written to', async () => {
    await using platform = await setUp();
    platform.shows('Ada Lovelace');
    await platform.database.use((db) => db.updateTable('write_records').set({ fingerprint: 'of a mock' }).execute());

    const checked = await platform.checker.check(platform.id);

    expect(checked).toMatchObject({ outcome: 'idempotency_mismatch' });
    expect(platform.methods()).toEqual([]);
    expect(await platform.state()).toBe('unknown');
  });

  it('begun by many at once settles once', async () => {
    await using platform = await setUp();
    platform.shows('Ada Lovelace');

    const checks = Array.from({ length: 10 }, () => platform.checker.check(platform.id).catch(({ code }) => code));

    const ends = await Promise.all(checks);
    expect(ends.filter((end) => end.outcome === 'done')).toHaveLength(1);
    expect(ends.filter((end) => end === 'conflict')).toHaveLength(9);
  });

  it('is refused for what is not unknown, and for what is not there', async () => {
    await using platform = await setUp();
    await platform.desk.settle(platform.id, 'done', 'I looked.');

    await expect(platform.checker.check(platform.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await platform.letter()).toMatchObject({ settledBy: 'person', reason: 'I looked.' });
    await expect(platform.checker.check('0197f2d0-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a check of every write of unknown outcome', () => {
  /** Five writes without an answer, oldest first; the vendor shows as done that of the row `1`. */
  async function setUpMany() {
    const platform = await setUp();
    platform.runtime.breaker.run = (attempt) => attempt();
    const ids = [platform.id];
    for (const n of [2, 3, 4, 5]) {
      await platform.clock.advance(1);
      platform.vendor.behave = () => BROKEN;
      const input = { id: String(n), name: 'Ada Lovelace' };
      const error = await platform.write({ input, idempotencyKey: `k${n}` }).catch((thrown) => thrown);
      ids.push(error.details.record);
    }
    platform.vendor.requests.length = 0;
    platform.vendor.behave = ({ url }) => {
      const id = url.split('/').at(-1);
      return { body: JSON.stringify({ id, name: id === '1' ? 'Ada Lovelace' : '?' }) };
    };
    return Object.assign(platform, { ids });
  }

  it('goes on from where it stopped, to the end, and asks once for each', async () => {
    await using platform = await setUpMany();
    const [one, two, three, four, five] = platform.ids;

    const first = await platform.checker.checkAll(undefined, 2);
    const second = await platform.checker.checkAll(first.next, 2);
    const third = await platform.checker.checkAll(second.next, 2);

    expect(first).toMatchObject({
      checked: [
        { id: one, outcome: 'done' },
        { id: two, outcome: 'cannot_tell' },
      ],
      next: two,
    });
    expect(second).toMatchObject({ checked: [{ id: three }, { id: four }], next: four });
    expect(third.checked.map(({ id }) => id)).toEqual([five]);
    expect(third).not.toHaveProperty('next');
    expect(platform.methods()).toEqual(Array(5).fill('GET'));
  });

  it('says where to go on when its time is over', async () => {
    await using platform = await setUpMany();
    const { wire } = platform.vendor;
    const slow: typeof wire = async (...sent) => {
      const reply = await wire(...sent);
      await platform.clock.advance(6_000);
      return reply;
    };
    Object.assign(platform.runtime, { wire: slow });

    const report = await platform.checker.checkAll(undefined, 5);

    expect(report.checked.map(({ id }) => id)).toEqual(platform.ids.slice(0, 2));
    expect(report.next).toBe(platform.ids[1]);
  });

  it('goes past one that cannot be opened, and says so', async () => {
    await using platform = await setUpMany();
    const [first = '', second] = platform.ids;
    await platform.database.use((db) =>
      db.updateTable('write_records').set({ sealed_input: 'v1.x' }).where('id', '=', first).execute(),
    );

    const { checked } = await platform.checker.checkAll(undefined, 2);

    expect(checked).toMatchObject([
      { id: first, outcome: 'internal', because: expect.stringContaining('cannot be opened') },
      { id: second, outcome: 'cannot_tell' },
    ]);
    expect(await platform.state()).toBe('unknown');
  });
});

describe('the job that checks', () => {
  const jobOf = (platform: Awaited<ReturnType<typeof setUp>>) => {
    const itself = platform.principal('admin', {}, 'platform');
    return checkWrites(platform.checker, itself, platform.trail, platform.clock);
  };

  it('settles what it can tell, and records that', async () => {
    await using platform = await setUp();
    platform.shows('Ada Lovelace');
    const job = jobOf(platform);

    await job.run();
    expect(await platform.state()).toBe('unknown');
    await platform.clock.advance(MINUTE + 1);
    await job.run();

    expect(await platform.state()).toBe('done');
    const rows = await platform.audits.find({ subject: 'dead-letters.check', limit: 5 });
    expect(rows).toMatchObject([
      { principalId: 'platform', face: 'job', outcome: 'ok', detail: `${platform.id} done: The row has the name.` },
    ]);
    expect(platform.outcomes).toEqual(['done']);
  });

  it('looks at growing intervals, and no more than so often', async () => {
    await using platform = await setUp();
    platform.shows('?');
    const job = jobOf(platform);
    const times: number[] = [];

    for (let minute = 0; minute < 4_000; minute += 1) {
      const before = platform.methods().length;
      await job.run();
      if (platform.methods().length > before) times.push(minute);
      await platform.clock.advance(MINUTE);
    }

    expect(times).toEqual([2, 6, 22, 86, 342, 1366]);
    expect(await platform.letter()).toMatchObject({ state: 'unknown', checks: 6 });
  });

  it('says that a write was not done as soon as that is certain', async () => {
    await using platform = await setUp();
    const job = jobOf(platform);

    for (let minute = 0; minute < 16; minute += 1) {
      await job.run();
      expect(await platform.state()).toBe('unknown');
      await platform.clock.advance(MINUTE);
    }
    await job.run();

    expect(await platform.state()).toBeUndefined();
    expect(platform.outcomes).toEqual(['too_early', 'not_done']);
  });

  it('does not use its looks up on a connection that rests, and asks it of one write alone', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => BROKEN;
    for (let n = 0; n < 4; n += 1) await platform.write({ idempotencyKey: `other-${n}` }).catch(() => undefined);
    await platform.runtime.breaker.hold();
    platform.vendor.requests.length = 0;
    const job = jobOf(platform);

    for (let minute = 0; minute < 60; minute += 1) {
      await platform.clock.advance(MINUTE);
      await job.run();
    }

    expect(platform.methods()).toEqual([]);
    const letters = await platform.letters.find({ states: ['unknown'], limit: 10 });
    expect(letters).toHaveLength(5);
    for (const { checks, checkSaid } of letters)
      expect([checks, checkSaid]).toEqual([0, expect.stringMatching(/keeps/)]);
    await platform.trail.flush();
    const rows = await platform.audits.find({ principalId: 'platform', limit: 100 });
    expect(rows).toHaveLength(12);
  });
});
