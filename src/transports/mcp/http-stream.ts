import type { ServerResponse } from 'node:http';
import type { Clock } from '../../kernel/clock.ts';
import type { Follow } from './reply.ts';

/** Proxies end what is silent for a minute. */
const KEEP_ALIVE_MS = 15_000;
/** A client that leaves so much unread has stopped reading. */
const UNREAD_BYTES_MAX = 256 * 1024;

/** Sends a request's messages as server-sent events (basic/transports/streamable-http): the first at once, the others as they come. */
export function sendStream(
  response: ServerResponse,
  first: string,
  follow: Follow,
  { clock, correlationId }: { readonly clock: Clock; readonly correlationId: string },
): void {
  response.writeHead(200, [
    'content-type',
    'text/event-stream',
    'cache-control',
    'no-store',
    // Proxies that gather answers would keep the news.
    'x-accel-buffering',
    'no',
    'x-correlation-id',
    correlationId,
  ]);
  const write = (text: string) => {
    if (response.writableLength > UNREAD_BYTES_MAX) response.destroy();
    else if (!response.writableEnded) response.write(text);
  };
  const event = (message: string) => `event: message\ndata: ${message}\n\n`;
  let stopKeeping = () => {};
  const keepAlive = () => {
    stopKeeping = clock.after(KEEP_ALIVE_MS, () => {
      write(': still here\n\n');
      keepAlive();
    });
  };
  keepAlive();
  let leave: (() => void) | undefined;
  response.once('close', () => {
    stopKeeping();
    leave?.();
  });
  write(event(first));
  leave = follow({
    send: (message) => write(event(message)),
    end(message) {
      write(event(message));
      response.end();
    },
  });
  if (response.destroyed) leave();
}
