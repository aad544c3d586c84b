import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { rateStoreContract } from '../../limits/rate-store.contract.ts';
import { MemoryExactRateStore } from './memory-exact-rate-store.ts';

rateStoreContract(async (keysMax) => {
  const clock = createFakeClock();
  const store = new MemoryExactRateStore(clock, keysMax);
  return { store, advance: clock.advance, stepWall: clock.stepWall, close: async () => {} };
});

describe('MemoryExactRateStore', () => {
  it('never takes more than its calls in any minute, and a wait that it names is true', async () => {
    const clock = createFakeClock();
    const store = new MemoryExactRateStore(clock);
    const limit = { callsPerMinute: 120, burst: 30 };
    const taken: number[] = [];
    while (clock.monotonicMs() < 200_000) {
      const decision = store.take('a', limit);
      if (decision.allowed) taken.push(clock.monotonicMs());
      else {
        await clock.advance(decision.retryAfterMs - 1);
        expect(store.take('a', limit).allowed).toBe(false);
        await clock.advance(1);
        expect(store.take('a', limit).allowed).toBe(true);
        taken.push(clock.monotonicMs());
      }
    }
    const minutes = taken.map((from) => taken.filter((at) => at >= from && at < from + 60_000).length);
    expect(Math.max(...minutes)).toBe(120);
  });

  it('forgets the longest unused when its bytes are used up', () => {
    const store = new MemoryExactRateStore(createFakeClock(), 1_000, 1_000);
    const limit = { callsPerMinute: 1, burst: 2 };
    for (const key of ['a', 'b', 'c', 'd', 'e']) store.take(key, limit);
    expect(store.take('e', limit).allowed).toBe(false);
    expect(store.take('a', limit).allowed).toBe(true);
  });

  it('names a wait that is long enough where calls came between two milliseconds', async () => {
    const clock = createFakeClock();
    const store = new MemoryExactRateStore(clock);
    const limit = { callsPerMinute: 1, burst: 1 };
    await clock.advance(0.5);
    store.take('a', limit);
    await clock.advance(0.25);

    const { retryAfterMs } = store.take('a', limit);
    await clock.advance(retryAfterMs);

    expect(store.take('a', limit).allowed).toBe(true);
  });

  it('counts right where its ring grows after it has gone round', async () => {
    const clock = createFakeClock();
    const store = new MemoryExactRateStore(clock);
    const limit = { callsPerMinute: 30, burst: 30 };
    for (let n = 0; n < 10; n += 1) store.take('a', limit);
    await clock.advance(30_000);
    for (let n = 0; n < 6; n += 1) store.take('a', limit);
    await clock.advance(30_000);

    const taken = Array.from({ length: 30 }, () => store.take('a', limit).allowed).filter(Boolean).length;
    const refused = store.take('a', limit);
    await clock.advance(60_000);
    const afterwards = Array.from({ length: 31 }, () => store.take('a', limit).allowed).filter(Boolean).length;

    expect([taken, afterwards]).toEqual([24, 30]);
    expect(refused).toMatchObject({ allowed: false, retryAfterMs: 30_000, resetAfterMs: 60_000 });
  });

  it('counts what a window has grown to among its bytes', () => {
    const store = new MemoryExactRateStore(createFakeClock(), 1_000, 2_000);
    const limit = { callsPerMinute: 200, burst: 200 };
    const slow = { callsPerMinute: 1, burst: 2 };
    store.take('first', slow);
    expect(store.take('first', slow).allowed).toBe(false);
    for (let n = 0; n < 200; n += 1) store.take('large', limit);

    expect(store.take('large', limit).allowed).toBe(false);
    expect(store.take('first', slow).allowed).toBe(true);
  });
});
