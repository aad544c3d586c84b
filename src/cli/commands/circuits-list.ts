import type { Command } from 'commander';
import type { z } from 'zod';
import { inWhich, ListedCircuits } from '../circuit-answers.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
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
        [
          textTable(
            ['CONNECTION', 'CIRCUIT', 'FAILURES IN A ROW', 'SLOW OF 20', 'RESTS', 'QUOTA'],
            listed.circuits.map(toRow),
            paint,
          ),
          `As they are ${inWhich(listed.replicas)}.`,
        ].join('\n'),
      );
    });
}

function toRow({ connection, state, held, failuresInARow, slow, ...circuit }: ListedCircuit): string[] {
  return [
    connection,
    held ? `${state}, by hand` : state,
    String(failuresInARow),
    String(slow),
    seconds(circuit.restsForMs),
    quotaOf(circuit),
  ];
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : `${Math.ceil(ms / 1_000)} s`;
}

function quotaOf({ usedUpForMs, scopes }: Pick<ListedCircuit, 'usedUpForMs' | 'scopes'>): string {
  if (usedUpForMs !== undefined) return `used up, ${seconds(usedUpForMs)}`;
  return scopes > 0 ? `used up for ${scopes}` : '-';
}
