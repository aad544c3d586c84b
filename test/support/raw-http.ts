import { connect } from 'node:net';

/** What came back on a socket until it closed, or until nothing more came for `quietMs`. */
export interface RawReply {
  readonly text: string;
  /** Of the first answer; 0 when there was none. */
  readonly status: number;
  readonly closed: boolean;
}

/** A busy machine takes its time; who expects no answer waits so long for none. */
const FIRST_ANSWER_MS = 2_000;

/** Writes bytes to a loopback port as they are and collects what comes back: for what no HTTP client would send. */
export function exchangeRaw(port: number, bytes: string, quietMs = 300): Promise<RawReply> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    const finish = (closed: boolean) => {
      clearTimeout(quiet);
      socket.destroy();
      resolve({ text, closed, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0) });
    };
    let quiet = setTimeout(() => finish(false), Math.max(quietMs * 3, FIRST_ANSWER_MS));
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      clearTimeout(quiet);
      quiet = setTimeout(() => finish(false), quietMs);
    });
    socket.on('close', () => finish(true));
    socket.on('error', () => {});
  });
}
