import { pino } from 'pino';
import type { Clock } from '../kernel/clock.ts';

/** Takes whole lines and writes them in bulk. */
export interface LineWriter extends AsyncDisposable {
  /** Keeps the line, its newline included, for at most the flush interval. */
  write(line: string): void;
  /** Hands over everything kept, without waiting for the disk. */
  flush(): void;
  /** Writes everything kept before it returns: for the last words of a process. */
  flushSync(): void;
  /** Lines given up because the reader of the log did not keep up. */
  dropped(): number;
}

export interface LineWriterOptions {
  /** 1 for standard output, 2 for standard error, or that of an open file, which is closed with the writer. */
  readonly fd: number;
  readonly clock: Clock;
}

export const FLUSH_INTERVAL_MS = 50;
const FLUSH_CHARACTERS = 32 * 1024;
/** Bytes kept for a reader that does not keep up; what comes beyond is dropped and counted. */
const BACKLOG_BYTES = 16 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Opens a writer that costs a string append a line and a system call every 50 ms or 32 K characters. What is kept is
 * written when the process exits, an uncaught exception included; only a kill loses it.
 */
export function openLineWriter({ fd, clock }: LineWriterOptions): LineWriter {
  const destination = pino.destination({ fd, sync: false, maxLength: BACKLOG_BYTES });
  const closing = new AbortController();
  let kept = '';
  let dropped = 0;
  let waiting = false;
  // A log that cannot be written must not stop the platform; how much is missing is told by the count.
  destination.on('error', () => {});
  destination.on('drop', (lines: string) => {
    dropped += lines.split('\n').length - 1;
  });

  const flush = () => {
    if (kept === '') return;
    const lines = kept;
    kept = '';
    destination.write(lines);
  };
  const flushLater = () => {
    waiting = true;
    clock.sleep(FLUSH_INTERVAL_MS, closing.signal).then(
      () => {
        waiting = false;
        flush();
      },
      () => {},
    );
  };
  const flushSync = () => {
    flush();
    try {
      destination.flushSync();
    } catch {
      // The reader is gone: nobody is left to tell.
    }
  };
  process.on('exit', flushSync);

  return {
    write(line) {
      kept += line;
      if (kept.length >= FLUSH_CHARACTERS) flush();
      else if (!waiting) flushLater();
    },
    flush,
    flushSync,
    dropped: () => dropped,
    async [Symbol.asyncDispose]() {
      closing.abort();
      process.off('exit', flushSync);
      const closed = new Promise<void>((resolve) => {
        destination.once('close', resolve).once('error', () => resolve());
      });
      flush();
      destination.end();
      // A reader that has gone away never lets the destination say that it is closed.
      await Promise.race([closed, clock.sleep(CLOSE_TIMEOUT_MS)]);
    },
  };
}
