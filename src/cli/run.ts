import { CommanderError } from 'commander';
import type { CliDeps } from './deps.ts';
import { EXITS, type Exit } from './exit-codes.ts';
import { type Failure, toFailure } from './failure.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

/** What commander throws after it has shown what was asked for. */
const SHOWN = new Set(['commander.helpDisplayed', 'commander.version']);

const INCOMPLETE: Failure = { exit: 'usage', code: 'usage', message: 'A command is missing.', advice: [] };

/**
 * Runs one command line (without the program's name) and gives the exit code. Never rejects: whatever goes wrong is
 * told and has its code. `onUnexpected` gets errors that are not the platform's own, for the log.
 */
export async function runCli(
  argv: readonly string[],
  deps: CliDeps,
  onUnexpected: (error: unknown) => void = () => {},
): Promise<number> {
  const end = argv.indexOf('--');
  const json = (end < 0 ? argv : argv.slice(0, end)).includes('--json');
  const output = createOutput(deps, json);
  let exit: Exit = 'ok';
  deps.stdout.on('error', ignoreBrokenPipe);
  try {
    const program = createProgram({ deps, output, ended: (how) => (exit = how) });
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && SHOWN.has(error.code)) return EXITS.ok.code;
    // The help is on standard error already: a command was left out.
    const failure = isHelp(error) ? INCOMPLETE : toFailure(error);
    if (failure.exit === 'internal') onUnexpected(error);
    if (json || !isHelp(error)) output.fail(failure);
    exit = failure.exit;
  }
  return EXITS[exit].code;
}

function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

/** Who reads may stop reading: `mcp-platform tools list | head`. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
