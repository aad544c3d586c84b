import type { Server, Socket } from 'node:net';

const STEPS = 8;

/** What had moved on a connection when that was last looked at, and since when it has not. */
interface Moved {
  bytes: number;
  stillSteps: number;
}

/**
 * Ends connections on which nothing has moved in either direction for `silenceMs`, or an eighth more. All are looked at
 * in one turn of a timer; a timeout of each socket, which Node sets anew with every piece it reads or writes, costs every call.
 */
export function watchSilence(server: Server, silenceMs: number): void {
  const sockets = new Map<Socket, Moved>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { bytes: 0, stillSteps: 0 });
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(
    () => {
      for (const [socket, moved] of sockets) {
        const bytes = socket.bytesRead + socket.bytesWritten;
        moved.stillSteps = bytes === moved.bytes ? moved.stillSteps + 1 : 0;
        moved.bytes = bytes;
        if (moved.stillSteps >= STEPS) socket.destroy();
      }
    },
    Math.ceil(silenceMs / STEPS),
  );
  timer.unref();
  server.once('close', () => clearInterval(timer));
}
