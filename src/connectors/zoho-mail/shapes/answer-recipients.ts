import { toParties } from './addresses.ts';
import { senderOf, type ZohoMessageRow } from './message.ts';

/** Who gets a mail: bare addresses, each in one place. */
export interface Recipients {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

interface Asked {
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly answers?: { readonly how: 'reply' | 'reply_all' | 'forward' };
}

/**
 * Says who gets a mail: who is asked for, and with a reply who wrote the message; with a reply to all, who else got it.
 * The account's own addresses are left out of what follows from the message, unless nobody else is left.
 */
export function answerRecipients(
  asked: Asked,
  answered: ZohoMessageRow | undefined,
  own: ReadonlySet<string>,
): Recipients {
  const how = asked.answers?.how;
  const implied = answered && how !== undefined && how !== 'forward' ? impliedBy(answered, own) : NOBODY;
  const taken = new Set<string>();
  const each = (addresses: readonly string[]) =>
    addresses.filter((address) => !taken.has(address.toLowerCase()) && taken.add(address.toLowerCase()));
  const to = each([...implied.to, ...(asked.to ?? [])]);
  const cc = each([...(how === 'reply_all' ? implied.cc : []), ...(asked.cc ?? [])]);
  return { to, cc, bcc: each(asked.bcc ?? []) };
}

const NOBODY = { to: [], cc: [] };

function impliedBy(answered: ZohoMessageRow, own: ReadonlySet<string>): Pick<Recipients, 'to' | 'cc'> {
  const addresses = (text: string | null | undefined) => toParties(text).map(({ address }) => address);
  const others = (all: readonly string[]) => all.filter((address) => !own.has(address.toLowerCase()));
  const sender = senderOf(answered)?.address;
  const replyTo = addresses(answered.replyTo);
  const writers = replyTo.length > 0 ? replyTo : sender === undefined ? [] : [sender];
  const rest = others([...addresses(answered.toAddress), ...addresses(answered.ccAddress)]);
  // An answer to one's own mail goes on to whom that went.
  if (others(writers).length === 0) {
    const to = others(addresses(answered.toAddress));
    return { to: to.length > 0 ? to : writers, cc: others(addresses(answered.ccAddress)) };
  }
  return { to: others(writers), cc: rest };
}
