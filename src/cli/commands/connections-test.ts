import type { Command } from 'commander';
import { TestedConnection } from '../connection-answers.ts';
import type { Session } from '../program.ts';
import { printable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `connections test`: reaches one vendor, for real. */
export function addConnectionsTest(parent: Command, session: Session): void {
  parent
    .command('test')
    .description('reach the vendor of a connection and tell what answered')
    .argument('<connection>', 'id of the connection, as `connections list` shows it')
    .action(async (connection: string) => {
      const found = TestedConnection.parse(
        await withOperator(session, {}, (operator) => operator.perform('connections.test', { connection })),
      );
      if (found.state !== 'ok') session.ended('failed');
      session.output.answer(found, (paint) =>
        [
          `${found.state === 'ok' ? paint('green', '✓') : paint('red', '✗')} ${found.connection} (${found.mode}): ${printable(found.summary)}`,
          ...found.warnings.map((warning) => `  ${paint('yellow', '!')} ${printable(warning)}`),
        ].join('\n'),
      );
    });
}
