import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { rateStoreContract } from '../../limits/rate-store.contract.ts';
import { MemoryRateStore } from './memory-rate-store.ts';

rateStoreContract(async (keysMax) => {
  const { advance, stepWall, ...clock } = createFakeClock();
  return { store: new MemoryRateStore(clock, keysMax), advance, stepWall, close: async () => {} };
});
