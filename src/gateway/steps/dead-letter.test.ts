import { describe, expect, it } from 'vitest';
import { failStatements } from '../../../test/support/failing-statements.ts';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { CallRequest } from '../../kernel/call.ts';
import type { PlatformError } from '../../kernel/errors.ts';
import { WireAuthenticationError, WireError } from '../../kernel/wire.ts';
import { openGateway } from '../open-gateway.ts';

const WRITE = 'acme_rename_row';
const INPUT = { id: '1', name: 'One' };
const NOBODY = new WireError('connect', 'no', 'Nobody is there.');
const BROKEN = new WireError('reset', 'unknown', 'It broke.');
const THROTTLED = { status: 429, headers: { 'retry-after': '7' } };
const TTL_MS = 86_400_000;

async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 }, ...options });
  const operator = platform.principal('operator');
  const ask = (key = 'k', more: Partial<CallRequest> = {}) =>
    platform.request(operator, WRITE, INPUT, { idempotencyKey: key, ...more });
  const end = (key?: string, more?: Partial<CallRequest>): Promise<PlatformError | undefined> =>
    platform.gateway.call(ask(key, more)).then(
      () => undefined,
      (error) => error,
    );
  const letters = () => platform.letters.find({ limit: 100 });
  return Object.assign(platform, { ask, end, letterList: letters });
}

describe('a write that ran out of retries', () => {
  it('Q1: is parked after exactly its attempts, with cause, times, sealed input and trace id; others are unaffected', async () => {
    await using platform = await setUp({
      retry: { retries: 3, baseMs: 500, capMs: 30_000 },
      rate: { callsPerMinute: 1_000, burst: 200 },
    });
    const poisoned = { id: 'poison', name: 'One' };
    platform.vendor.behave = ({ url }) => (url.endsWith('poison') ? NOBODY : {});
    const startedAt = platform.clock.now();

    const others = Array.from({ length: 30 }, (_, n) => platform.end(`other-${n}`));
    const poison = platform.end('poison', { input: poisoned });
    await platform.clock.advance(60_000);

    const error = await poison;
    expect(await Promise.all(others)).toEqual(Array(30).fill(undefined));
    expect(platform.vendor.requests.filter(({ url }) => url.endsWith('poison'))).toHaveLength(4);
    expect(error).toMatchObject({ code: 'parked', details: { sent: 'no' }, cause: { code: 'upstream_failed' } });
    const [letter, ...more] = await platform.letterList();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      id: error?.details.record,
      state: 'parked',
      code: 'upstream_failed',
      message: 'The vendor could not be reached.',
      correlationId: platform.ask().correlationId,
      principalId: 'operator',
      key: 'poison',
    });
    // Full jitter with 0.5: waits of 250, 500 and 1,000 ms.
    const times = [0, 250, 750, 1_750].map((ms) => startedAt + ms);
    expect(letter?.attempts).toEqual(times.map((at) => ({ at, code: 'upstream_failed' })));
    expect(letter?.sealedInput).toMatch(/^v1\./);
    expect(JSON.stringify(letter)).not.toContain('One');
  });

  it.each([
    ['nobody answered', NOBODY],
    ['the vendor throttled it', THROTTLED],
  ])(
    'D5: a write that ran out of retries tells its key where it stands, a restart and its time notwithstanding: %s',
    async (_, behaviour) => {
      await using platform = await setUp();
      platform.vendor.behave = (_request, n) => (n === 0 ? behaviour : {});

      const first = await platform.end();
      const again = await platform.end();
      await platform.idempotency.recover(Number.MAX_SAFE_INTEGER);
      await platform.clock.advance(2 * TTL_MS);
      await platform.idempotency.purge(platform.clock.now(), 100);
      const later = await openGateway(platform.parts)
        .call(platform.ask())
        .catch((error) => error);

      for (const error of [first, again, later]) {
        expect(error).toMatchObject({ code: 'parked', details: { sent: 'no', record: first?.details.record } });
        expect(error.message).toContain(first?.details.record);
      }
      expect(platform.vendor.requests).toHaveLength(1);
    },
  );

  it('is parked when the time of its caller is over between attempts', async () => {
    await using platform = await setUp({ retry: { retries: 3, baseMs: 60_000, capMs: 60_000 } });
    platform.vendor.behave = () => NOBODY;

    expect(await platform.end('k', { deadlineMs: 5_000 })).toMatchObject({ code: 'parked' });
  });

  it('is told of to whoever sends the same under another key', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_request, n) => (n === 0 ? NOBODY : {});

    const kept = await platform.end('k1');
    const twin = await platform.gateway.call(platform.ask('k2'));

    expect(twin.facts.possibleDuplicateOf).toBe(kept?.details.record);
  });
});

describe('a write that is not kept', () => {
  it.each([
    ['the vendor refused it', { status: 422 }, 'upstream_rejected'],
    ['there is no such row', { status: 404 }, 'not_found'],
    ['the vendor refused the credentials', new WireAuthenticationError('invalid_client'), 'upstream_authentication'],
  ])('%s', async (_, behaviour, code) => {
    await using platform = await setUp();
    platform.vendor.behave = () => behaviour;

    expect(await platform.end()).toMatchObject({ code });
    expect(await platform.letterList()).toEqual([]);
  });

  it('the arguments did not fit', async () => {
    await using platform = await setUp();

    expect(await platform.end('k', { input: { id: 1 } })).toMatchObject({ code: 'invalid_input' });
    expect(await platform.letterList()).toEqual([]);
  });

  it('was refused before its first attempt, because every place was taken', async () => {
    await using platform = await setUp({ places: 1 });
    await platform.runtime.bulkhead.enter(undefined, 0);

    const refused = platform.end();
    await platform.clock.advance(1_000);

    expect(await refused).toMatchObject({ code: 'connection_busy' });
    expect(await platform.letterList()).toEqual([]);
  });

  it('could not be: the caller gets the error as it was, and the key is free', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_request, n) => (n === 0 ? NOBODY : {});
    const restore = await failStatements(platform.database, 'insert on dead_letters');

    const error = await platform.end();
    await restore();

    expect(error).toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
    expect(await platform.end()).toBeUndefined();
  });
});

describe('a write of unknown outcome', () => {
  it('has a letter that says why', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => BROKEN;

    const error = await platform.end();

    expect(error).toMatchObject({ code: 'outcome_unknown' });
    expect(await platform.letterList()).toMatchObject([
      { id: error?.details.record, state: 'unknown', code: 'upstream_failed', attempts: [{ code: 'upstream_failed' }] },
    ]);
  });

  it('keeps its key when its letter cannot be kept, and is given one later', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => BROKEN;
    const restore = await failStatements(platform.database, 'insert on dead_letters');

    const error = await platform.end();
    await restore();
    await platform.letters.gather(platform.clock.now());

    expect(error).toMatchObject({ code: 'outcome_unknown' });
    expect(await platform.end()).toMatchObject({ code: 'outcome_unknown' });
    expect(await platform.letterList()).toMatchObject([{ id: error?.details.record, state: 'unknown' }]);
    expect(platform.vendor.requests).toHaveLength(1);
  });
});

describe('while the dead letters are full', () => {
  it('Q4: while the dead letters are full, writes are refused before the vendor is called, loudly, and taken again when there is room', async () => {
    await using platform = await setUp({ lettersMax: 2 });
    platform.vendor.behave = (_request, n) => (n < 2 ? NOBODY : {});
    const [first] = [await platform.end('k1'), await platform.end('k2')];

    const refused = await platform.end('k3');
    const sentMeanwhile = platform.vendor.requests.length;
    await platform.letters.settle(first?.details.record as string, {
      from: 'parked',
      to: 'discarded',
      by: 'person',
      reason: 'Room is needed.',
      expiresAt: platform.clock.now() + TTL_MS,
    });
    await platform.clock.advance(1_000);

    expect(refused).toMatchObject({ code: 'unavailable', details: { sent: 'no' } });
    expect(refused?.message).toContain('mcp-platform dead-letters');
    expect(sentMeanwhile).toBe(2);
    expect(await platform.end('k3')).toBeUndefined();
    expect(await platform.end('k1')).toMatchObject({ code: 'settled' });
  });

  it('reads are answered', async () => {
    await using platform = await setUp({ lettersMax: 1 });
    platform.vendor.behave = (_request, n) => (n < 1 ? NOBODY : {});
    await platform.end('k1');

    const read = platform.request(platform.principal('viewer'), 'acme_list_rows', {});

    expect((await platform.gateway.call(read)).facts.cache).toBe('miss');
  });
});
