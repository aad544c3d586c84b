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

const FLUSH_INTERVAL_MS = 50;
/** Lines are kept up to here between flushes. */
const KEPT_BYTES = 64 * 1024;
/** Of one UTF-16 unit. */
const UTF8_BYTES_MAX = 3;
/** Above what is handed over at once, so that the destination waits for `flush` and the last words are written synchronously. */
const WRITE_BYTES = 128 * 1024;
/** Bytes kept for a reader that does not keep up; what comes beyond is dropped and counted. */
const BACKLOG_BYTES = 16 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Opens a writer that costs one encoding a line and a system call every 50 ms or 64 KiB. What is kept is
 * written when the process exits, an uncaught exception included; only a kill loses it.
 */
export function openLineWriter({ fd, clock }: LineWriterOptions): LineWriter {
  const destination = pino.destination({
    fd,
    sync: false,
    minLength: WRITE_BYTES,
    maxWrite: 2 * WRITE_BYTES,
    maxLength: BACKLOG_BYTES,
    contentMode: 'buffer',
  });
  const closing = new AbortController();
  // A line is a tree of pieces when it comes. Encoded at once, while its pieces are at hand, it costs a third of later.
  const kept = Buffer.allocUnsafe(KEPT_BYTES);
  let keptBytes = 0;
  let dropped = 0;
  let waiting = false;
  /** Bytes given to the destination, and those it has written. */
  let handed = 0;
  let written = 0;
  let writtenAtDrain = 0;
  // A log that cannot be written must not stop the platform; how much is missing is told by the count.
  destination.on('error', () => {});
  destination.on('drop', (lines: Buffer) => {
    dropped += countLines(lines);
    handed -= lines.length;
  });
  destination.on('write', (bytes: number) => {
    written += bytes;
  });
  // The destination forgets a flush that comes while it writes, and keeps then what is less than a whole write until
  // another line comes. Where nothing was written since, another try would not help.
  destination.on('drain', () => {
    if (written >= handed || written === writtenAtDrain) return;
    writtenAtDrain = written;
    destination.flush();
  });

  /** Whether there is something to write and still a destination: lines that come after the end are counted as given up. */
  const handOver = (): boolean => {
    if (keptBytes === 0) return false;
    const lines = Buffer.from(kept.subarray(0, keptBytes));
    keptBytes = 0;
    return handOn(lines);
  };
  const handOn = (lines: Buffer): boolean => {
    if ((destination as { readonly destroyed?: boolean }).destroyed) {
      dropped += countLines(lines);
      return false;
    }
    handed += lines.length;
    (destination.write as (chunk: unknown) => boolean)(lines);
    return true;
  };
  const flush = () => {
    if (handOver()) destination.flush();
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
  const writeSync = destination.flushSync.bind(destination);
  const flushSync = () => {
    handOver();
    try {
      writeSync();
      written = handed;
    } catch {
      // The reader is gone: nobody is left to tell.
    }
  };
  // pino calls this on its destinations when the process exits.
  destination.flushSync = flushSync;

  return {
    write(line) {
      const most = line.length * UTF8_BYTES_MAX;
      if (most > KEPT_BYTES - keptBytes) flush();
      if (most > KEPT_BYTES) handOn(Buffer.from(line));
      else keptBytes += kept.write(line, keptBytes);
      if (!waiting && !closing.signal.aborted) flushLater();
    },
    flush,
    flushSync,
    dropped: () => dropped,
    async [Symbol.asyncDispose]() {
      if (closing.signal.aborted) return;
      closing.abort();
      await new Promise<void>((resolve) => {
        // A reader that has gone away never lets the destination say that it is closed.
        const giveUp = clock.after(CLOSE_TIMEOUT_MS, resolve);
        const closed = () => {
          giveUp();
          resolve();
        };
        destination.once('close', closed).once('error', closed);
        flush();
        destination.end();
      });
    },
  };
}

function countLines(lines: Buffer): number {
  return lines.toString().split('\n').length - 1;
}
