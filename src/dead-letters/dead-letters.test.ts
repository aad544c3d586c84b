import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { letterDesk } from '../../test/support/letter-desk.ts';
import { openTestGateway, type TestGatewayOptions } from '../../test/support/test-gateway.ts';
import type { CallRequest } from '../kernel/call.ts';
import { WireError } from '../kernel/wire.ts';

const WRITE = 'acme_rename_row';
const INPUT = { id: '1', name: 'Ada Lovelace' };
const NOBODY = new WireError('connect', 'no', 'Nobody is there.');
const BROKEN = new WireError('reset', 'unknown', 'It broke.');
const WITHOUT_QUOTA = { ...acmeConnection(), connector: { ...acme, quota: undefined } };
const DAY_MS = 86_400_000;

/** A platform whose vendor answers nobody until `behave` is set anew, and the desk for its dead letters. */
async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 }, ...options });
  platform.runtime.breaker.run = (attempt) => attempt();
  platform.vendor.behave = () => NOBODY;
  const author = platform.principal('operator');
  const desk = letterDesk(platform, [author]);
  const ask = (key: string, more: Partial<CallRequest> = {}) =>
    platform.request(author, WRITE, INPUT, { idempotencyKey: key, ...more });
  const write = (key: string, more?: Partial<CallRequest>) => platform.gateway.call(ask(key, more));
  const park = async (key: string): Promise<string> => {
    const error = await write(key).catch((thrown) => thrown);
    return error.details.record;
  };
  const back = () => {
    platform.vendor.requests.length = 0;
    platform.vendor.behave = () => ({});
  };
  return Object.assign(platform, desk, { author, write, park, back });
}

describe('a redrive', () => {
  it('sends a parked write once, under its principal, key and trace id, and its key replays the answer', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();

    const report = await platform.redrive(id);
    const replay = await platform.write('k');

    expect(report).toEqual({ redriven: [{ id, outcome: 'ok' }], parked: 0 });
    expect(replay.facts).toMatchObject({ replayed: true, record: id });
    expect(platform.vendor.requests).toHaveLength(1);
    expect((await platform.desk.show(id)).letter).toMatchObject({
      state: 'done',
      attempts: [{ code: 'upstream_failed' }],
    });
    await platform.trail.flush();
    const rows = await platform.audits.find({ limit: 10 });
    expect(rows.find(({ kind, face }) => kind === 'call' && face === 'redrive')).toMatchObject({
      principalId: platform.author.id,
      outcome: 'ok',
      correlationId: (await platform.desk.show(id)).letter.correlationId,
    });
  });

  it('that fails parks the write again with its further attempts', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');

    const { redriven } = await platform.redrive(id);

    expect(redriven).toMatchObject([{ id, outcome: 'parked' }]);
    expect((await platform.desk.show(id)).letter).toMatchObject({ state: 'parked', attempts: [{}, {}] });
  });

  it('that nobody knows the end of makes the write unknown, and it is not sent again', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.vendor.behave = () => BROKEN;

    const first = await platform.redrive(id);
    const second = await platform.redrive(id);

    expect(first.redriven).toMatchObject([{ outcome: 'outcome_unknown' }]);
    expect(second.redriven).toMatchObject([{ outcome: 'conflict' }]);
    expect(platform.vendor.requests).toHaveLength(2);
    expect((await platform.desk.show(id)).letter.state).toBe('unknown');
  });

  it('that the vendor refuses is settled, and its key replays the refusal', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.vendor.behave = () => ({ status: 422 });

    const { redriven } = await platform.redrive(id);

    expect(redriven).toMatchObject([{ outcome: 'upstream_rejected' }]);
    await expect(platform.write('k')).rejects.toMatchObject({ code: 'upstream_rejected' });
    expect((await platform.desk.show(id)).letter.state).toBe('refused');
  });

  it('begun by many at once has one effect', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();

    const reports = await Promise.all(Array.from({ length: 20 }, () => platform.redrive(id)));

    const outcomes = reports.flatMap(({ redriven }) => redriven.map(({ outcome }) => outcome)).sort();
    expect(outcomes).toEqual([...Array(19).fill('conflict'), 'ok']);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('is refused when the key of who made the write is no longer in force, and says so', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();
    platform.known.delete(platform.author.id);

    const { redriven } = await platform.redrive(id);

    expect(redriven).toMatchObject([{ outcome: 'forbidden', message: expect.stringContaining('test operator') }]);
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.desk.show(id)).letter.state).toBe('parked');
  });

  it('is refused when its principal has lost the right meanwhile', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();
    platform.known.set(platform.author.id, platform.principal('viewer', {}, platform.author.id));

    const { redriven } = await platform.redrive(id);

    expect(redriven).toMatchObject([{ outcome: 'forbidden' }]);
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.desk.show(id)).letter.state).toBe('parked');
  });

  it('is refused when the write would be another one now, and leaves it parked', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();
    await platform.database.use((db) => db.updateTable('write_records').set({ fingerprint: 'of a mock' }).execute());

    const report = await platform.redrive(id);

    expect(report.redriven).toMatchObject([{ id, outcome: 'idempotency_mismatch' }]);
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.desk.show(id)).letter.state).toBe('parked');
  });

  it('is refused when what it would write cannot be opened, and leaves it parked', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();
    await platform.database.use((db) => db.updateTable('write_records').set({ sealed_input: 'v1.x' }).execute());

    const report = await platform.redrive(id);

    expect(report.redriven).toMatchObject([
      { id, outcome: 'unavailable', message: expect.stringContaining('another encryption key') },
    ]);
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.desk.show(id)).letter.state).toBe('parked');
  });

  it('needs no room for the letter that it sends', async () => {
    await using platform = await setUp({ lettersMax: 1 });
    const id = await platform.park('k');
    platform.back();

    expect((await platform.redrive(id)).redriven).toMatchObject([{ outcome: 'ok' }]);
  });

  it('of all keeps to its pace and to its limit, and says where to go on', async () => {
    await using platform = await setUp();
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await platform.park(`k${n}`));
    ids.sort();
    platform.back();
    const startedAt = platform.clock.monotonicMs();
    const starts: number[] = [];
    platform.vendor.behave = () => {
      starts.push(platform.clock.monotonicMs() - startedAt);
      return {};
    };

    const running = platform.desk.redrive({ perSecond: 10, limit: 3 });
    await platform.clock.advance(1_000);
    const first = await running;
    const rest = platform.desk.redrive({ after: first.next, perSecond: 10, limit: 3 });
    await platform.clock.advance(1_000);

    expect(first.redriven.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(first.next).toBe(ids[2]);
    expect(starts.slice(0, 3)).toEqual([0, 100, 200]);
    expect(await rest).toEqual({ redriven: ids.slice(3).map((id) => ({ id, outcome: 'ok' })), parked: 0 });
  });

  it('Q2: of 200, each is processed once or parked again; none is lost, none doubled', async () => {
    await using platform = await setUp({
      rate: { callsPerMinute: 100_000, burst: 10_000 },
      connections: [WITHOUT_QUOTA],
    });
    for (let n = 0; n < 200; n += 1) await platform.park(`k${n}`);
    platform.back();
    const carriedOut: string[] = [];
    platform.vendor.behave = ({ body }, n) => {
      if (n % 3 === 0) return NOBODY;
      carriedOut.push(String(body));
      return {};
    };

    const halves = await Promise.all([platform.redrive(), platform.redrive()]);
    const counts = await platform.letters.counts();

    const done = halves.flatMap(({ redriven }) => redriven).filter(({ outcome }) => outcome === 'ok');
    expect(new Set(done.map(({ id }) => id)).size).toBe(done.length);
    expect(counts.done).toBe(carriedOut.length);
    expect(counts.done + counts.parked).toBe(200);
    expect(done).toHaveLength(counts.done);
  });
});

describe('showing a letter', () => {
  it('opens what is sealed in the database', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');

    const { letter, input } = await platform.desk.show(id);

    expect(input).toEqual({ ...INPUT, connection: 'default' });
    expect(letter.sealedInput).not.toContain('Ada');
  });

  it('of no such id is not found', async () => {
    await using platform = await setUp();

    await expect(platform.desk.show('0197f2d0-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('settling', () => {
  it('a discarded write is never sent, and a repetition of it is told so without the reason', async () => {
    await using platform = await setUp();
    const id = await platform.park('k');
    platform.back();

    await platform.desk.discard(id, 'Ada did it by hand.');

    const repeated = await platform.write('k').catch((error) => error);
    expect(repeated).toMatchObject({ code: 'settled', details: { record: id, sent: 'no' } });
    expect(repeated.message).toContain('discarded');
    expect(repeated.message).not.toContain('Ada');
    expect((await platform.redrive(id)).redriven).toMatchObject([{ outcome: 'conflict' }]);
    expect(platform.vendor.requests).toHaveLength(0);
    expect(await platform.desk.show(id)).toMatchObject({ letter: { reason: 'Ada did it by hand.' }, input: undefined });
  });

  it('an unknown write found to be done answers for its key; one found not to be frees it', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => BROKEN;
    const done = await platform.park('k1');
    const notDone = await platform.park('k2');
    platform.back();

    await platform.desk.settle(done, 'done', 'The row has the name.');
    await platform.desk.settle(notDone, 'not-done', 'The row has not.');

    await expect(platform.write('k1')).rejects.toMatchObject({ code: 'settled', details: { record: done } });
    expect((await platform.write('k2')).facts.replayed).toBe(false);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('is refused where it does not fit: a parked write is not settled, an unknown one not discarded', async () => {
    await using platform = await setUp();
    const parked = await platform.park('k1');
    platform.vendor.behave = () => BROKEN;
    const unknown = await platform.park('k2');

    await expect(platform.desk.settle(parked, 'done', 'So.')).rejects.toMatchObject({ code: 'conflict' });
    await expect(platform.desk.discard(unknown, 'So.')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('tending', () => {
  it('discards parked writes that are too old, says which, and leaves unknown ones', async () => {
    await using platform = await setUp();
    const parked = await platform.park('k1');
    platform.vendor.behave = () => BROKEN;
    const unknown = await platform.park('k2');

    await platform.clock.advance(30 * DAY_MS);
    const early = await platform.desk.tend();
    await platform.clock.advance(1);
    const late = await platform.desk.tend();

    expect(early).toEqual([]);
    expect(late.map(({ id }) => id)).toEqual([parked]);
    expect((await platform.desk.show(parked)).letter).toMatchObject({
      state: 'discarded',
      reason: 'kept for more than 30 days',
    });
    expect((await platform.desk.show(unknown)).letter.state).toBe('unknown');
    expect(platform.counted.at(-1)).toMatchObject({ parked: 0, unknown: 1, discarded: 1 });
  });
});
