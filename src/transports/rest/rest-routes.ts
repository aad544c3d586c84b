import type { Admin } from '../../admin/action.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { Registry } from '../../observability/registry.ts';
import { healthRoutes, metricsRoute } from '../health.ts';
import type { Route } from './route.ts';
import { callToolRoute } from './routes/call-tool.ts';
import { docsPageRoutes } from './routes/docs-page.ts';
import { listConnectorsRoute } from './routes/list-connectors.ts';
import { listToolsRoute } from './routes/list-tools.ts';
import { openApiRoute } from './routes/open-api.ts';
import { performActionRoutes } from './routes/perform-action.ts';
import { readResultFileRoute } from './routes/read-result-file.ts';
import { readResultPageRoute } from './routes/read-result-page.ts';
import { whoamiRoute } from './routes/whoami.ts';

export interface RestDependencies {
  readonly gateway: Gateway;
  readonly admin: Admin;
  readonly registry: Registry;
  readonly metrics: Pick<Metrics, 'exposition' | 'contentType'>;
}

/** Every route of the REST face, in the order in which the documentation shows them. */
export function restRoutes({ gateway, admin, registry, metrics }: RestDependencies): readonly Route[] {
  const documented = [
    listToolsRoute(gateway),
    callToolRoute(gateway),
    readResultPageRoute(gateway),
    readResultFileRoute(gateway),
    listConnectorsRoute(registry),
    whoamiRoute(gateway),
    ...performActionRoutes(admin),
    ...healthRoutes(registry),
    metricsRoute(metrics),
  ];
  return [...documented, openApiRoute(documented, registry.version, gateway), ...docsPageRoutes()];
}
