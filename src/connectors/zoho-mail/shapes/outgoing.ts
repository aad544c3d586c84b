import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { personal } from '../../define.ts';
import { addressesField, addressField, RECIPIENTS_MAX } from '../input/addresses.ts';
import { bytesOf, toStored, uploadsField } from '../input/attachments.ts';
import { idField } from '../input/ids.ts';
import { assertFits } from '../input/mail-size.ts';
import { lineField } from '../input/plain-text.ts';
import { type Account, ownAddressesOf, sendersOf } from '../protocol/accounts.ts';
import type { Composition } from '../protocol/composition.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { lineOrNothing } from '../text/shown-text.ts';
import { partiesField } from './addresses.ts';
import { answerRecipients, type Recipients } from './answer-recipients.ts';
import { pathOf } from './body.ts';
import { FORWARD_FILES_MAX, forwardOf } from './forward.ts';
import { ZohoMessage, type ZohoMessageRow } from './message.ts';

const BODY_MAX = 200_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The arguments of a mail, the same whether it is saved or sent. */
export const outgoingFields = {
  to: addressesField('Recipients; added to those of a reply'),
  cc: addressesField('In copy'),
  bcc: addressesField('In blind copy'),
  subject: lineField(500, 'Subject; without it a reply or forward takes the old one').optional(),
  body: z
    .string()
    .max(BODY_MAX)
    .refine((text) => !CONTROLS.test(text), 'Leave out control characters other than line breaks and tabs.')
    .describe('The text, without quoting what it answers'),
  html: z.boolean().default(false).describe('body is HTML'),
  from: addressField('Own address to send from; default the main one').optional(),
  attachments: uploadsField(),
  answers: z
    .strictObject({
      folderId: idField('Its folder'),
      messageId: idField('Its id'),
      how: z.enum(['reply', 'reply_all', 'forward']).describe('forward takes its files along'),
    })
    .optional()
    .describe('The message that this answers'),
};

const Outgoing = z.object(outgoingFields);

export type OutgoingInput = z.output<typeof Outgoing>;

/** What tools answer of a mail that was saved or sent. */
export const outgoingOutput = {
  id: z.string().optional().describe('Message id, where Zoho tells it.'),
  from: personal(z.string().describe('Sender.')),
  to: partiesField('Recipients.'),
  cc: partiesField('In copy.'),
  bcc: partiesField('In blind copy.'),
  subject: personal(z.string().describe('Subject.')),
};

/** A mail that is ready to be saved or sent, checked against the account and against what it answers. */
export interface Prepared {
  readonly composition: Composition;
  /** The message that is replied to; a forward replies to none. */
  readonly repliesTo: { readonly folderId: string; readonly messageId: string } | undefined;
  readonly recipients: Recipients;
}

/** Requests that `prepare` makes at most, the files of a forward included. */
export function costOfPreparing({ answers }: OutgoingInput): number {
  if (answers === undefined) return 1;
  return answers.how === 'forward' ? 4 + 2 * FORWARD_FILES_MAX : 2;
}

/**
 * Makes a mail of arguments: who may send it, who gets it, what it answers. Nothing leaves; files of a forward are
 * uploaded.
 */
export async function prepare(upstream: ZohoUpstream, input: OutgoingInput): Promise<Prepared> {
  const ownBytes = bytesOf(input.attachments) + Buffer.byteLength(input.body);
  assertFits(ownBytes, 'attachments');
  const account = await upstream.account();
  const from = senderAmong(account, input.from);
  const { answers } = input;
  const answered = answers && (await upstream.ask(`${pathOf(answers)}/details`, ZohoMessage));
  const recipients = answerRecipients(input, answered, ownAddressesOf(account));
  const count = recipients.to.length + recipients.cc.length + recipients.bcc.length;
  if (count > RECIPIENTS_MAX) {
    throw refused('to', `These are ${count} recipients; Zoho takes ${RECIPIENTS_MAX}. Write to fewer at a time.`);
  }
  const isForward = answers?.how === 'forward';
  const forward =
    isForward && answered ? await forwardOf(upstream, answers, answered, { ...input, ownBytes }) : undefined;
  const attachments = [...toStored(input.attachments), ...(forward?.files ?? [])];
  return {
    recipients,
    repliesTo: isForward ? undefined : answers,
    composition: {
      fromAddress: from,
      ...joined('toAddress', recipients.to),
      ...joined('ccAddress', recipients.cc),
      ...joined('bccAddress', recipients.bcc),
      subject: input.subject ?? answerSubject(answered, isForward ? 'Fwd' : 'Re'),
      content: forward?.content ?? input.body,
      mailFormat: forward || input.html ? 'html' : 'plaintext',
      ...(attachments.length > 0 && { attachments }),
    },
  };
}

function senderAmong(account: Account, wanted: string | undefined): string {
  const senders = sendersOf(account);
  const from = wanted === undefined ? senders[0] : senders.find((own) => own.toLowerCase() === wanted.toLowerCase());
  if (from !== undefined) return from;
  if (senders.length > 0)
    throw refused('from', 'This account cannot send from that address; zoho_list_mailbox tells which it can.');
  throw new PlatformError('upstream_permission', 'This account has no address to send from.', { sent: 'no' });
}

function answerSubject(answered: ZohoMessageRow | undefined, prefix: 'Re' | 'Fwd'): string {
  if (answered === undefined) throw refused('subject', 'Give a subject.');
  const subject = lineOrNothing(answered.subject) ?? '';
  const has = prefix === 'Re' ? /^re\s*:/i : /^fwd?\s*:/i;
  return has.test(subject) ? subject : `${prefix}: ${subject}`.trim();
}

function joined(field: 'toAddress' | 'ccAddress' | 'bccAddress', addresses: readonly string[]) {
  return addresses.length === 0 ? {} : { [field]: addresses.join(',') };
}

function refused(path: string, message: string): PlatformError {
  return new PlatformError('invalid_input', message, { issues: [{ path, message }], sent: 'no' });
}
