import type { Command } from 'commander';
import { parseDuration } from '../duration.ts';
import { CreatedKey } from '../key-answers.ts';
import type { Session } from '../program.ts';
import { withOperator } from '../with-operator.ts';

interface Options {
  readonly name: string;
  readonly role: string;
  readonly tools?: readonly string[];
  readonly connections?: readonly string[];
  readonly expires?: string;
}

/** Adds `keys create`: makes a key and tells it, this once. */
export function addKeysCreate(parent: Command, session: Session): void {
  parent
    .command('create')
    .description('make an API key; it is shown once')
    .requiredOption('--name <name>', 'what the key is for')
    .requiredOption('--role <role>', 'viewer, analyst, operator or admin')
    .option('--tools <names>', "tools it is limited to, with * for any: 'shopify_*,gsc_*'", toList)
    .option('--connections <ids>', "connections it is limited to, with * for any: 'shopify/default'", toList)
    .option('--expires <time>', 'when it ends: 90m, 12h, 30d or 2w from now; without it, never')
    .action((options: Options) => createKey(session, options));
}

async function createKey(session: Session, { expires, ...limits }: Options): Promise<void> {
  const expiresInMs = expires === undefined ? undefined : parseDuration('--expires', expires);
  const input = { ...limits, ...(expiresInMs !== undefined && { expiresInMs }) };
  const created = CreatedKey.parse(
    await withOperator(session, {}, (operator) => operator.perform('keys.create', input)),
  );
  session.output.note('Keep the key now: only its digest is stored, so it cannot be shown again.');
  session.output.answer(created, (paint) =>
    [
      paint('bold', created.key),
      `  id       ${created.id}`,
      `  role     ${created.role}`,
      `  expires  ${created.expiresAt ?? 'never'}`,
    ].join('\n'),
  );
}

function toList(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
