import { Command } from 'commander';
import { addCircuitsClose } from './commands/circuits-close.ts';
import { addCircuitsList } from './commands/circuits-list.ts';
import { addCircuitsOpen } from './commands/circuits-open.ts';
import { addConnectionsAdd } from './commands/connections-add.ts';
import { addConnectionsList } from './commands/connections-list.ts';
import { addConnectionsRemove } from './commands/connections-remove.ts';
import { addConnectionsSet } from './commands/connections-set.ts';
import { addConnectionsTest } from './commands/connections-test.ts';
import { addConnectorsList } from './commands/connectors-list.ts';
import { addDeadLettersCheck } from './commands/dead-letters-check.ts';
import { addDeadLettersDiscard } from './commands/dead-letters-discard.ts';
import { addDeadLettersList } from './commands/dead-letters-list.ts';
import { addDeadLettersRedrive } from './commands/dead-letters-redrive.ts';
import { addDeadLettersSettle } from './commands/dead-letters-settle.ts';
import { addDeadLettersShow } from './commands/dead-letters-show.ts';
import { addDoctor } from './commands/doctor.ts';
import { addKeysCreate } from './commands/keys-create.ts';
import { addKeysList } from './commands/keys-list.ts';
import { addKeysRevoke } from './commands/keys-revoke.ts';
import { addStart } from './commands/start.ts';
import { addStdio } from './commands/stdio.ts';
import { addToolsCall } from './commands/tools-call.ts';
import { addToolsList } from './commands/tools-list.ts';
import type { CliDeps } from './deps.ts';
import type { Exit } from './exit-codes.ts';
import { UsageError } from './failure.ts';
import type { Output } from './output.ts';

/** What every command is given: the way out for its words, and for how it ended where that is not `ok`. */
export interface Session {
  readonly deps: CliDeps;
  readonly output: Output;
  ended(exit: Exit): void;
}

/** The command line as commander's program. It ends no process: parsing throws `CommanderError`, commands throw failures. */
export function createProgram(session: Session): Command {
  const { deps, output } = session;
  const program = new Command('mcp-platform')
    .description('One governed door between AI agents and the systems a web shop lives on.')
    .version(
      output.json ? JSON.stringify({ version: deps.version }) : deps.version,
      '-V, --version',
      'show the version',
    )
    .option('--json', 'answer with one JSON document on standard output')
    .helpOption('-h, --help', 'show what can be said here')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => deps.stdout.write(text),
      writeErr: (text) => deps.stderr.write(text),
      // Told by `runCli`, in the one form that all failures have.
      outputError: () => {},
    });
  addStart(program, session);
  addStdio(program, session);
  const keys = program.command('keys').description('make, list and revoke API keys').helpCommand(false);
  addKeysCreate(keys, session);
  addKeysList(keys, session);
  addKeysRevoke(keys, session);
  const tools = program.command('tools').description('list and call tools').helpCommand(false);
  addToolsList(tools, session);
  addToolsCall(tools, session);
  const connectors = program
    .command('connectors')
    .description('see what the platform is connected to')
    .helpCommand(false);
  addConnectorsList(connectors, session);
  const connections = program
    .command('connections')
    .description('add, list, change, remove and test accounts of connectors')
    .helpCommand(false);
  addConnectionsAdd(connections, session);
  addConnectionsList(connections, session);
  addConnectionsSet(connections, session);
  addConnectionsRemove(connections, session);
  addConnectionsTest(connections, session);
  const letters = program
    .command('dead-letters')
    .description('settle writes that ran out of retries or whose outcome is unknown')
    .helpCommand(false);
  addDeadLettersList(letters, session);
  addDeadLettersShow(letters, session);
  addDeadLettersRedrive(letters, session);
  addDeadLettersCheck(letters, session);
  addDeadLettersDiscard(letters, session);
  addDeadLettersSettle(letters, session);
  const circuits = program
    .command('circuits')
    .description('see and move the circuits between the platform and its vendors')
    .helpCommand(false);
  addCircuitsList(circuits, session);
  addCircuitsOpen(circuits, session);
  addCircuitsClose(circuits, session);
  addDoctor(program, session);
  nameInFailures(program, program.name());
  return program;
}

/** Has every failure of usage know the command that it happened in. */
function nameInFailures(command: Command, name: string): void {
  command.exitOverride((error) => {
    throw new UsageError(error, name);
  });
  for (const sub of command.commands) nameInFailures(sub, `${name} ${sub.name()}`);
}
