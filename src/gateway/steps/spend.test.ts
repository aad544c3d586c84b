import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { CallRequest } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { WireError } from '../../kernel/wire.ts';

const LIST = 'acme_list_rows';
const LEFT = new PlatformError('cancelled', 'The caller left.');

/** A platform without retries. Acme has 100 points, 10 come back a second, and a row costs one. */
async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 }, ...options });
  const call = (tool: string, input: unknown, more: Partial<CallRequest> = {}) =>
    platform.gateway.call(platform.request(platform.principal('operator'), tool, input, more)).then(
      () => ({ code: 'ok' }),
      ({ code, details }: PlatformError) => ({ code, ...details }),
    );
  return Object.assign(platform, { call, bulkhead: platform.runtime.bulkhead });
}

describe('a place of the connection', () => {
  it.each([
    ['an answer', {}],
    ['a failure of the vendor', { status: 500 }],
    ['a refusal', { status: 422 }],
    ['an answer that cannot be read', { body: '{' }],
    ['a broken connection', new WireError('reset', 'unknown', 'It broke.')],
    ['an attempt that was too slow', 'hang' as const],
  ])('is given back after %s', async (_, behaviour) => {
    await using platform = await setUp();
    platform.vendor.behave = () => behaviour;

    const ended = platform.call(LIST, {});
    await platform.clock.advance(10_000);
    await ended;

    expect([platform.bulkhead.taken, platform.bulkhead.waiting]).toEqual([0, 0]);
    expect(await platform.timersLeft()).toBe(0);
  });

  it('is given back when the quota is refused', async () => {
    await using platform = await setUp();
    await platform.call(LIST, { limit: 100 });

    expect(await platform.call(LIST, { limit: 51 })).toMatchObject({ code: 'upstream_throttled' });

    expect(platform.bulkhead.taken).toBe(0);
  });

  it('is given back when the caller leaves while the quota comes back', async () => {
    await using platform = await setUp();
    const caller = new AbortController();
    await platform.call(LIST, { limit: 99 });

    const waiting = platform.call('acme_get_row', { id: '1' });
    const leaving = platform.call('acme_get_row', { id: '1' }, { signal: () => caller.signal });
    await platform.clock.advance(1);
    caller.abort(LEFT);

    expect(await leaving).toMatchObject({ code: 'cancelled' });
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    await platform.clock.advance(1_000);
    expect(await waiting).toEqual({ code: 'ok' });
    expect([platform.bulkhead.taken, await platform.timersLeft()]).toEqual([0, 0]);
  });

  it('is waited for in order, no longer than the deadline of the caller', async () => {
    await using platform = await setUp({ places: 1 });
    await platform.bulkhead.enter(undefined, 0);

    const patient = platform.call('acme_get_row', { id: '1' });
    const hasty = platform.call('acme_get_row', { id: '1' }, { deadlineMs: 300 });
    await platform.clock.advance(300);
    expect(await hasty).toMatchObject({ code: 'connection_busy', sent: 'no' });
    platform.bulkhead.leave();

    expect(await patient).toEqual({ code: 'ok' });
    expect([platform.bulkhead.taken, platform.bulkhead.waiting, await platform.timersLeft()]).toEqual([0, 0, 0]);
  });

  it('is not waited for by a caller who leaves, or who had left before', async () => {
    await using platform = await setUp({ places: 1 });
    const caller = new AbortController();
    await platform.bulkhead.enter(undefined, 0);

    const leaving = platform.call('acme_get_row', { id: '1' }, { signal: () => caller.signal });
    await platform.clock.advance(1);
    caller.abort(LEFT);
    const gone = platform.call('acme_get_row', { id: '1' }, { signal: () => caller.signal });

    expect([await leaving, await gone]).toMatchObject([{ code: 'cancelled' }, { code: 'cancelled' }]);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    expect([platform.bulkhead.taken, platform.bulkhead.waiting, await platform.timersLeft()]).toEqual([1, 0, 0]);
  });
});

describe('the quota of the vendor', () => {
  it('is waited for when it comes back in time', async () => {
    await using platform = await setUp();
    await platform.call(LIST, { limit: 100 });

    const read = platform.call(LIST, { limit: 10 });
    await platform.clock.advance(999);
    expect(platform.vendor.requests).toHaveLength(1);
    await platform.clock.advance(1);

    expect(await read).toEqual({ code: 'ok' });
  });

  it('is refused with the time when it comes back too late, without asking the vendor', async () => {
    await using platform = await setUp();
    await platform.call(LIST, { limit: 100 });

    const refused = await platform.call(LIST, { limit: 60 });

    expect(refused).toMatchObject({ code: 'upstream_throttled', retryAfterMs: 6_000, sent: 'no' });
    expect(platform.vendor.requests).toHaveLength(1);
    expect(platform.clock.monotonicMs()).toBe(0);
  });

  it('is told in whole seconds, rounded up, so that nobody comes back too soon', async () => {
    await using platform = await setUp();
    await platform.call(LIST, { limit: 100 });

    const { rejects } = expect(
      platform.gateway.call(platform.request(platform.principal('operator'), LIST, { limit: 52 })),
    );

    await rejects.toMatchObject({ message: expect.stringContaining('in 6 s.'), details: { retryAfterMs: 5_200 } });
  });

  it('is refused at once to a caller who has less time than it takes', async () => {
    await using platform = await setUp();
    await platform.call(LIST, { limit: 100 });
    await platform.clock.advance(100);

    expect(await platform.call('acme_rename_row', { id: '1', name: 'One' }, { deadlineMs: 500 })).toEqual({
      code: 'ok',
    });
    expect(await platform.call('acme_rename_row', { id: '1', name: 'Two' }, { deadlineMs: 50 })).toMatchObject({
      code: 'upstream_throttled',
      sent: 'no',
    });
  });

  it('is less when the vendor says so', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => ({ headers: { 'acme-points-left': '0' } });
    await platform.call(LIST, { limit: 1 });

    const refused = await platform.call(LIST, { limit: 60 });

    expect(refused).toMatchObject({ code: 'upstream_throttled', retryAfterMs: 6_000 });
  });

  it('is more when the vendor says so', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => ({ headers: { 'acme-points-left': '100' } });
    await platform.call(LIST, { limit: 100 });

    expect(await platform.call(LIST, { limit: 99 })).toEqual({ code: 'ok' });
  });

  it('is spent by every attempt', async () => {
    await using platform = await setUp({ retry: { retries: 2, baseMs: 0, capMs: 0 } });
    platform.vendor.behave = (_, n) => (n < 2 ? { status: 503 } : {});

    const read = platform.call(LIST, { limit: 40 });
    await platform.clock.advance(1_999);
    expect(platform.vendor.requests).toHaveLength(2);
    await platform.clock.advance(1);

    expect(await read).toEqual({ code: 'ok' });
  });
});
