import type { Command } from 'commander';
import type { z } from 'zod';
import { CliFailure } from '../failure.ts';
import { CheckedLetters } from '../letter-answers.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

type Checked = z.output<typeof CheckedLetters>['checked'];

const SETTLED = ['done', 'not_done'];

/** Adds `dead-letters check`: looks what became of a write of unknown outcome, or of all. Ends with `failed` when one stays unknown. */
export function addDeadLettersCheck(parent: Command, session: Session): void {
  parent
    .command('check')
    .description(
      "look in the vendor's data what became of a write of unknown outcome, and settle it where that can be told",
    )
    .argument('[id]', 'id of the letter')
    .option('--all', 'every write of unknown outcome, oldest first')
    .action(async (id: string | undefined, { all }: { readonly all?: true }) => {
      if ((id === undefined) === (all === undefined)) {
        throw new CliFailure('usage', 'Give the id of a letter, or --all.');
      }
      const checked = await check(session, id);
      session.output.answer({ checked }, (paint) =>
        checked.length === 0
          ? 'No write is of unknown outcome.'
          : textTable(['ID', 'OUTCOME', 'BECAUSE'], checked.map(toRow), paint, (cell, column) =>
              column === 1 && !SETTLED.includes(cell) ? paint('yellow', cell) : cell,
            ),
      );
      if (checked.some(({ outcome }) => !SETTLED.includes(outcome))) session.ended('failed');
    });
}

function check(session: Session, id: string | undefined): Promise<Checked> {
  return withOperator(session, {}, async (operator) => {
    const checked: Checked = [];
    let after: string | undefined;
    do {
      const input = id === undefined ? { all: true, after } : { id };
      const part = CheckedLetters.parse(await operator.perform('dead-letters.check', input));
      checked.push(...part.checked);
      after = part.next;
    } while (after !== undefined);
    return checked;
  });
}

function toRow({ id, outcome, because }: Checked[number]): string[] {
  return [id, outcome, because];
}
