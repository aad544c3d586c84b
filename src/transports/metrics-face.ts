import { PlatformError } from '../kernel/errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import { newCorrelationId } from './correlation.ts';
import { sendError } from './error-translation.ts';
import type { RequestHandler } from './http/server.ts';

/** Answers `GET /metrics` without a sign-in: for a listener of its own that only this machine reaches (`METRICS_PORT`). */
export function createMetricsFace(metrics: Pick<Metrics, 'exposition' | 'contentType'>): RequestHandler {
  return (request, response) => {
    const refuse = (error: unknown, status?: number) => sendError(response, error, newCorrelationId(), { status });
    if (request.url !== '/metrics') {
      refuse(new PlatformError('not_found', 'Only /metrics is served here.'));
      return;
    }
    if (request.method !== 'GET') {
      refuse(new PlatformError('invalid_request', 'Send GET to /metrics.'), 405);
      return;
    }
    metrics.exposition().then((text) => {
      response.writeHead(200, { 'content-type': metrics.contentType, 'content-length': Buffer.byteLength(text) });
      response.end(text);
    }, refuse);
  };
}
