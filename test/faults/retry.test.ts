import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/kernel/errors.ts';
import { parseRetryAfterMs } from '../../src/kernel/retry-after.ts';
import { waitBefore } from '../../src/resilience/backoff.ts';
import { openAcmeBehindProxy } from '../support/acme-behind-proxy.ts';
import { seeded } from '../support/seeded.ts';
import { openTestBreaker } from '../support/test-breaker.ts';
import { READ, settle, setUp, WRITE } from './support.ts';

const RETRY = { retries: 3, baseMs: 500, capMs: 30_000 };
const FAILED = new PlatformError('upstream_failed', 'It failed.');

/** A circuit that never opens, so that retries alone are seen. */
function keepClosed({ runtime, clock }: Awaited<ReturnType<typeof setUp>>): void {
  Object.assign(runtime, { breaker: openTestBreaker(clock, { failures: 1_000_000 }) });
}

/** Largest distance between the waits and a uniform spread over [0, most] (Kolmogorov and Smirnov). */
function distance(waits: readonly number[], most: number): number {
  const sorted = waits.toSorted((a, b) => a - b);
  const gaps = sorted.map((wait, at) =>
    Math.max((at + 1) / sorted.length - wait / most, wait / most - at / sorted.length),
  );
  return Math.max(...gaps);
}

describe('a retry', () => {
  it.each([
    [0, RETRY, 500],
    [1, RETRY, 1_000],
    [2, RETRY, 2_000],
    [2, { ...RETRY, capMs: 1_200 }, 1_200],
    [9, RETRY, 30_000],
  ])('R1: number %i of %j waits evenly up to %i ms, by 10,000 seeded draws', (retry, options, most) => {
    const random = seeded(20_261_122 + retry);
    const waits = Array.from({ length: 10_000 }, () => waitBefore(retry, FAILED, options, random));

    // The critical value of p = 0.01.
    expect(distance(waits, most)).toBeLessThan(1.63 / Math.sqrt(waits.length));
  });

  it('R1: is made three times at most, and two callers are never in step', async () => {
    const random = seeded(1);
    await using platform = await setUp({ retry: RETRY });
    keepClosed(platform);
    platform.vendor.behave = () => ({ status: 500 });
    const waits = Array.from({ length: 30 }, () => waitBefore(0, FAILED, RETRY, random));

    const ends = [platform.call(), platform.call(READ, { id: '2' })];
    await platform.clock.advance(60_000);

    expect((await Promise.all(ends)).map(({ code }) => code)).toEqual(['upstream_failed', 'upstream_failed']);
    expect(platform.vendor.requests).toHaveLength(8);
    expect(new Set(waits).size).toBe(30);
  });

  it('R2: is never earlier than the vendor asks, and where that is past the deadline the error comes now', async () => {
    await using platform = await setUp({ retry: RETRY, deadlineMs: 30_000 });
    const asks = (seconds: string) => {
      platform.vendor.behave = () => ({ status: 429, headers: { 'retry-after': seconds } });
    };
    asks('5');
    const waiting = platform.call();
    await platform.clock.advance(4_999);
    expect(platform.vendor.requests).toHaveLength(1);
    await platform.clock.advance(600);
    expect(platform.vendor.requests).toHaveLength(2);
    asks('120');
    await platform.clock.advance(6_000);

    expect(await waiting).toMatchObject({ code: 'upstream_throttled', retryAfterMs: 120_000 });
    expect(platform.vendor.requests).toHaveLength(3);
  });

  it('R2: is not waited for beyond the cap, though the caller has the time: the error comes now', async () => {
    await using platform = await setUp({ retry: RETRY, deadlineMs: 60_000 });
    platform.vendor.behave = () => ({ status: 429, headers: { 'retry-after': '31' } });

    expect(await platform.call()).toMatchObject({ code: 'upstream_throttled', retryAfterMs: 31_000 });
    expect(platform.clock.monotonicMs()).toBe(0);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it.each([
    ['120', 120_000],
    ['1000000000', 1e12],
    ['Sun, 22 Nov 2026 12:02:00 GMT', 120_000],
    ['soon', undefined],
    ['-1', undefined],
    ['1e9', undefined],
  ])('R2: takes Retry-After %j for %j ms', (value, ms) => {
    expect(parseRetryAfterMs({ 'retry-after': value, date: 'Sun, 22 Nov 2026 12:00:00 GMT' })).toBe(ms);
  });

  it('R3: is never made of a write whose fate is unknown, and the answer says so', async () => {
    await using platform = await setUp({ retry: RETRY });
    keepClosed(platform);
    platform.vendor.behave = () => 'hang';

    const ends = Array.from({ length: 20 }, () => platform.call(WRITE));
    await platform.clock.advance(60_000);

    expect((await Promise.all(ends)).map(({ code }) => code)).toEqual(Array(20).fill('outcome_unknown'));
    expect(platform.vendor.requests).toHaveLength(20);
  });

  it('R4: adds a tenth to the load of a vendor that fails for everybody, once the savings are spent', async () => {
    await using platform = await setUp({ retry: { retries: 3, baseMs: 1, capMs: 1 } });
    keepClosed(platform);
    platform.vendor.behave = () => ({ status: 500 });

    for (let n = 0; n < 500; n += 1) {
      const end = platform.call();
      await platform.clock.advance(200);
      await end;
    }

    const { length } = platform.vendor.requests;
    expect(length).toBeGreaterThan(500);
    expect(length).toBeLessThan(500 * 1.2);
  });

  it('R5: never starts past the deadline of the caller, nor does an attempt run on beyond it', async () => {
    await using platform = await setUp({ retry: { retries: 3, baseMs: 1, capMs: 1 } });
    const starts: number[] = [];
    const aborts: number[] = [];
    const slow: typeof platform.vendor.wire = async (_request, signal) => {
      starts.push(platform.clock.monotonicMs());
      signal?.addEventListener('abort', () => aborts.push(platform.clock.monotonicMs()));
      await platform.clock.sleep(900, signal);
      return { status: 500, headers: {}, body: '' };
    };
    Object.assign(platform.runtime, { wire: slow });

    const end = platform.call(READ, { id: '1' }, { deadlineMs: 2_000 });
    await platform.clock.advance(10_000);

    expect((await end).code).toBe('deadline_exceeded');
    expect(starts).toHaveLength(3);
    expect(Math.max(...starts)).toBeLessThan(2_000);
    expect(aborts).toEqual([2_000]);
  });

  it('R5: bounds the wait for a place, too', async () => {
    await using platform = await setUp({ places: 1 });
    platform.vendor.behave = () => 'hang';
    void platform.call();
    await settle();

    const waiting = platform.call(READ, { id: '1' }, { deadlineMs: 300 });
    await platform.clock.advance(300);

    expect((await waiting).code).toBe('connection_busy');
    expect(platform.bulkhead.waiting).toBe(0);
    await platform.clock.advance(60_000);
  });

  it('R6: is not made when the circuit opens while it waits', async () => {
    await using platform = await setUp({ retry: RETRY });
    platform.vendor.behave = () => ({ status: 500 });

    const waiting = platform.call();
    await settle();
    platform.breaker.hold();
    await platform.clock.advance(30_000);

    expect((await waiting).code).toBe('circuit_open');
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('R7: is made by one layer alone: a call costs a vendor four requests at most', async () => {
    await using acme = await openAcmeBehindProxy({ retry: { retries: 3, baseMs: 1, capMs: 1 } });
    acme.say((request) => request.socket.destroy());

    const end = acme.read();
    let over = false;
    void end.finally(() => {
      over = true;
    });
    while (!over) await acme.platform.clock.advance(1);

    expect([await end, acme.requests()]).toEqual(['upstream_failed', 4]);
  });
});
