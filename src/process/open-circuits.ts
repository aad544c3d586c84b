import type { PlatformSettings } from '../config/settings.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connector } from '../kernel/connector.ts';
import { Circuits, type CircuitsParts, circuitNotice } from '../resilience/circuits.ts';
import { FallbackCircuitStore } from '../resilience/fallback-circuit-store.ts';
import { MemoryCircuitStore } from '../storage/memory/memory-circuit-store.ts';
import type { Shared } from './open-shared.ts';
import { circuitOptions } from './options-of-settings.ts';

export interface CircuitsOptions {
  readonly settings: PlatformSettings;
  readonly connectors: readonly Connector[];
  readonly clock: Clock;
  /** What replicas have in common; none where nothing is shared. */
  readonly shared?: Pick<Shared, 'server' | 'notices'>;
  readonly observe?: CircuitsParts['observe'];
}

const TOPIC = 'circuits';

/** Opens the circuits: of this process, or of all replicas where they share a server. */
export async function openCircuits({
  settings,
  connectors,
  clock,
  shared,
  observe,
}: CircuitsOptions): Promise<Circuits> {
  const options = circuitOptions(settings, connectors);
  const local = new MemoryCircuitStore(clock, options);
  if (shared?.server === undefined) return new Circuits({ clock, store: local, observe });
  const { link, prefix, state } = shared.server;
  const { notices } = shared;
  const { RedisCircuitStore } = await import('../storage/redis/redis-circuit-store.ts');
  const store = new FallbackCircuitStore(
    new RedisCircuitStore(link, { ...options, prefix }),
    local,
    state,
    (circuit, record) => void notices.publish(TOPIC, circuitNotice(circuit, record)),
  );
  const circuits = new Circuits({ clock, store, shared: store, observe });
  notices.subscribe(TOPIC, {
    heard: (text) => circuits.hear(text),
    missed: () => void circuits.lookAgain(),
  });
  return circuits;
}
