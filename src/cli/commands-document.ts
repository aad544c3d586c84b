import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { systemClock } from '../kernel/clock.ts';
import type { CliDeps } from './deps.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

const COLUMNS = 100;

/** The reference page of the commands, as Markdown: the help of each, as it is shown. */
export function commandsDocument(): string {
  const deps = depsToLookAt();
  const program = createProgram({ deps, output: createOutput(deps, false), ended: () => {} });
  const sections = withCommands(program).map((command) => [
    `## ${pathOf(command)}`,
    '',
    '```text',
    helpOf(command),
    '```',
    '',
  ]);
  return [
    '# Commands',
    '',
    'How each command can end is in [exit-codes.md](exit-codes.md).',
    '',
    ...sections.flat(),
  ].join('\n');
}

function depsToLookAt(): CliDeps {
  const nobody = () => Promise.reject(new Error('Nothing runs for a document.'));
  return {
    version: '',
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    clock: systemClock,
    apiKey: undefined,
    environment: () => undefined,
    start: nobody,
    serveStdio: nobody,
    openOperator: nobody,
    doctorChecks: nobody,
  };
}

function withCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withCommands)];
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

/** Help with what is added after it, without colours, wrapped at a width that no terminal decides. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => COLUMNS,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}
