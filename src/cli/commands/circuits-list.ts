import type { Command } from 'commander';
import type { z } from 'zod';
import { ListedCircuits } from '../circuit-answers.ts';
import { textTable } from '../output.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

type ListedCircuit = z.output<typeof ListedCircuits>['circuits'][number];

/** Adds `circuits list`: whether calls pass to each vendor, and what was counted. */
export function addCircuitsList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the circuits of the running server')
    .action(async () => {
      const listed = ListedCircuits.parse(
        await withOperator(session, { running: true }, (operator) => operator.perform('circuits.list', {})),
      );
      session.output.answer(listed, (paint) =>
        textTable(
          ['CONNECTION', 'CIRCUIT', 'FAILURES IN A ROW', 'SLOW OF 20', 'RESTS'],
          listed.circuits.map(toRow),
          paint,
        ),
      );
    });
}

function toRow({ connection, state, held, failuresInARow, slow, restsForMs }: ListedCircuit): string[] {
  const rests = restsForMs === undefined ? '-' : `${Math.ceil(restsForMs / 1_000)} s`;
  return [connection, held ? `${state}, by hand` : state, String(failuresInARow), String(slow), rests];
}
