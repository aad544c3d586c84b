import type { Clock } from '../../src/kernel/clock.ts';
import { Breaker, type BreakerObserver } from '../../src/resilience/breaker.ts';
import type { CircuitOptions } from '../../src/resilience/circuit-store.ts';
import { MemoryCircuitStore } from '../../src/storage/memory/memory-circuit-store.ts';

/** A circuit of this process alone: five failures open it for a minute unless told otherwise. */
export function openTestBreaker(
  clock: Clock,
  options: Partial<CircuitOptions> = {},
  observe: BreakerObserver = () => {},
): Breaker {
  const store = new MemoryCircuitStore(clock, { failures: 5, openMs: 60_000, leaseMs: 60_000, ...options });
  return new Breaker({ clock, name: 'acme/default 1', store, observe });
}
