import { CommanderError } from 'commander';
import { type ErrorCode, type Issue, PlatformError } from '../kernel/errors.ts';
import { EXIT_OF_ERROR, type Exit } from './exit-codes.ts';

/**
 * Ends a command in a way of its own. The message is shown as it is, and `advice` below it, a line each. `main.ts`
 * throws one for settings that stop the start (`config`).
 */
export class CliFailure extends Error {
  readonly exit: Exit;
  readonly advice: readonly string[];

  constructor(exit: Exit, message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliFailure';
    this.exit = exit;
    this.advice = advice;
  }
}

/** An error that a running server answered with, and the correlation id under which its log has the reason. */
export class RemoteError extends PlatformError {
  readonly correlationId: string | undefined;

  constructor(code: ErrorCode, message: string, details: PlatformError['details'], correlationId: string | undefined) {
    super(code, message, details);
    this.name = 'RemoteError';
    this.correlationId = correlationId;
  }
}

/** Words that are no command line, and the command that they were said to: `mcp-platform keys create`. */
export class UsageError extends CommanderError {
  readonly command: string;

  constructor({ exitCode, code, message }: CommanderError, command: string) {
    super(exitCode, code, message);
    this.command = command;
  }
}

/** A failed command, ready to be shown. */
export interface Failure {
  readonly exit: Exit;
  /** An error code of the platform, or the name of the exit code. */
  readonly code: string;
  readonly message: string;
  readonly advice: readonly string[];
  readonly issues?: readonly Issue[];
  readonly retryAfterMs?: number;
  readonly correlationId?: string;
}

const FAULT = 'The command failed by a fault of the platform; the log line on standard error has the reason.';

/** Turns whatever a command threw into what is shown: strangers become a neutral `internal`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CliFailure) {
    return { exit: error.exit, code: error.exit, message: error.message, advice: error.advice };
  }
  if (error instanceof CommanderError) {
    const [message = '', ...advice] = error.message.replace(/^error: /, '').split('\n');
    const help = error instanceof UsageError ? [`See \`${error.command} --help\`.`] : [];
    return { exit: 'usage', code: 'usage', message, advice: [...advice, ...help] };
  }
  if (!(error instanceof PlatformError)) {
    return { exit: 'internal', code: 'internal', message: FAULT, advice: [] };
  }
  const { issues, retryAfterMs } = error.details;
  const correlationId = error instanceof RemoteError ? error.correlationId : undefined;
  return {
    exit: EXIT_OF_ERROR[error.code],
    code: error.code,
    message: error.message,
    advice: [],
    ...(issues && { issues }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(correlationId && { correlationId }),
  };
}
