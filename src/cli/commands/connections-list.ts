import type { Command } from 'commander';
import type { z } from 'zod';
import { ListedConnections } from '../connection-answers.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

type Listed = z.output<typeof ListedConnections>['connections'][number];

/** Adds `connections list`: what every connection is made of, but its secrets. */
export function addConnectionsList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the connections with their settings; never a secret')
    .action(async () => {
      const listed = ListedConnections.parse(
        await withOperator(session, {}, (operator) => operator.perform('connections.list', {})),
      );
      session.output.answer(listed, (paint) =>
        textTable(
          ['CONNECTION', 'DEFINED BY', 'MODE', 'SETTINGS', 'SECRETS', 'CHANGED', 'REMARK'],
          listed.connections.map(toRow),
          paint,
        ),
      );
    });
}

function toRow({ id, definedBy, on, mode, because, settings = {}, secrets = [], changedAt }: Listed): string[] {
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const changed = changedAt === undefined ? '-' : `${changedAt.slice(0, 16).replace('T', ' ')}Z`;
  return [
    id,
    definedBy,
    on ? (mode ?? 'on') : 'off',
    pairs.join(' ') || '-',
    secrets.join(' ') || '-',
    changed,
    because ?? '',
  ];
}
