import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Principal } from '../../kernel/principal.ts';
import { newCorrelationId } from '../correlation.ts';
import { createDispatcher, type DispatcherParts } from './dispatcher.ts';
import { eraOf } from './era.ts';
import { LINE_LIMITS, type LineLimits, type LineStreams, runLineSession } from './line-session.ts';
import { type Follow, replyText, wholeText } from './reply.ts';
import type { Toolsets } from './toolsets.ts';
import { traceIn } from './trace.ts';

export interface StdioParts extends DispatcherParts, LineStreams {
  readonly clock: Clock;
  readonly limits?: Partial<LineLimits>;
  /** What is listed; absent, what is listed to who does not say. */
  readonly toolsets?: Toolsets;
  /** Who calls; `undefined` when the key is no longer valid. Asked anew for every request, so that a revocation holds at once. */
  authenticate(): Principal | undefined | Promise<Principal | undefined>;
}

/**
 * Serves MCP over a pair of streams, each message in the era that it is meant in. Resolves when the input has ended and
 * what was under way is answered or out of time.
 */
export async function serveStdio(parts: StdioParts): Promise<void> {
  const { clock, input, output, toolsets } = parts;
  const dispatcher = createDispatcher(parts);
  const limits = { ...LINE_LIMITS, ...parts.limits };
  await runLineSession({ input, output }, limits, clock, async (request, signal, _, send) => {
    const principal = await parts.authenticate();
    if (!principal)
      throw new PlatformError('unauthenticated', 'The API key is no longer valid; start again with a new one.');
    const correlationId = traceIn(request) ?? newCorrelationId();
    const stillCalls = () => parts.authenticate();
    const origin = { principal, face: 'stdio', correlationId, toolsets, signal: () => signal, stillCalls } as const;
    const reply = await dispatcher.answer(request, eraOf(request, undefined), origin);
    const { follow } = reply;
    return follow && !signal.aborted ? followed(replyText(reply), follow, send, signal) : wholeText(reply);
  });
}

/** Sends the messages of a stream, and gives the last one. */
function followed(
  first: string,
  follow: Follow,
  send: (message: string) => void,
  signal: AbortSignal,
): Promise<string> {
  send(first);
  return new Promise((resolve) => {
    const leave = follow({ send, end: resolve });
    signal.addEventListener('abort', () => {
      leave();
      resolve('');
    });
  });
}
