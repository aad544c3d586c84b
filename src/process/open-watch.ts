import { AuditTrail } from '../audit/audit-trail.ts';
import type { PlatformSettings } from '../config/settings.ts';
import { PLATFORM_CONNECTOR } from '../gateway/platform-tools/platform-connector.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import { ConnectionRegistry, type ConnectionRegistryOptions } from '../observability/connection-registry.ts';
import type { PlatformLog } from '../observability/log.ts';
import { createMetrics, type Metrics, type MetricsOptions } from '../observability/metrics.ts';
import type { SqlDatabase } from '../storage/sql/database.ts';
import type { openStores } from './open-stores.ts';

export interface WatchOptions extends Pick<MetricsOptions, 'httpRequestsInFlight' | 'streamsOpen' | 'sharedUp'> {
  readonly version: string;
  readonly settings: PlatformSettings;
  readonly connectors: readonly Connector[];
  connections(): readonly Connection[];
  readonly breakerOf: ConnectionRegistryOptions['breakerOf'];
  readonly database: Pick<SqlDatabase, 'healthy'>;
  readonly stores: Pick<ReturnType<typeof openStores>, 'audits'>;
  readonly clock: Clock;
  readonly log: PlatformLog;
}

/** What watches and records: who opens it disposes of the trail. */
export interface Watch {
  readonly registry: ConnectionRegistry;
  readonly metrics: Metrics;
  readonly trail: AuditTrail;
}

const AUDIT_GROUP_MS = 50;
const AUDIT_QUEUE_ROWS = 100_000;

/** Opens the registry of connections, the metrics and the audit trail, each of which tells or asks another. */
export function openWatch(options: WatchOptions): Watch {
  const { version, settings, connectors, database, stores, clock, log } = options;
  const registry = new ConnectionRegistry({
    version,
    connections: options.connections,
    checks: [
      { name: 'database', because: 'the database cannot be written', holds: () => database.healthy() },
      { name: 'audit', because: 'audit rows cannot be committed', holds: () => trail.healthy() },
    ],
    breakerOf: options.breakerOf,
    clock,
  });
  const metrics = createMetrics({
    version,
    tools: new Map(
      [...connectors, PLATFORM_CONNECTOR].flatMap(({ id, tools }) => tools.map(({ name }) => [name, id] as const)),
    ),
    connections: () => registry.connections(),
    httpRequestsInFlight: options.httpRequestsInFlight,
    streamsOpen: options.streamsOpen,
    logLinesDropped: () => log.dropped(),
    sharedUp: options.sharedUp,
  });
  const observer = {
    committed: (rows: number) => metrics.auditWritten(rows),
    failed: (rows: number) => metrics.auditFailed(rows),
    dropped: (rows: number) => metrics.auditFailed(rows),
  };
  const trail = new AuditTrail(stores.audits, clock, log, observer, {
    onFailure: settings.AUDIT_FAILURE,
    groupMs: AUDIT_GROUP_MS,
    queueRows: AUDIT_QUEUE_ROWS,
  });
  return { registry, metrics, trail };
}
