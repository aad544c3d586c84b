import type { IncomingMessage } from 'node:http';

/** How long a client may go on sending what nobody reads before its connection is cut. */
const LINGER_MS = 5_000;

/**
 * Ends the request's connection in the way that lets a client that is still sending see the answer (RFC 9112 §9.6): our
 * side is closed when the answer is out, what comes on is thrown away unread, and the connection goes when the client
 * closes it or `LINGER_MS` have passed. Closed at once, it would be reset, and the answer lost with it.
 */
export function lingerAfterAnswer(request: IncomingMessage): void {
  const { socket } = request;
  socket.destroySoon = () => {
    socket.end();
    request.resume();
    const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref();
    socket.once('close', () => clearTimeout(cut));
  };
}
