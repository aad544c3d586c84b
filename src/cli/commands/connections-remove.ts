import type { Command } from 'commander';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `connections remove`: a connection goes with its secrets. */
export function addConnectionsRemove(parent: Command, session: Session): void {
  parent
    .command('remove')
    .description('remove an added connection with its secrets, for good')
    .argument('<connection>', 'id of the connection, as `connections list` shows it')
    .action(async (connection: string) => {
      await withOperator(session, {}, (operator) => operator.perform('connections.remove', { connection }));
      session.output.answer({ removed: true }, () => `Removed ${connection} with its secrets.`);
    });
}
