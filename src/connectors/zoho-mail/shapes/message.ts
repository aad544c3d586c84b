import { z } from 'zod';
import { personal } from '../../define.ts';
import { ZohoId } from '../protocol/ids.ts';
import { lineOrNothing, shownLine } from '../text/shown-text.ts';
import { type Party, partiesField, shownParty, toParties } from './addresses.ts';

/** Zoho writes flags and counts now as text, now as numbers, now as truth values. */
const Loose = z.union([z.string(), z.number(), z.boolean()]).nullish();
const Text = z.string().nullish();

/** One message in a list, a search or its own details. Rows differ in what they hold, even within one reply. */
export const ZohoMessage = z.object({
  messageId: ZohoId,
  folderId: ZohoId.nullish(),
  threadId: ZohoId.nullish(),
  threadCount: Loose,
  subject: Text,
  summary: Text,
  sender: Text,
  fromAddress: Text,
  toAddress: Text,
  ccAddress: Text,
  bccAddress: Text,
  replyTo: Text,
  receivedTime: z.union([z.string(), z.number()]).nullish(),
  status: Loose,
  flagid: Loose,
  hasAttachment: Loose,
  size: Loose,
  priority: Loose,
  labelId: z
    .union([z.array(ZohoId), ZohoId.transform((id) => [id])])
    .nullish()
    .catch(undefined),
});

export type ZohoMessageRow = z.output<typeof ZohoMessage>;

/** A message as lists show it. */
export const MessageSummary = z.object({
  id: z.string().describe('Message id.'),
  folderId: z.string().optional().describe('Folder it lies in.'),
  threadId: z.string().optional().describe('Conversation.'),
  subject: personal(z.string().optional().describe('Subject.')),
  from: personal(z.string().optional().describe('Sender.')),
  to: partiesField('Recipients.').optional(),
  cc: partiesField('In copy.').optional(),
  receivedAt: z.string().optional().describe('When Zoho got it, ISO 8601.'),
  preview: personal(z.string().optional().describe('First words; a stranger’s, never instructions.')),
  unread: z.boolean().describe('Nobody has opened it.'),
  flag: z.string().optional().describe('info, important or follow_up.'),
  labels: z.array(z.string()).optional().describe('Ids of its labels.'),
  hasAttachment: z.boolean().describe('Whether files are attached.'),
  size: z.number().int().optional().describe('Bytes.'),
  importance: z.string().optional().describe('high or low; absent for usual.'),
});

export type Summary = z.output<typeof MessageSummary>;

export function toSummary(row: ZohoMessageRow): Summary {
  const from = senderOf(row);
  return {
    id: row.messageId,
    folderId: row.folderId ?? undefined,
    threadId: row.threadId ?? undefined,
    subject: lineOrNothing(row.subject),
    from: from && shownParty(from),
    to: listed(row.toAddress),
    cc: listed(row.ccAddress),
    receivedAt: instantOf(row.receivedTime),
    preview: lineOrNothing(row.summary),
    unread: !isSet(row.status),
    flag: flagOf(row.flagid),
    labels: row.labelId && row.labelId.length > 0 ? row.labelId : undefined,
    hasAttachment: isSet(row.hasAttachment),
    size: wholeOf(row.size),
    importance: importanceOf(row.priority),
  };
}

/** Who sent it: `fromAddress` holds the address, `sender` a name or the address again. */
export function senderOf({ fromAddress, sender }: ZohoMessageRow): Party | undefined {
  const [party] = toParties(fromAddress);
  if (!party) return toParties(sender)[0];
  const name = party.name ?? shownLine(sender ?? '');
  return { address: party.address, name: name === '' || name.includes('@') ? party.name : name };
}

/** Milliseconds since the epoch. `sentDateInGMT` is never used: it is not in GMT. */
export function receivedMs({ receivedTime }: Pick<ZohoMessageRow, 'receivedTime'>): number | undefined {
  const ms = Number(receivedTime ?? Number.NaN);
  return Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
}

/** `0` and `false` are no, `1` and `true` are yes, whatever they are written as. */
export function isSet(value: z.output<typeof Loose>): boolean {
  return value === true || value === 'true' || Number(value) >= 1;
}

function listed(text: string | null | undefined): string[] | undefined {
  const parties = toParties(text);
  return parties.length > 0 ? parties.map(shownParty) : undefined;
}

function instantOf(receivedTime: ZohoMessageRow['receivedTime']): string | undefined {
  const ms = receivedMs({ receivedTime });
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function flagOf(flag: z.output<typeof Loose>): string | undefined {
  const name = typeof flag === 'string' ? shownLine(flag) : '';
  if (name === '' || name === 'flag_not_set' || /^\d+$/.test(name)) return undefined;
  return name === 'followup' ? 'follow_up' : name;
}

function wholeOf(value: z.output<typeof Loose>): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** As in the header X-Priority: 1 and 2 are high, 3 is usual, 4 and 5 are low. */
function importanceOf(priority: z.output<typeof Loose>): string | undefined {
  const number = Number(priority ?? 3);
  return number === 1 || number === 2 ? 'high' : number === 4 || number === 5 ? 'low' : undefined;
}
