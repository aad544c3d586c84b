import type { Command } from 'commander';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `dead-letters discard`: a parked write is never sent. */
export function addDeadLettersDiscard(parent: Command, session: Session): void {
  parent
    .command('discard')
    .description('take a parked write out without sending it; a repetition of it is told so')
    .argument('<id>', 'id of the letter')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      await withOperator(session, {}, (operator) => operator.perform('dead-letters.discard', { id, reason }));
      session.output.answer({ discarded: true }, () => `Discarded ${id}. It will not be sent.`);
    });
}
