import type { Command } from 'commander';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { callerOf, KEY_OPTION, withOperator } from '../with-operator.ts';

/** Adds `tools list`: the tools that the caller's key may call. */
export function addToolsList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the tools that one may call')
    .option(...KEY_OPTION)
    .action(async ({ key }: { key?: string }) => {
      const tools = await withOperator(session, callerOf(session, key), (operator) => operator.tools());
      session.output.answer({ tools }, (paint) =>
        tools.length === 0
          ? 'There are no tools: no connection is on, or the key is limited to none.'
          : textTable(
              ['TOOL', 'EFFECT', 'TITLE'],
              tools.map(({ name, effect, title }) => [name, effect, title]),
              paint,
            ),
      );
    });
}
