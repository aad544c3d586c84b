import { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { ConnectionStatus, Registry } from '../observability/registry.ts';
import { json, type Route } from './rest/route.ts';

/** What health tells: alive and well, alive with a connection in trouble, not to be sent calls. */
type HealthStatus = 'ok' | 'degraded' | 'starting' | 'unavailable';

const STATUS_ANSWER = {
  type: 'object',
  required: ['status'],
  properties: { status: { enum: ['ok', 'degraded', 'starting', 'unavailable'] } },
} as const;

/**
 * The probes. `/health` says that the process answers, and nothing else can turn it: a vendor's trouble must not restart
 * us. `/health/startup` is 503 until the start is over. `/health/detailed` is readiness: 503 while calls cannot be taken;
 * a vendor's trouble makes it `degraded`, not unready. Details are for those who hold `health.read`.
 */
export function healthRoutes(registry: Registry): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/health',
      access: 'open',
      documentation: document('health', 'Liveness: the process answers'),
      answer: () => json({ status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/health/startup',
      access: 'open',
      documentation: document('healthStartup', 'Startup: 503 until the start is over'),
      answer: () => (registry.started() ? json({ status: 'ok' }) : json({ status: 'starting' }, 503)),
    },
    {
      method: 'GET',
      path: '/health/detailed',
      access: 'optional',
      documentation: document('healthDetailed', 'Readiness, and to those who may read health the details'),
      answer: (_exchange, principal) => detailed(registry, principal),
    },
  ];
}

/** `/metrics` for those who hold `metrics.read`, in the Prometheus text format 0.0.4. */
export function metricsRoute(metrics: Pick<Metrics, 'exposition' | 'contentType'>): Route {
  return {
    method: 'GET',
    path: '/metrics',
    access: 'key',
    documentation: {
      operationId: 'metrics',
      tag: 'Platform',
      summary: 'Read the metrics',
      permission: 'metrics.read',
      mediaType: 'text/plain',
      answer: { type: 'string' },
      statuses: { 403: 'The key lacks the permission `metrics.read`.' },
    },
    async answer(_exchange, { grant }) {
      if (!grant.permits('metrics.read')) {
        throw new PlatformError('forbidden', 'Metrics need the permission metrics.read; the operator grants it.');
      }
      return { headers: { 'content-type': metrics.contentType }, body: await metrics.exposition() };
    },
  };
}

function detailed(registry: Registry, principal: Principal | undefined) {
  const { ready, because } = registry.readiness();
  const connections = registry.connections();
  const status = statusOf(registry, ready, connections);
  const httpStatus = ready ? 200 : 503;
  if (principal === undefined || !principal.grant.permits('health.read')) return json({ status }, httpStatus);
  const seen = connections.filter(({ id }) => principal.grant.allowsConnection(id));
  const startedAt = new Date(registry.startedAt).toISOString();
  const checks = registry.checks();
  return json({ status, version: registry.version, startedAt, ready, because, checks, connections: seen }, httpStatus);
}

function statusOf(registry: Registry, ready: boolean, connections: readonly ConnectionStatus[]): HealthStatus {
  if (!registry.started()) return 'starting';
  if (!ready) return 'unavailable';
  return connections.some(isInTrouble) ? 'degraded' : 'ok';
}

/** Off by configuration is no trouble; a breaker that rests or a last word that was a failure is. */
function isInTrouble({ on, breaker, lastSuccessAt = '', lastFailureAt = '' }: ConnectionStatus): boolean {
  return on && (breaker !== 'closed' || lastFailureAt > lastSuccessAt);
}

function document(operationId: string, summary: string) {
  return {
    operationId,
    tag: 'Platform',
    summary,
    answer: STATUS_ANSWER,
    statuses: { 503: 'Not now.' },
  } as const;
}
