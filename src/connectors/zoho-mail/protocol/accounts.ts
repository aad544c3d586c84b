import { z } from 'zod';
import type { Target } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { ZohoId } from './ids.ts';

const ZohoAccount = z.object({
  accountId: ZohoId,
  accountDisplayName: z.string().nullish(),
  displayName: z.string().nullish(),
  primaryEmailAddress: z.string().nullish(),
  mailboxAddress: z.string().nullish(),
  isDefaultAccount: z.boolean().nullish(),
  timeZone: z.string().nullish(),
  emailAddress: z
    .array(z.object({ mailId: z.string(), isPrimary: z.boolean().nullish(), isAlias: z.boolean().nullish() }))
    .nullish(),
  sendMailDetails: z
    .array(z.object({ fromAddress: z.string(), displayName: z.string().nullish(), status: z.boolean().nullish() }))
    .nullish(),
});

export type Account = z.output<typeof ZohoAccount>;

export const ZohoAccounts = z.array(ZohoAccount);

/** Remembers which account a connection without a configured one uses, so that not every call has to ask. */
export class AccountMemory {
  readonly #ids = new WeakMap<Target, string>();

  get(target: Target): string | undefined {
    return this.#ids.get(target);
  }

  set(target: Target, id: string): void {
    this.#ids.set(target, id);
  }
}

/** The user's default account, else the first; throws where there is none. */
export function primaryOf(accounts: readonly Account[]): Account {
  const primary = accounts.find(({ isDefaultAccount }) => isDefaultAccount) ?? accounts[0];
  if (primary) return primary;
  throw new PlatformError('upstream_permission', 'The Zoho user of this connection has no mail account.', {
    sent: 'no',
  });
}

/** The account of that id; throws where the user has no such account. */
export function accountOf(accounts: readonly Account[], id: string): Account {
  const account = accounts.find(({ accountId }) => accountId === id);
  if (account) return account;
  const message = 'The Zoho user has no account of the configured id; check ZOHO_ACCOUNT_ID.';
  throw new PlatformError('upstream_authentication', message, { sent: 'no' });
}

/** The address that an account's own mail comes from. */
export function mainAddressOf({ primaryEmailAddress, mailboxAddress, emailAddress }: Account): string | undefined {
  return primaryEmailAddress ?? mailboxAddress ?? emailAddress?.find(({ isPrimary }) => isPrimary)?.mailId ?? undefined;
}

/** Every address that may stand in the From of a mail, the main one first, each once. */
export function sendersOf(account: Account): string[] {
  const main = mainAddressOf(account);
  const allowed = (account.sendMailDetails ?? [])
    .filter(({ status }) => status !== false)
    .map(({ fromAddress }) => fromAddress);
  const all = main !== undefined && allowed.includes(main) ? [main, ...allowed] : allowed;
  return [...new Set(all)];
}

/** Every address at which this account gets mail or from which it sends, in lower case. */
export function ownAddressesOf(account: Account): ReadonlySet<string> {
  const received = (account.emailAddress ?? []).map(({ mailId }) => mailId);
  const main = mainAddressOf(account);
  return new Set([...sendersOf(account), ...received, ...(main ? [main] : [])].map((address) => address.toLowerCase()));
}
