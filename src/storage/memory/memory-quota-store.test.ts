import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { quotaStoreContract } from '../../limits/quota-store.contract.ts';
import { MemoryQuotaStore } from './memory-quota-store.ts';

quotaStoreContract(async () => {
  const { advance, stepWall, ...clock } = createFakeClock();
  return { store: new MemoryQuotaStore(clock), advance, stepWall, close: async () => {} };
});
