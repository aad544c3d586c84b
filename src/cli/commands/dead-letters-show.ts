import type { Command } from 'commander';
import { OneLetter } from '../letter-answers.ts';
import type { Session } from '../program.ts';
import { printable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `dead-letters show`: one letter with what its write would do. */
export function addDeadLettersShow(parent: Command, session: Session): void {
  parent
    .command('show')
    .description('show one dead letter with what it would write, personal data included')
    .argument('<id>', 'id of the letter, as `dead-letters list` shows it')
    .action(async (id: string) => {
      const shown = OneLetter.parse(
        await withOperator(session, {}, (operator) => operator.perform('dead-letters.show', { id })),
      );
      const { letter, input } = shown;
      session.output.answer(shown, (paint) => {
        const rows: [string, string | undefined][] = [
          ['state', letter.state],
          ['settled by', letter.settledBy],
          ['reason', letter.reason],
          ['tool', letter.tool],
          ['connection', letter.connection],
          ['by', `${letter.principalName} (${letter.principalId})`],
          ['error', `${letter.code}: ${letter.message}`],
          ...letter.attempts.map(({ at, code }): [string, string] => ['attempt', `${at} ${code ?? 'answered'}`]),
          ['looked for', letter.checks > 0 ? `${letter.checks} times, last ${letter.checkedAt}` : undefined],
          ['last look', letter.checkSaid],
          ['made', letter.createdAt],
          ['kept', letter.keptAt],
          ['correlation', letter.correlationId],
          ['input', input ? JSON.stringify(input, undefined, 2) : 'not kept any more'],
        ];
        const told = rows.flatMap(([name, value]) =>
          value === undefined ? [] : [`  ${name.padEnd(11)}  ${printable(value)}`],
        );
        return [paint('bold', letter.id), ...told].join('\n');
      });
    });
}
