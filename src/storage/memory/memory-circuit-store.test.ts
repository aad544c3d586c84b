import { expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { circuitStoreContract } from '../../resilience/circuit-store.contract.ts';
import { MemoryCircuitStore } from './memory-circuit-store.ts';

circuitStoreContract(async (options) => {
  const { advance, stepWall, ...clock } = createFakeClock();
  const store = new MemoryCircuitStore(clock, options);
  return { one: store, other: store, advance, stepWall, close: async () => {} };
});

it('forgets a circuit that nothing has happened to for a day, and keeps one that is held', async () => {
  const clock = createFakeClock();
  const store = new MemoryCircuitStore(clock, { failures: 5, openMs: 60_000, leaseMs: 80_000 });
  store.tell('failing', { kind: 'failure' });
  store.tell('held', { kind: 'hold' });

  await clock.advance(86_400_000);

  expect([...store.read(['failing', 'held']).keys()]).toEqual(['held']);
});
