import type { Command } from 'commander';
import type { z } from 'zod';
import { ListedLetters } from '../letter-answers.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

type Letter = z.output<typeof ListedLetters>['letters'][number];

const HEAD = ['ID', 'STATE', 'TOOL', 'CONNECTION', 'BY', 'ERROR', 'ATTEMPTS', 'KEPT'];
const STATE_COLUMN = HEAD.indexOf('STATE');
const TO_BE_SETTLED = ['parked', 'unknown'];
const PAGE = 500;

interface Options {
  readonly state?: string;
}

/** Adds `dead-letters list`: every letter, the oldest first. */
export function addDeadLettersList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list writes that ran out of retries and writes of unknown outcome, oldest first')
    .option('--state <states>', 'only these, by commas: parked, redriving, unknown, done, refused, discarded')
    .action(async ({ state }: Options) => {
      const letters = await allLetters(
        session,
        state?.split(',').map((word) => word.trim()),
      );
      session.output.answer({ letters }, (paint) =>
        letters.length === 0
          ? 'There are no dead letters.'
          : textTable(HEAD, letters.map(toRow), paint, (cell, column) =>
              column === STATE_COLUMN && TO_BE_SETTLED.includes(cell) ? paint('yellow', cell) : cell,
            ),
      );
    });
}

function allLetters(session: Session, states: readonly string[] | undefined): Promise<Letter[]> {
  return withOperator(session, {}, async (operator) => {
    const letters: Letter[] = [];
    let after: string | undefined;
    do {
      const page = ListedLetters.parse(await operator.perform('dead-letters.list', { states, after, limit: PAGE }));
      letters.push(...page.letters);
      after = page.next;
    } while (after !== undefined);
    return letters;
  });
}

function toRow({ id, state, tool, connection, principalName, code, attempts, keptAt }: Letter): string[] {
  const kept = `${keptAt.slice(0, 16).replace('T', ' ')}Z`;
  return [id, state, tool, connection, principalName || '-', code, String(attempts.length), kept];
}
