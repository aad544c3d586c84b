import { describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../src/kernel/errors.ts';
import { acmeConnection } from '../support/acme.ts';
import { openAcmeBehindProxy } from '../support/acme-behind-proxy.ts';
import type { Toxics } from '../support/fault-proxy.ts';
import { READ, settle, setUp } from './support.ts';

const FAILS = () => ({ status: 500 });

describe('a circuit', () => {
  it('B1: sends five calls of a hundred to a vendor that fails, and tells the others at once how long it rests', async () => {
    await using platform = await setUp();
    platform.vendor.behave = FAILS;

    const first = await platform.calls(5);
    await platform.clock.advance(20_000);
    const startedAt = performance.now();
    const rest = await Promise.all(Array.from({ length: 95 }, () => platform.call()));

    expect((performance.now() - startedAt) / 95).toBeLessThan(5);
    expect(first).toEqual(Array(5).fill('upstream_failed'));
    for (const end of rest) expect(end).toEqual({ code: 'circuit_open', retryAfterMs: 40_000, sent: 'no' });
    expect(platform.vendor.requests).toHaveLength(5);
  });

  it('B2: starts nothing after it has opened, not even what was waiting for a place', async () => {
    await using platform = await setUp({ places: 8 });
    const gate = Promise.withResolvers<void>();
    const { wire } = platform.vendor;
    const held: typeof wire = async (request, signal) => {
      const reply = wire(request, signal);
      await gate.promise;
      return reply;
    };
    Object.assign(platform.runtime, { wire: held });
    platform.vendor.behave = FAILS;

    const ends = Array.from({ length: 200 }, () => platform.call());
    await settle();
    expect([platform.bulkhead.taken, platform.bulkhead.waiting]).toEqual([8, 10]);
    gate.resolve();
    const codes = (await Promise.all(ends)).map(({ code }) => code);

    expect(platform.breaker.state).toBe('open');
    // What was in flight, and what had taken its place before the fifth failure was told.
    expect(platform.vendor.requests.length).toBeLessThanOrEqual(8 + 5);
    expect(codes.filter((code) => code === 'circuit_open').length).toBeGreaterThan(0);
    expect([platform.bulkhead.taken, platform.bulkhead.waiting]).toEqual([0, 0]);
  });

  it('B3: stays closed over four failures, a success and four failures: five means five in a row', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n === 4 ? {} : { status: 500 });

    await platform.calls(9);

    expect(platform.breaker.view()).toMatchObject({ state: 'closed', failuresInARow: 4 });
  });

  it.each([
    ['400 or 422', { status: 422 }],
    ['404', { status: 404 }],
    ['429', { status: 429, headers: { 'retry-after': '7' } }],
  ])('B4: never opens for %s', async (_, reply) => {
    await using platform = await setUp();
    platform.vendor.behave = () => reply;

    await platform.calls(30);

    expect([platform.breaker.state, platform.vendor.requests.length]).toEqual(['closed', 30]);
  });

  it('B4: never opens for callers who leave', async () => {
    await using platform = await setUp();
    platform.vendor.behave = () => 'hang';

    for (let n = 0; n < 30; n += 1) {
      const caller = new AbortController();
      const end = platform.call(READ, { id: '1' }, { signal: () => caller.signal });
      await settle();
      caller.abort(new PlatformError('cancelled', 'Left.'));
      expect((await end).code).toBe('cancelled');
    }

    expect(platform.breaker.state).toBe('closed');
  });

  it.each<[string, Toxics]>([
    ['nobody listens', { down: true }],
    ['the connection is reset', { reset: true }],
    ['the handshake is cut off', { limitBytes: 20 }],
    ['nothing ever comes', { silent: true }],
  ])('B5: opens after five attempts where %s', async (_, toxics) => {
    await using acme = await openAcmeBehindProxy();
    await acme.proxy.suffer(toxics);

    const ends = await Promise.all(Array.from({ length: 5 }, () => acme.read()));

    expect(new Set(ends)).toEqual(new Set([toxics.silent ? 'upstream_timeout' : 'upstream_failed']));
    expect([acme.platform.runtime.breaker.state, await acme.read()]).toEqual(['open', 'circuit_open']);
  });

  it('B5: passes slow, sliced and late replies, and works again when the proxy does', async () => {
    await using acme = await openAcmeBehindProxy();
    for (const toxics of [{ latencyMs: 10, jitterMs: 5 }, { sliceBytes: 7 }, { bytesPerSecond: 200_000 }]) {
      await acme.proxy.suffer(toxics);
      expect(await acme.read()).toBe('ok');
    }
    await acme.proxy.suffer({ down: true });
    expect(await acme.read()).toBe('upstream_failed');
    await acme.proxy.suffer();
    // Each socket of before may be met once.
    await vi.waitFor(async () => expect(await acme.read()).toBe('ok'));
  });

  it('B6: lets one of fifty probe after a minute, and none a moment before', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n < 5 ? { status: 500 } : {});
    await platform.calls(5);

    await platform.clock.advance(59_900);
    expect((await platform.call()).code).toBe('circuit_open');
    await platform.clock.advance(200);
    const codes = (await Promise.all(Array.from({ length: 50 }, () => platform.call()))).map(({ code }) => code);

    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'circuit_open')).toHaveLength(49);
    expect(platform.vendor.requests).toHaveLength(6);
  });

  it('B7: rests a whole minute again after a probe that failed or hung, and probes anew after one that was left', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n === 6 || n === 7 ? 'hang' : { status: n < 6 ? 500 : 200 });
    await platform.calls(5);

    await platform.clock.advance(60_000);
    expect((await platform.call()).code).toBe('upstream_failed');
    expect(platform.breaker.view()).toMatchObject({ state: 'open', restsForMs: 60_000 });

    await platform.clock.advance(60_000);
    const hanging = platform.call();
    await platform.clock.advance(10_000);
    expect((await hanging).code).toBe('upstream_timeout');
    expect(platform.breaker.view()).toMatchObject({ state: 'open', restsForMs: 60_000 });

    await platform.clock.advance(60_000);
    const caller = new AbortController();
    const left = platform.call(READ, { id: '1' }, { signal: () => caller.signal });
    await settle();
    caller.abort(new PlatformError('cancelled', 'Left.'));
    expect((await left).code).toBe('cancelled');
    expect([(await platform.call()).code, platform.breaker.state]).toEqual(['ok', 'closed']);
  });

  it('B8: of a dead connection leaves the other connection of its vendor alone', async () => {
    await using platform = await setUp({ connections: [acmeConnection(), acmeConnection('second')] });
    platform.vendor.behave = () => 'hang';
    const hanging = Array.from({ length: 40 }, () => platform.call());
    await settle();
    platform.vendor.behave = () => ({});

    expect(await platform.calls(50, READ, { id: '1', connection: 'second' })).toEqual(Array(50).fill('ok'));

    await platform.clock.advance(10_000);
    await Promise.all(hanging);
    expect((await platform.call()).code).toBe('circuit_open');
    expect((await platform.call(READ, { id: '1', connection: 'second' })).code).toBe('ok');
  });

  it('B9: opens for a vendor that answers everything, but only after six of the ten seconds it may take', async () => {
    await using platform = await setUp();
    const { wire } = platform.vendor;
    const slow: typeof wire = async (request, signal) => {
      await platform.clock.sleep(6_000);
      return wire(request, signal);
    };
    Object.assign(platform.runtime, { wire: slow });

    const ends = Array.from({ length: 20 }, () => platform.call());
    await platform.clock.advance(6_000);
    const codes = (await Promise.all(ends)).map(({ code }) => code);

    expect(codes).toEqual(Array(20).fill('ok'));
    expect([platform.breaker.state, (await platform.call()).code]).toEqual(['open', 'circuit_open']);
  });

  it('B10: is closed after a restart, and a vendor still dead then sees five calls, not a storm', async () => {
    for (let start = 0; start < 2; start += 1) {
      await using platform = await setUp();
      platform.vendor.behave = FAILS;
      await platform.calls(50);
      expect(platform.vendor.requests).toHaveLength(5);
    }
  });

  it('B11: rests sixty seconds whatever somebody does to the wall clock', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n < 5 ? { status: 500 } : {});
    await platform.calls(5);

    for (const step of [3_600_000, -7_200_000]) {
      platform.clock.stepWall(step);
      expect((await platform.call()).retryAfterMs).toBe(60_000);
    }
    await platform.clock.advance(60_000);
    expect((await platform.call()).code).toBe('ok');
  });
});

describe('the proxy of faults', () => {
  it('lets nothing open behind', async () => {
    await using acme = await openAcmeBehindProxy();
    await acme.read();
    expect(acme.proxy.open()).toBe(1);
    await acme.proxy.suffer({ down: true });
    await vi.waitFor(() => expect(acme.proxy.open()).toBe(0));
  });
});
