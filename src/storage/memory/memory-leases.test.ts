import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { leasesContract } from '../../cache/leases.contract.ts';
import { MemoryLeases } from './memory-leases.ts';

leasesContract(async () => {
  const clock = createFakeClock();
  return { leases: new MemoryLeases(clock), advance: clock.advance, close: async () => {} };
});
