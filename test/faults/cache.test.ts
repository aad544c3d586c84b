import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/gateway/gateway.ts';
import { Outcome } from '../../src/kernel/outcome.ts';
import { MemoryAnswerCache } from '../../src/storage/memory/memory-answer-cache.ts';
import { CACHED, READ, setUp, WRITE } from './support.ts';

const TTL_MS = 60_000;
const sourceOf = ({ rendered }: Answer) => JSON.parse(rendered.json).source;

describe('the cache', () => {
  it('C1: asks once for five hundred callers, and one who leaves takes nobody along', async () => {
    await using platform = await setUp();
    const gate = Promise.withResolvers<void>();
    const { wire } = platform.vendor;
    const held: typeof wire = async (request, signal) => {
      await gate.promise;
      return wire(request, signal);
    };
    Object.assign(platform.runtime, { wire: held });
    const leaver = new AbortController();

    const first = platform.call(CACHED, {}, { signal: () => leaver.signal });
    const others = Array.from({ length: 499 }, () => platform.call(CACHED));
    leaver.abort(new Error('left'));
    gate.resolve();

    expect((await first).code).not.toBe('ok');
    expect((await Promise.all(others)).map(({ code }) => code)).toEqual(Array(499).fill('ok'));
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('C2: refreshes a hot answer once a cycle', async () => {
    await using platform = await setUp();
    for (let cycle = 1; cycle <= 10; cycle += 1) {
      await Promise.all(Array.from({ length: 100 }, () => platform.ask(CACHED)));
      await platform.clock.advance(TTL_MS - 1);
      await platform.ask(CACHED);
      await platform.clock.advance(1);
      expect(platform.vendor.requests).toHaveLength(cycle);
    }
  });

  it('C3: stands in for a vendor that is down, says so and how old it is, and only within its window', async () => {
    await using platform = await setUp({ cacheStaleMs: 300_000 });
    const fresh = await platform.ask(CACHED);
    platform.vendor.behave = () => ({ status: 500 });

    await platform.clock.advance(TTL_MS + 30_000);
    const stale = await platform.ask(CACHED);
    expect([fresh.facts.cache, stale.facts.cache]).toEqual(['miss', 'stale']);
    expect(sourceOf(fresh)).not.toHaveProperty('stale');
    expect(sourceOf(stale)).toEqual({ ...sourceOf(fresh), stale: true, ageSeconds: 120 });
    expect((await platform.ask(CACHED)).rendered).toBe(stale.rendered);

    await platform.clock.advance(TTL_MS);
    expect(sourceOf(await platform.ask(CACHED)).ageSeconds).toBe(180);

    await platform.clock.advance(210_000);
    expect((await platform.call(CACHED)).code).toBe('upstream_failed');
    platform.vendor.behave = () => ({});
    expect(sourceOf(await platform.ask(CACHED))).not.toHaveProperty('stale');
  });

  it('C3: stands in at once while the circuit is open, and at the deadline of a caller whom the vendor keeps waiting', async () => {
    await using platform = await setUp();
    await platform.ask(CACHED);
    await platform.clock.advance(TTL_MS);
    platform.vendor.behave = () => 'hang';

    const waiting = platform.ask(CACHED, {}, { deadlineMs: 2_000 });
    await platform.clock.advance(2_000);
    expect((await waiting).facts.cache).toBe('stale');

    platform.breaker.hold();
    expect((await platform.ask(CACHED)).facts.cache).toBe('stale');
  });

  it('C3: never stands in after a write, nor for a write, nor for a refusal', async () => {
    await using platform = await setUp();
    await platform.ask(CACHED);
    await platform.clock.advance(TTL_MS);
    platform.vendor.behave = () => ({ status: 404 });
    expect((await platform.call(CACHED)).code).toBe('not_found');

    platform.vendor.behave = ({ method }) => (method === 'PUT' ? {} : { status: 500 });
    expect((await platform.call(WRITE)).code).toBe('ok');
    expect((await platform.call(CACHED)).code).toBe('upstream_failed');
    platform.vendor.behave = () => ({ status: 500 });
    expect((await platform.call(WRITE)).code).toBe('outcome_unknown');
  });

  it('C3: does not stand in where a write came while the vendor was asked', async () => {
    await using platform = await setUp();
    await platform.ask(CACHED);
    await platform.clock.advance(TTL_MS);
    platform.vendor.behave = ({ method }) => (method === 'PUT' ? {} : 'hang');

    const reading = platform.call(CACHED);
    await platform.call(WRITE);
    await platform.clock.advance(10_000);

    expect((await reading).code).toBe('upstream_timeout');
  });

  it('C4: keeps a refusal for a moment, and until a write; failures are not kept, and the circuit ends their stampede', async () => {
    await using platform = await setUp({ cacheRefusalMs: 5_000 });
    platform.vendor.behave = ({ method }) => (method === 'PUT' ? {} : { status: 404 });

    expect(new Set(await platform.calls(100, CACHED))).toEqual(new Set(['not_found']));
    expect(platform.vendor.requests).toHaveLength(1);
    await platform.clock.advance(5_000);
    await platform.calls(10, CACHED);
    expect(platform.vendor.requests).toHaveLength(2);
    await platform.call(WRITE);
    await platform.calls(10, CACHED);
    expect(platform.vendor.requests).toHaveLength(4);

    platform.vendor.behave = () => ({ status: 500 });
    await platform.clock.advance(5_000);
    await platform.calls(500, CACHED);
    expect(platform.vendor.requests).toHaveLength(4 + 5);
  });

  it('C5: holds so many answers and so many bytes, whatever is asked', () => {
    const cache = new MemoryAnswerCache({ entriesMax: 1_000, bytesMax: 32_000_000 });
    const outcome = new Outcome({}, 0);
    const keys = Array.from({ length: 100_000 }, (_, n) => `key ${n}`);
    for (const key of keys) cache.set(key, 'c', 0, { outcome, freshUntil: 1 }, 100);
    expect(keys.filter((key) => cache.get(key))).toHaveLength(1_000);
    for (const key of keys.slice(0, 100)) cache.set(key, 'c', 0, { outcome, freshUntil: 1 }, 1_000_000);
    expect(keys.filter((key) => cache.get(key))).toHaveLength(32);
  });

  it('C6: never answers with invented data in the place of a live vendor, and every answer says its mode', async () => {
    await using platform = await setUp();
    const live = await platform.ask(CACHED);
    platform.vendor.behave = () => ({ status: 500 });
    await platform.clock.advance(TTL_MS);

    expect([live.mode, (await platform.ask(CACHED)).mode]).toEqual(['live', 'live']);
    const codes = await platform.calls(100, READ);
    expect(new Set(codes)).toEqual(new Set(['upstream_failed', 'circuit_open']));
  });
});
