import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { failStatements } from '../../../test/support/failing-statements.ts';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { CallRequest } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { WireAuthenticationError, WireError } from '../../kernel/wire.ts';
import { openGateway } from '../open-gateway.ts';

const WRITE = 'acme_rename_row';
const INPUT = { id: '1', name: 'One' };
const TTL_MS = 86_400_000;
const BROKEN = new WireError('reset', 'unknown', 'It broke.');
const UNREACHED = new WireError('connect', 'no', 'Nobody is there.');
const NO_TOKEN = new WireAuthenticationError('invalid_client');

/** A platform that does not retry, and a write of its operator under the key `k`. */
async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 }, ...options });
  const operator = platform.principal('operator');
  const ask = (input: unknown = INPUT, more: Partial<CallRequest> = {}) =>
    platform.request(operator, WRITE, input, { idempotencyKey: 'k', ...more });
  const write = (input?: unknown, more?: Partial<CallRequest>) => platform.gateway.call(ask(input, more));
  const failure = (input?: unknown, more?: Partial<CallRequest>): Promise<PlatformError> =>
    write(input, more).then(
      () => {
        throw new Error('It was carried out.');
      },
      (error) => error,
    );
  return Object.assign(platform, { ask, write, failure });
}

/** Reads the database file as another process would, at this very moment. */
function look<Row>(folder: string, query: string): Row[] {
  const file = new SqliteFile(join(folder, 'platform.db'), { readonly: true });
  try {
    return file.prepare(query).all() as Row[];
  } finally {
    file.close();
  }
}

describe('a write that was done', () => {
  it('is answered again byte for byte, marked as replayed, and not sent again', async () => {
    await using platform = await setUp();
    const first = await platform.write();
    await platform.clock.advance(5_000);

    const again = await platform.write();

    expect(again.rendered.json).toBe(first.rendered.json);
    expect([first.facts.replayed, again.facts.replayed]).toEqual([false, true]);
    expect(again.facts.record).toBe(first.facts.record);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('D2: refuses its key for another input, another tool or another connection', async () => {
    await using platform = await setUp();
    await platform.write();

    const other = await platform.failure({ id: '1', name: 'Two' });
    const otherTool = platform.gateway.call({ ...platform.ask(), tool: 'acme_set_row' });

    expect(other).toMatchObject({ code: 'idempotency_mismatch', details: { sent: 'no' } });
    await expect(otherTool).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('D2: knows the same input in another order of members', async () => {
    await using platform = await setUp();
    await platform.write({ id: '1', name: 'One' });

    const again = await platform.write({ name: 'One', id: '1' });

    expect(again.facts.replayed).toBe(true);
  });

  it('D7: leaves the key of another principal alone', async () => {
    await using platform = await setUp();
    await platform.write();

    const other = platform.principal('operator', {}, 'somebody else');
    const theirs = await platform.gateway.call({ ...platform.ask({ id: '2', name: 'Two' }), principal: other });

    expect(theirs.facts).toMatchObject({ replayed: false });
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('D6: replays through the last millisecond of its time, and not after it', async () => {
    await using platform = await setUp();
    await platform.write();

    await platform.clock.advance(TTL_MS);
    const last = await platform.write();
    await platform.clock.advance(1);
    const after = await platform.write();

    expect([last.facts.replayed, after.facts.replayed]).toEqual([true, false]);
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('replays for a reader with fewer rights as they may see it, and after a restart', async () => {
    await using platform = await setUp();
    const first = await platform.write();
    expect(await platform.idempotency.recover(Number.MAX_SAFE_INTEGER)).toBe(0);

    const again = await openGateway(platform.parts).call(platform.ask());

    expect(again.rendered.json).toBe(first.rendered.json);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('gives each call without a key a key of its own, and says it', async () => {
    await using platform = await setUp();

    const first = await platform.write(INPUT, { idempotencyKey: undefined });
    const again = await platform.write(INPUT, { idempotencyKey: first.idempotencyKey });

    expect(first.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    expect(again.facts.replayed).toBe(true);
  });

  it.each([
    ['whose outcome is not known', BROKEN, 'outcome_unknown'],
    ['that is kept', UNREACHED, 'parked'],
    ['that the vendor refused', { status: 422 }, 'upstream_rejected'],
  ])('says the key of a call without one %s, too, and it finds the write again', async (_, behaviour, code) => {
    await using platform = await setUp();
    platform.vendor.behave = () => behaviour;

    const first = await platform.failure(INPUT, { idempotencyKey: undefined });
    const { idempotencyKey } = first.details;
    const again = await platform.failure(INPUT, { idempotencyKey });

    expect(idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    expect([first.code, again.code, again.details.idempotencyKey]).toEqual([code, code, idempotencyKey]);
    expect(again.details.record).toBe(first.details.record);
    expect(platform.vendor.requests).toHaveLength(1);
  });
});

describe('an identical write under another key', () => {
  it('is carried out and told of its twin for ten minutes', async () => {
    await using platform = await setUp();
    const twin = await platform.write();

    await platform.clock.advance(10 * 60_000);
    const within = await platform.write(INPUT, { idempotencyKey: 'k2' });
    await platform.clock.advance(10 * 60_000 + 1);
    const beyond = await platform.write(INPUT, { idempotencyKey: 'k3' });

    expect(twin.facts.possibleDuplicateOf).toBeUndefined();
    expect(within.facts.possibleDuplicateOf).toBe(twin.facts.record);
    expect(beyond.facts.possibleDuplicateOf).toBeUndefined();
    expect(platform.vendor.requests).toHaveLength(3);
  });
});

describe('a write under way', () => {
  it('D1: is one of a hundred at once with its key; the others are told to come back', async () => {
    await using platform = await setUp({ rate: { callsPerMinute: 1_000, burst: 200 } });

    const ends = await Promise.all(
      Array.from({ length: 100 }, () => platform.write().catch((error: PlatformError) => error)),
    );

    const conflicts = ends.filter((end) => end instanceof PlatformError);
    expect(platform.vendor.requests).toHaveLength(1);
    expect(conflicts).toHaveLength(99);
    for (const conflict of conflicts) expect(conflict).toMatchObject({ code: 'conflict', details: { sent: 'no' } });
    expect((await platform.write()).facts.replayed).toBe(true);
  });

  it('has its record and its intent in the database before the vendor hears of it', async () => {
    await using platform = await setUp();
    const { folder } = platform.database;
    const seen: unknown[] = [];
    platform.vendor.behave = () => {
      seen.push(
        ...look(folder, 'select state from write_records'),
        ...look(folder, `select kind, outcome, subject from audit_entries`),
      );
      return {};
    };

    await platform.write();

    expect(seen).toEqual([{ state: 'sent' }, { kind: 'intent', outcome: 'intent', subject: WRITE }]);
  });

  it('is finished when its caller leaves, and replays', async () => {
    await using platform = await setUp();
    const caller = new AbortController();
    let answer: () => void = () => {};
    const wire = platform.vendor.wire;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    Object.assign(platform.vendor, {
      wire: async (...sent: Parameters<typeof wire>) => {
        const reply = await wire(...sent);
        await held;
        return reply;
      },
    });
    Object.assign(platform.runtime, { wire: platform.vendor.wire });

    const left = platform.write(INPUT, { signal: () => caller.signal }).catch((error) => error);
    await platform.clock.advance(1);
    caller.abort(new PlatformError('cancelled', 'The caller left.'));
    answer();
    await left;
    const again = await platform.write();

    expect(again.facts.replayed).toBe(true);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('is not begun for a caller who left before', async () => {
    await using platform = await setUp();
    const gone = AbortSignal.abort(new PlatformError('cancelled', 'The caller left.'));

    const error = await platform.failure(INPUT, { signal: () => gone });

    expect(error).toMatchObject({ code: 'cancelled', details: { sent: 'no' } });
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.write()).facts.replayed).toBe(false);
  });
});

describe('a write that the vendor refused', () => {
  it.each([
    [422, 'upstream_rejected'],
    [404, 'not_found'],
  ])('D5: with %i replays as the same error, %s', async (status, code) => {
    await using platform = await setUp();
    platform.vendor.behave = () => ({ status });

    const errors = [await platform.failure(), await platform.failure()];

    expect(errors[0]).toMatchObject({ code });
    expect(JSON.stringify(errors[1])).toBe(JSON.stringify(errors[0]));
    expect(errors[1]?.message).toBe(errors[0]?.message);
    expect(platform.vendor.requests).toHaveLength(1);
  });
});

describe('a write that did not reach the vendor', () => {
  it('frees its key when the vendor refused the credentials', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_request, n) => (n === 0 ? NO_TOKEN : {});

    const failed = await platform.failure();
    const again = await platform.write();

    expect(failed).toMatchObject({ code: 'upstream_authentication', details: { sent: 'no' } });
    expect(again.facts.replayed).toBe(false);
    expect(again.facts.possibleDuplicateOf).toBeUndefined();
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('frees its key when the circuit was open', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => ({ status: 503 });
    for (let n = 0; n < 5; n += 1) await platform.failure(INPUT, { idempotencyKey: `before ${n}`.replace(' ', '-') });
    platform.vendor.behave = () => ({});

    const failed = await platform.failure();
    await platform.clock.advance(60_000);

    expect(failed).toMatchObject({ code: 'circuit_open', details: { sent: 'no' } });
    expect((await platform.write()).facts.replayed).toBe(false);
  });

  it('frees its key when every place was taken', async () => {
    await using platform = await setUp({ places: 1 });
    const { bulkhead } = platform.runtime;
    await bulkhead.enter(undefined, 0);

    const failing = platform.failure();
    await platform.clock.advance(1_000);
    bulkhead.leave();

    expect(await failing).toMatchObject({ code: 'connection_busy', details: { sent: 'no' } });
    expect((await platform.write()).facts.replayed).toBe(false);
  });

  it('frees its key when the time of its caller was over before', async () => {
    await using platform = await setUp();

    const failed = await platform.failure(INPUT, { deadlineMs: 0 });

    expect(failed).toMatchObject({ code: 'deadline_exceeded', details: { sent: 'no' } });
    expect((await platform.write()).facts.replayed).toBe(false);
  });
});

describe('a write of unknown fate', () => {
  it('answers with its record and is never sent again, a restart and its time notwithstanding', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_request, n) => (n === 0 ? BROKEN : {});

    const first = await platform.failure();
    const again = await platform.failure();
    await platform.idempotency.recover(Number.MAX_SAFE_INTEGER);
    await platform.clock.advance(2 * TTL_MS);
    const later = await openGateway(platform.parts)
      .call(platform.ask())
      .catch((error) => error);

    for (const error of [first, again, later]) {
      expect(error).toMatchObject({ code: 'outcome_unknown', details: { sent: 'unknown' } });
      expect(error.details.record).toBe(first.details.record);
    }
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('D4: is what a crash leaves of a write that was sent', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => 'hang';
    const hanging = platform.write().catch((error) => error);
    await platform.clock.advance(1);

    const unknown = await platform.idempotency.recover(Number.MAX_SAFE_INTEGER);
    const error = await openGateway(platform.parts)
      .call(platform.ask())
      .catch((thrown) => thrown);

    expect(unknown).toBe(1);
    expect(error).toMatchObject({ code: 'outcome_unknown' });
    await platform.clock.advance(60_000);
    expect(await hanging).toMatchObject({ code: 'outcome_unknown' });
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('is also one of two attempts, the second of which was not carried out', async () => {
    await using platform = await setUp({ retry: { retries: 1, baseMs: 1, capMs: 1 } });
    const ends = [BROKEN, new WireError('connect', 'no', 'Nobody is there.')];
    platform.vendor.behave = (_request, n) => ends[n] ?? {};

    const failing = platform.gateway.call({ ...platform.ask(), tool: 'acme_set_row' }).catch((error) => error);
    await platform.clock.advance(1_000);

    expect(await failing).toMatchObject({ code: 'outcome_unknown' });
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('is also one of two attempts, the second of which found the work of the first', async () => {
    await using platform = await setUp({ retry: { retries: 1, baseMs: 1, capMs: 1 } });
    platform.vendor.behave = (_request, n) => (n === 0 ? BROKEN : { status: 404 });

    const failing = platform.gateway.call({ ...platform.ask(), tool: 'acme_set_row' }).catch((error) => error);
    await platform.clock.advance(1_000);

    expect(await failing).toMatchObject({ code: 'outcome_unknown' });
  });
});

describe('a write while the database fails', () => {
  it('is refused and not sent when the claim cannot be kept', async () => {
    await using platform = await setUp();
    const end = await failStatements(platform.database, 'insert on write_records');

    const error = await platform.failure();
    await end();

    expect(error.code).toBe('unavailable');
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.write()).facts.replayed).toBe(false);
  });

  it('is refused, not sent and not claimed when its intent cannot be recorded', async () => {
    await using platform = await setUp();
    const end = await failStatements(platform.database, 'insert on audit_entries', `new.kind = 'intent'`);

    const error = await platform.failure();
    await end();

    expect(error.code).toBe('unavailable');
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.write()).facts.replayed).toBe(false);
  });

  it('is not sent when it cannot be marked as sent, and its key is free once the database is back', async () => {
    await using platform = await setUp();
    const end = await failStatements(platform.database, 'update on write_records');

    const error = await platform.failure();
    await end();

    expect(error.code).toBe('unavailable');
    expect(platform.vendor.requests).toHaveLength(0);
    expect((await platform.write()).facts.replayed).toBe(false);
  });

  it('is not sent when its claim is no longer its own before it is marked as sent', async () => {
    await using platform = await setUp();
    const seize = `create trigger seize after insert on write_records begin update write_records set state = 'unknown' where id = new.id; end`;
    await platform.database.use((db) => sql.raw(seize).execute(db));

    const error = await platform.failure();

    expect(error).toMatchObject({ code: 'conflict', details: { sent: 'no' } });
    expect(platform.vendor.requests).toHaveLength(0);
  });

  it('never says ok when its outcome cannot be kept, and gives it once the database is back', async () => {
    await using platform = await setUp();
    let end: Promise<() => Promise<void>> | undefined;
    const { wire } = platform.vendor;
    const failAfterwards: typeof wire = async (...sent) => {
      const reply = await wire(...sent);
      end ??= failStatements(platform.database, 'update on write_records');
      await end;
      return reply;
    };
    Object.assign(platform.runtime, { wire: failAfterwards });

    const error = await platform.failure();
    const meanwhile = await platform.failure();
    await (await end)?.();
    const again = await platform.write();

    expect(error).toMatchObject({ code: 'outcome_unknown', details: { sent: 'unknown' } });
    expect(meanwhile.code).toBe('unavailable');
    expect(again.facts).toMatchObject({ replayed: true, record: error.details.record });
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('stays unknown when neither its outcome nor its doubt can be kept', async () => {
    await using platform = await setUp();
    const { wire } = platform.vendor;
    let end: (() => Promise<void>) | undefined;
    const failAfterwards: typeof wire = async (...sent) => {
      await wire(...sent);
      end = await failStatements(platform.database, 'update on write_records');
      throw BROKEN;
    };
    Object.assign(platform.runtime, { wire: failAfterwards });

    const error = await platform.failure();
    await end?.();
    const again = await platform.failure();

    expect([error.code, again.code]).toEqual(['outcome_unknown', 'outcome_unknown']);
    expect(again.details.record).toBe(error.details.record);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('frees the key of what was not sent once the database is back', async () => {
    await using platform = await setUp();
    const { wire } = platform.vendor;
    let end: (() => Promise<void>) | undefined;
    const failFirst: typeof wire = async (...sent) => {
      if (end) return wire(...sent);
      end = await failStatements(platform.database, 'delete on write_records');
      throw NO_TOKEN;
    };
    Object.assign(platform.runtime, { wire: failFirst });

    const error = await platform.failure();
    await end?.();
    const again = await platform.write();

    expect(error).toMatchObject({ code: 'upstream_authentication', details: { sent: 'no' } });
    expect(again.facts.replayed).toBe(false);
  });

  it('never says ok when its outcome row cannot be committed', async () => {
    await using platform = await setUp();
    const end = await failStatements(platform.database, 'insert on audit_entries', `new.kind = 'call'`);

    const error = await platform.failure();
    await end();
    await platform.trail.flush();
    const again = await platform.write();

    expect(error).toMatchObject({ code: 'outcome_unknown' });
    expect(error.details.record).toBeDefined();
    expect(again.facts).toMatchObject({ replayed: true, record: error.details.record });
    expect(platform.vendor.requests).toHaveLength(1);
  });
});
