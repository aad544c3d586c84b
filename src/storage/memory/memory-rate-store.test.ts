import { expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { rateStoreContract } from '../../limits/rate-store.contract.ts';
import { MemoryRateStore } from './memory-rate-store.ts';

rateStoreContract(async (keysMax) => {
  const { advance, stepWall, ...clock } = createFakeClock();
  return { store: new MemoryRateStore(clock, keysMax), advance, stepWall, close: async () => {} };
});

it('the last call that fits leaves none', () => {
  const store = new MemoryRateStore(createFakeClock());
  const limit = { callsPerMinute: 60, burst: 2 };

  expect([store.take('a', limit), store.take('a', limit), store.take('a', limit)]).toMatchObject([
    { allowed: true, remaining: 1 },
    { allowed: true, remaining: 0 },
    { allowed: false, remaining: 0 },
  ]);
});
