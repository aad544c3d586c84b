import { pino } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { type CallLine, createCallFormatter } from './call-line.ts';
import { type LineWriter, openLineWriter } from './line-writer.ts';
import { toSafeFields } from './safe-fields.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogOptions {
  /** The least severe lines to write. */
  readonly level: LogLevel;
  /** 1 or 2, or that of an open file. */
  readonly fd: number;
  readonly clock: Clock;
}

/** The platform's log: one JSON object a line, with `level`, `time` (ISO 8601), `event` and the event's fields. */
export interface PlatformLog extends Log, AsyncDisposable {
  /** Writes the one line of a call, at level info. */
  logCall(line: CallLine): void;
  /** Writes what is kept before it returns. */
  flushSync(): void;
  /** Lines given up because the reader of the log did not keep up. */
  dropped(): number;
}

/** Opens the log. Lines are written at most 50 ms later, and all of them when the process exits. */
export function openLog({ level, fd, clock }: LogOptions): PlatformLog {
  return createLog(level, clock, openLineWriter({ fd, clock }));
}

/** Makes the log over a writer, which is disposed of with it. */
export function createLog(level: LogLevel, clock: Clock, writer: LineWriter): PlatformLog {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      // Errors are laid out by `toSafeFields`; pino's own serializer of `err` would take their type and causes away.
      serializers: { err: (safe: unknown) => safe },
      formatters: { level: (label) => ({ level: label }), log: (fields) => toSafeFields(fields) },
    },
    writer,
  );
  const format = createCallFormatter();
  const writesCalls = logger.isLevelEnabled('info');
  return {
    debug: (fields, event) => logger.debug(fields, event),
    info: (fields, event) => logger.info(fields, event),
    warn: (fields, event) => logger.warn(fields, event),
    error: (fields, event) => logger.error(fields, event),
    logCall(line) {
      if (writesCalls) writer.write(format(line));
    },
    flushSync: () => writer.flushSync(),
    dropped: () => writer.dropped(),
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
}
