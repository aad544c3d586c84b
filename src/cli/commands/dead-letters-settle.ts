import type { Command } from 'commander';
import { CliFailure } from '../failure.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

interface Options {
  readonly done?: true;
  readonly notDone?: true;
  readonly reason: string;
}

/** Adds `dead-letters settle`: a person says what became of a write of unknown outcome. */
export function addDeadLettersSettle(parent: Command, session: Session): void {
  parent
    .command('settle')
    .description("say what became of a write of unknown outcome, after a look at the vendor's data")
    .argument('<id>', 'id of the letter')
    .option('--done', 'it was carried out: a repetition of it is told so and sends nothing')
    .option('--not-done', 'it was not: its idempotency key is free again')
    .requiredOption('--reason <text>', 'how you know, for the audit trail')
    .action(async (id: string, { done, notDone, reason }: Options) => {
      if (done === notDone) throw new CliFailure('usage', 'Say --done or --not-done.');
      const outcome = done ? 'done' : 'not-done';
      await withOperator(session, {}, (operator) => operator.perform('dead-letters.settle', { id, outcome, reason }));
      session.output.answer({ settled: outcome }, () => `Settled ${id} as ${outcome}.`);
    });
}
