import type { Command } from 'commander';
import type { z } from 'zod';
import { ListedKeys } from '../key-answers.ts';
import type { Session } from '../program.ts';
import { textTable } from '../text-layout.ts';
import { withOperator } from '../with-operator.ts';

type ListedKey = z.output<typeof ListedKeys>['keys'][number];

const HEAD = ['ID', 'KEY', 'NAME', 'ROLE', 'LIMITED TO', 'CREATED', 'EXPIRES', 'LAST USED', 'STATE'];
const STATE_COLUMN = HEAD.indexOf('STATE');

/** Adds `keys list`: every key but the keys themselves. */
export function addKeysList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the API keys; never the keys themselves')
    .action(async () => {
      const listed = ListedKeys.parse(await withOperator(session, {}, (operator) => operator.perform('keys.list', {})));
      session.output.answer(listed, (paint) =>
        listed.keys.length === 0
          ? 'There are no keys.'
          : textTable(HEAD, listed.keys.map(toRow), paint, (cell, column) =>
              column === STATE_COLUMN && cell !== 'active' ? paint('yellow', cell) : cell,
            ),
      );
    });
}

function toRow(key: ListedKey): string[] {
  const limits = [...(key.tools ?? []), ...(key.connections ?? [])].join(' ');
  const times = [key.createdAt, key.expiresAt, key.lastUsedAt].map(toMinute);
  return [key.id, `${key.hint}…`, key.name, key.role, limits || '-', ...times, key.state];
}

/** To the minute, in UTC, as exact as a last use is kept. */
function toMinute(iso: string | undefined): string {
  return iso === undefined ? '-' : `${iso.slice(0, 16).replace('T', ' ')}Z`;
}
