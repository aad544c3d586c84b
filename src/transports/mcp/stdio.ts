import type { Clock } from '../../kernel/clock.ts';
import type { Principal } from '../../kernel/principal.ts';
import { newCorrelationId } from '../correlation.ts';
import { createDispatcher, type DispatcherParts } from './dispatcher.ts';
import { eraOf } from './era.ts';
import { LINE_LIMITS, type LineLimits, type LineStreams, runLineSession } from './line-session.ts';
import { replyText } from './reply.ts';
import { traceIn } from './trace.ts';

export interface StdioParts extends DispatcherParts, LineStreams {
  readonly clock: Clock;
  readonly limits?: LineLimits;
  /**
   * Who calls, asked anew for every request, so that a key revoked meanwhile no longer works. Throws `PlatformError`
   * `unauthenticated`.
   */
  principal(): Principal | Promise<Principal>;
}

/**
 * Serves MCP over a pair of streams, each message in the era that it is meant in. Resolves when the input has ended and
 * what was under way is answered or out of time.
 */
export async function serveStdio(parts: StdioParts): Promise<void> {
  const { clock, limits = LINE_LIMITS, input, output } = parts;
  const dispatcher = createDispatcher(parts);
  await runLineSession({ input, output }, limits, clock, async (request, signal) => {
    const principal = await parts.principal();
    const correlationId = traceIn(request) ?? newCorrelationId();
    const origin = { principal, face: 'stdio', correlationId, signal: () => signal } as const;
    return replyText(await dispatcher.answer(request, eraOf(request, undefined), origin));
  });
}
