import type { Command } from 'commander';
import type { ConnectionSummary } from '../operator.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { callerOf, KEY_OPTION, withOperator } from '../with-operator.ts';

/** Adds `connectors list`: every connection that the caller may see, and how it fares. */
export function addConnectorsList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the connections and how they fare')
    .option(...KEY_OPTION)
    .action(async ({ key }: { key?: string }) => {
      const connections = await withOperator(session, callerOf(session, key), (operator) => operator.connections());
      session.output.answer({ connections }, (paint) =>
        textTable(['CONNECTION', 'MODE', 'CIRCUIT', 'TOOLS', 'LAST ERROR', 'REMARK'], connections.map(toRow), paint),
      );
    });
}

function toRow(connection: ConnectionSummary): string[] {
  const { id, on, mode, breaker, tools, lastError, because } = connection;
  return [id, on ? (mode ?? 'on') : 'off', breaker, String(tools), lastError ?? '-', because ?? ''];
}
