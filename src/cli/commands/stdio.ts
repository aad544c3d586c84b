import type { Command } from 'commander';
import type { Session } from '../program.ts';
import { callerOf } from '../with-operator.ts';

/** Adds `stdio`: MCP on standard input and output. Nothing else is written to standard output. */
export function addStdio(parent: Command, session: Session): void {
  parent
    .command('stdio')
    .description('speak MCP on standard input and output, as the key in MCP_PLATFORM_API_KEY')
    .option('--toolsets <names>', 'list these tools whole, as in gsc,ga4; all lists every tool')
    .action(async ({ toolsets }: { toolsets?: string }) =>
      session.ended(await session.deps.serveStdio({ ...callerOf(session, undefined), toolsets })),
    );
}
