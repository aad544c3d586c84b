import type { Command } from 'commander';
import { OpenedCircuit, whereDone } from '../circuit-answers.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `circuits open`: calls are refused until `circuits close`. */
export function addCircuitsOpen(parent: Command, session: Session): void {
  parent
    .command('open')
    .description('keep calls from a vendor until the circuit is closed')
    .argument('<connection>', 'id of the connection, as `circuits list` shows it')
    .action(async (connection: string) => {
      const { opened, replicas } = OpenedCircuit.parse(
        await withOperator(session, { running: true }, (operator) => operator.perform('circuits.open', { connection })),
      );
      session.output.answer({ opened, replicas }, () =>
        opened
          ? `Opened the circuit of ${connection} ${whereDone(replicas)}. Its calls are refused until you close it.`
          : `The circuit of ${connection} had been opened by hand before.`,
      );
    });
}
