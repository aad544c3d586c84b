import { createMetrics } from '../../src/observability/metrics.ts';
import { markdownTable } from './markdown-table.ts';

const OURS = 'mcp_platform_';

/** The reference page of the metrics, as Markdown: read from the text that `/metrics` gives after one call of everything. */
export async function metricsReference(): Promise<string> {
  const text = await expositionAfterOneCall();
  const rows = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$/gm)]
    .filter(([, name = '']) => name.startsWith(OURS))
    .map(([, name = '', help = '', type = '']) => [`\`${name}\``, type, labelsOf(text, name), help]);
  return `# Metrics

\`GET /metrics\` gives them in the Prometheus text format 0.0.4, to keys with the permission \`metrics.read\`; \`METRICS_PORT\` gives them
without a key, to this machine alone. Besides these there are the process's own, under prom-client's usual names (\`process_…\`, \`nodejs_…\`).
Labels are bounded: a tool that no connector declares counts as \`unknown\`, and none holds a principal, a path or a message.

${markdownTable(['metric', 'type', 'labels', 'says'], rows)}
`;
}

function expositionAfterOneCall(): Promise<string> {
  const connection = {
    id: 'shopify/default',
    connector: 'shopify',
    title: 'Shopify',
    connection: 'default',
    on: true,
    mode: 'mock',
    breaker: 'closed',
    facts: {},
    since: '',
    tools: 1,
  } as const;
  const metrics = createMetrics({
    version: '',
    tools: new Map([['shopify_get_order', 'shopify']]),
    connections: () => [connection],
    httpRequestsInFlight: () => 0,
    streamsOpen: () => 0,
    logLinesDropped: () => 0,
    sharedUp: () => undefined,
  });
  metrics.call('shopify_get_order', 'mcp', 'ok', 1);
  metrics.attempt(connection.id, 'ok', 1);
  metrics.breakerMoved(connection.id, 'open', 'failures');
  metrics.cacheAsked('hit', 'hit');
  metrics.deadLetters({ parked: 1 });
  metrics.writeChecked('done');
  return metrics.exposition();
}

/** Names of the labels of a metric's series, without those that the format itself adds. */
function labelsOf(text: string, metric: string): string {
  const [, labels = ''] = new RegExp(`^${metric}(?:_count)?\\{([^}]*)\\}`, 'm').exec(text) ?? [];
  return [...labels.matchAll(/(\w+)="/g)].map(([, label]) => `\`${label}\``).join(', ');
}
