import type { Command } from 'commander';
import { ChangedConnection, toldOf } from '../connection-answers.ts';
import { type ConnectionOptions, changeOf, withConnectionOptions } from '../connection-options.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `connections add`: another account of a connector, without a restart. */
export function addConnectionsAdd(parent: Command, session: Session): void {
  withConnectionOptions(parent.command('add'))
    .description('add an account of a connector; secrets never go on the command line')
    .argument('<connector>', 'shopify, zoho-mail, …')
    .argument('<name>', 'name of the connection: lower-case letters, digits, hyphens')
    .option('--mock', 'answer from an emulator, with invented data')
    .action(async (connector: string, name: string, options: ConnectionOptions) => {
      const input = { connector, name, ...(await changeOf(options, session)) };
      const added = ChangedConnection.parse(
        await withOperator(session, {}, (operator) => operator.perform('connections.add', input)),
      );
      session.output.answer(added, () => `Added ${added.id}. ${toldOf(added)}`);
    });
}
