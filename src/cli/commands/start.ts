import type { Command } from 'commander';
import type { Session } from '../program.ts';

/** Adds `start`: the server, until it is stopped. */
export function addStart(parent: Command, { deps, ended }: Session): void {
  parent
    .command('start')
    .description('run the platform until it is stopped')
    .option('--conformance', 'add the fixture connector of the MCP conformance suite (refused in production)')
    .action(async ({ conformance = false }: { conformance?: boolean }) => ended(await deps.start({ conformance })));
}
