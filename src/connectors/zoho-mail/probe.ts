import { z } from 'zod';
import type { Probe } from '../../kernel/connector.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { mainAddressOf, sendersOf } from './protocol/accounts.ts';
import type { ZohoUpstream } from './protocol/upstream.ts';

/** What is read to see whether the refresh token may; Zoho tells nobody which scopes a token has. */
const RIGHTS = [
  { path: '/folders', scope: 'ZohoMail.folders.READ' },
  { path: '/labels', scope: 'ZohoMail.tags.READ' },
  { path: '/messages/view?limit=1', scope: 'ZohoMail.messages.READ' },
] as const;

/** Asks whose mailbox it is, and tries the reading rights. Costs 4 requests; the rights to write show only when used. */
export async function probeMailbox(upstream: ZohoUpstream): Promise<Probe> {
  const account = await upstream.account();
  const warnings: string[] = [];
  for (const { path, scope } of RIGHTS) if (!(await allows(upstream, path))) warnings.push(lacking(scope));
  if (sendersOf(account).length === 0)
    warnings.push('The account has no address to send from; drafts and sending will be refused.');
  const address = mainAddressOf(account) ?? 'an account without an address';
  return { summary: `${address}, account ${account.accountId}, data centre ${upstream.facts.dataCenter}.`, warnings };
}

async function allows(upstream: ZohoUpstream, path: string): Promise<boolean> {
  try {
    await upstream.ask(path, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'upstream_permission') return false;
    throw error;
  }
}

function lacking(scope: string): string {
  return `The refresh token lacks the scope ${scope}; make one with all scopes of the guide and set ZOHO_REFRESH_TOKEN.`;
}
