import type { Command } from 'commander';
import { RevokedKey } from '../key-answers.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

/** Adds `keys revoke`: in force in every running process within a second. */
export function addKeysRevoke(parent: Command, session: Session): void {
  parent
    .command('revoke')
    .description('end an API key for good')
    .argument('<id>', 'id of the key, as `keys list` shows it')
    .action(async (id: string) => {
      const { revoked } = RevokedKey.parse(
        await withOperator(session, {}, (operator) => operator.perform('keys.revoke', { id })),
      );
      session.output.answer({ revoked }, () =>
        revoked ? `Revoked ${id}. No process accepts it from now on.` : `${id} had been revoked before.`,
      );
    });
}
