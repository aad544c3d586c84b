/** Structured log: an event in a few words, its fields beside it. Never a secret, never an argument's value. */
export interface Log {
  debug(fields: LogFields, event: string): void;
  info(fields: LogFields, event: string): void;
  warn(fields: LogFields, event: string): void;
  error(fields: LogFields, event: string): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** Says nothing; for tests and for tools that print their own words. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
