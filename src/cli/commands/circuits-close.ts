import type { Command } from 'commander';
import { ClosedCircuit, whereDone } from '../circuit-answers.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `circuits close`: whatever opened the circuit, calls pass again. */
export function addCircuitsClose(parent: Command, session: Session): void {
  parent
    .command('close')
    .description('let calls pass again at once')
    .argument('<connection>', 'id of the connection, as `circuits list` shows it')
    .action(async (connection: string) => {
      const { closed, quotaFreed, replicas } = ClosedCircuit.parse(
        await withOperator(session, { running: true }, (operator) =>
          operator.perform('circuits.close', { connection }),
        ),
      );
      session.output.answer({ closed, quotaFreed, replicas }, () =>
        closed || quotaFreed
          ? `${closed ? 'Closed' : 'Freed'} the circuit of ${connection} ${whereDone(replicas)}. Calls pass again.`
          : `The circuit of ${connection} was closed.`,
      );
    });
}
