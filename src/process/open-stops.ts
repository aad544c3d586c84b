import type { Clock } from '../kernel/clock.ts';
import { SharedStops } from '../limits/shared-stops.ts';
import type { Shared } from './open-shared.ts';

const TOPIC = 'stops';

/** Opens what vendors have called used up: of this process, or of all replicas where they share a server. */
export async function openStops(clock: Clock, shared?: Pick<Shared, 'server' | 'notices'>): Promise<SharedStops> {
  if (shared?.server === undefined) return new SharedStops(clock);
  const { link, prefix, state } = shared.server;
  const { notices } = shared;
  const { RedisStopStore } = await import('../storage/redis/redis-stop-store.ts');
  const stops = new SharedStops(clock, {
    store: new RedisStopStore(link, { prefix }),
    state,
    tell: (name) => void notices.publish(TOPIC, name),
  });
  notices.subscribe(TOPIC, { heard: (name) => stops.hear(name), missed: () => void stops.lookAgain() });
  return stops;
}
