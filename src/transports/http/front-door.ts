import { PlatformError } from '../../kernel/errors.ts';
import { newCorrelationId } from '../correlation.ts';
import { sendError } from '../error-translation.ts';
import type { RequestHandler } from './server.ts';

/** What says that a request is one too many at the moment; it is asked once a request. */
export interface LoadGate {
  refuses(): boolean;
}

const RETRY_AFTER_MS = 2_000;

/**
 * Sends `/mcp` and what is below it straight to its lean handler, past every framework, and the rest to the REST face. What
 * the gate refuses is told 503 before anything of it is read; probes and metrics always pass, since who watches an
 * overloaded platform must see that it is overloaded, not that it is gone.
 */
export function createFrontDoor(
  mcp: RequestHandler,
  rest: RequestHandler,
  gate: LoadGate,
  webhooks?: RequestHandler,
): RequestHandler {
  const refusal = overloaded();
  return (request, response) => {
    const url = request.url as string;
    if (!isWatching(url) && gate.refuses()) sendError(response, refusal, newCorrelationId());
    else if (isMcp(url)) mcp(request, response);
    else if (webhooks && url.startsWith('/webhooks/')) webhooks(request, response);
    else rest(request, response);
  };
}

function isMcp(url: string): boolean {
  return url === '/mcp' || url.startsWith('/mcp?') || url.startsWith('/mcp/');
}

function isWatching(url: string): boolean {
  return url.startsWith('/health') || url.startsWith('/metrics');
}

function overloaded(): PlatformError {
  return new PlatformError('unavailable', 'The platform has more to do than it can at the moment; try again shortly.', {
    retryAfterMs: RETRY_AFTER_MS,
    sent: 'no',
  });
}
