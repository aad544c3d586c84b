import type { MetricsOptions } from './metrics.ts';
import { type Metric, metric, type Value } from './series.ts';

const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What is asked when the metrics are read. `prefix` goes before every name. */
export function gauges(prefix: string, options: MetricsOptions): readonly Metric[] {
  const gauge = (name: string, help: string, read: () => readonly Value[]) =>
    metric('gauge', prefix + name, help, read);
  const number = (name: string, help: string, read: () => number) =>
    gauge(name, help, () => [{ labels: {}, value: read() }]);
  return [
    gauge('build_info', 'The running version; always 1.', () => [
      { labels: { version: options.version, node: process.version }, value: 1 },
    ]),
    gauge('connection_up', '1 for a connection that is on and whose circuit is not open, else 0.', () =>
      options.connections().map(({ id, on, breaker, mode = 'off' }) => ({
        labels: { connection: id, mode },
        value: on && breaker !== 'open' ? 1 : 0,
      })),
    ),
    gauge('breaker_state', '0 closed, 1 half-open, 2 open.', () =>
      options.connections().map(({ id, breaker }) => ({ labels: { connection: id }, value: BREAKER_STATES[breaker] })),
    ),
    gauge(
      'redis_up',
      '1 while Redis answers, 0 while this replica counts alone; absent where REDIS_URL is not set.',
      () => {
        const up = options.sharedUp();
        return up === undefined ? [] : [{ labels: {}, value: up ? 1 : 0 }];
      },
    ),
    number('mcp_streams_open', 'Streams of subscriptions/listen that are open.', () => options.streamsOpen()),
    number('http_requests_in_flight', 'HTTP requests that are not answered to their end.', () =>
      options.httpRequestsInFlight(),
    ),
    number('log_lines_dropped', 'Log lines given up since the start because their reader did not keep up.', () =>
      options.logLinesDropped(),
    ),
  ];
}
