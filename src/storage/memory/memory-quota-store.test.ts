import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { quotaStoreContract } from '../../limits/quota-store.contract.ts';
import { MemoryQuotaStore } from './memory-quota-store.ts';

quotaStoreContract(async () => {
  const { advance, stepWall, ...clock } = createFakeClock();
  return { store: new MemoryQuotaStore(clock), advance, stepWall, close: async () => {} };
});

describe('MemoryQuotaStore', () => {
  const ten = { available: 10, maximum: 10, restorePerSecond: 1 };

  it('makes room for a new bucket by forgetting one that is full again', async () => {
    const clock = createFakeClock();
    const store = new MemoryQuotaStore(clock, 2);
    store.take('in use', 10, ten);
    store.take('full again', 1, ten);
    await clock.advance(1_000);

    store.take('new', 1, ten);

    expect(store.take('in use', 10, ten)).toBe(9_000);
  });

  it('forgets the longest unused where none is full', () => {
    const store = new MemoryQuotaStore(createFakeClock(), 2);
    store.take('first', 10, ten);
    store.take('second', 10, ten);
    store.take('first', 1, ten);

    store.take('third', 10, ten);

    expect(store.take('first', 10, ten)).toBe(10_000);
    expect(store.take('second', 10, ten)).toBe(0);
  });

  it('looks for a full one among the longest unused alone', () => {
    const store = new MemoryQuotaStore(createFakeClock(), 17);
    for (let n = 0; n < 16; n += 1) store.take(`used ${n}`, 10, ten);
    store.take('full', 0, ten);

    store.take('new', 10, ten);

    expect(store.take('used 1', 10, ten)).toBe(10_000);
    expect(store.take('used 0', 10, ten)).toBe(0);
  });
});
