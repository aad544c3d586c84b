import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { stopStoreContract } from '../../limits/stop-store.contract.ts';
import { MemoryStopStore } from './memory-stop-store.ts';

stopStoreContract(async () => {
  const clock = createFakeClock();
  return { store: new MemoryStopStore(clock), advance: clock.advance, close: async () => {} };
});
