import type { Command } from 'commander';
import { ChangedConnection, toldOf } from '../connection-answers.ts';
import { type ConnectionOptions, changeOf, withConnectionOptions } from '../connection-options.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `connections set`: changes what is named of a connection that was added. */
export function addConnectionsSet(parent: Command, session: Session): void {
  withConnectionOptions(parent.command('set'))
    .description('change settings or secrets of an added connection; --set NAME= takes one out')
    .argument('<connection>', 'id of the connection, as `connections list` shows it')
    .option('--mock', 'answer from an emulator, with invented data')
    .option('--no-mock', 'answer from the vendor')
    .action(async (connection: string, options: ConnectionOptions) => {
      const input = { connection, ...(await changeOf(options, session)) };
      const changed = ChangedConnection.parse(
        await withOperator(session, {}, (operator) => operator.perform('connections.set', input)),
      );
      session.output.answer(changed, () => `Changed ${changed.id}. ${toldOf(changed)}`);
    });
}
