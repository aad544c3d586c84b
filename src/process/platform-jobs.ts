import type { ApiKeys } from '../access/api-keys.ts';
import type { SecondLevel } from '../cache/second-level.ts';
import type { EventNews } from '../events/event-news.ts';
import { flushKeyUses } from '../jobs/flush-key-uses.ts';
import { followCircuits } from '../jobs/follow-circuits.ts';
import { followConnections } from '../jobs/follow-connections.ts';
import { followEvents } from '../jobs/follow-events.ts';
import { followStops } from '../jobs/follow-stops.ts';
import type { Job } from '../jobs/job.ts';
import { noticeRevocations } from '../jobs/notice-revocations.ts';
import { type Purgeable, purgeExpired } from '../jobs/purge-expired.ts';
import { raiseOwed } from '../jobs/raise-owed.ts';
import { recoverWrites } from '../jobs/recover-writes.ts';
import { refreshReadiness } from '../jobs/refresh-readiness.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { SharedStops } from '../limits/shared-stops.ts';
import type { ConnectionRegistry } from '../observability/connection-registry.ts';
import type { Circuits } from '../resilience/circuits.ts';
import type { IdempotencyStore } from '../resilience/idempotency-store.ts';
import type { Connections } from './open-connections.ts';
import type { Records } from './open-records.ts';

export interface PlatformJobsParts {
  readonly keys: ApiKeys;
  readonly registry: ConnectionRegistry;
  readonly stores: { readonly idempotency: IdempotencyStore; readonly results: Purgeable; readonly events: Purgeable };
  readonly connections: Connections;
  readonly circuits: Circuits;
  readonly stops: SharedStops;
  readonly news: EventNews;
  readonly secondLevel: SecondLevel | undefined;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that runs by the clock in a platform; what replicas owe each other only where there are any. */
export function platformJobs(parts: PlatformJobsParts): Job[] {
  const { keys, registry, stores, connections, circuits, stops, news, secondLevel, records, clock, log } = parts;
  const own = [
    flushKeyUses(keys),
    refreshReadiness(registry),
    purgeExpired('idempotency', stores.idempotency, clock),
    purgeExpired('results', stores.results, clock),
    purgeExpired('events', stores.events, clock),
    ...(secondLevel ? [raiseOwed(secondLevel.generations)] : []),
    ...(circuits.shared ? [followCircuits(circuits)] : []),
    ...(stops.shared ? [followStops(stops)] : []),
  ];
  if (!records.shared) return own;
  return [
    ...own,
    noticeRevocations(keys),
    followConnections(connections),
    followEvents(news),
    recoverWrites(stores.idempotency, records.abandonedAfterMs, clock, log),
  ];
}
