import type { Command } from 'commander';
import type { z } from 'zod';
import { CliFailure } from '../failure.ts';
import { RedrivenLetters } from '../letter-answers.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

type Redriven = z.output<typeof RedrivenLetters>['redriven'];

interface Options {
  readonly all?: boolean;
  readonly rate: string;
}

/** Adds `dead-letters redrive`: sends one parked write again, or all. Ends with `failed` when one of them failed. */
export function addDeadLettersRedrive(parent: Command, session: Session): void {
  parent
    .command('redrive')
    .description('send a parked write again, under the key of who made it, through every check')
    .argument('[id]', 'id of the letter')
    .option('--all', 'every parked write, oldest first')
    .option('--rate <perSecond>', 'with --all: how many are begun in a second at most', '10')
    .action(async (id: string | undefined, options: Options) => {
      const redriven = await redrive(session, id, options);
      session.output.answer({ redriven }, (paint) =>
        redriven.length === 0
          ? 'No write is parked.'
          : textTable(['ID', 'OUTCOME', 'WHY'], redriven.map(toRow), paint, (cell, column) =>
              column === 1 && cell !== 'ok' ? paint('yellow', cell) : cell,
            ),
      );
      if (redriven.some(({ outcome }) => outcome !== 'ok')) session.ended('failed');
    });
}

async function redrive(session: Session, id: string | undefined, { all, rate }: Options): Promise<Redriven> {
  if ((id === undefined) === (all === undefined)) throw new CliFailure('usage', 'Give the id of a letter, or --all.');
  const perSecond = Number(rate);
  if (!(perSecond >= 0.1 && perSecond <= 100)) throw new CliFailure('usage', '--rate takes a number from 0.1 to 100.');
  return withOperator(session, {}, async (operator) => {
    const redriven: Redriven = [];
    let after: string | undefined;
    do {
      const input = id === undefined ? { all: true, after, perSecond } : { id };
      const part = RedrivenLetters.parse(await operator.perform('dead-letters.redrive', input));
      redriven.push(...part.redriven);
      after = part.next;
      if (after !== undefined)
        session.output.note(`${redriven.length} sent so far; ${part.parked ?? 'some'} are parked.`);
    } while (after !== undefined);
    return redriven;
  });
}

function toRow({ id, outcome, message }: Redriven[number]): string[] {
  return [id, outcome, message ?? ''];
}
