import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Metric } from './series.ts';

const LOOP_PRECISION_MS = 20;

/** Begins to measure the process, under Prometheus's usual names, and gives what writes that and `metrics` as text. */
export function openExposition(metrics: readonly Metric[]): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_PRECISION_MS });
  for (const metric of metrics) registry.registerMetric(metric as never);
  return () => registry.metrics();
}
