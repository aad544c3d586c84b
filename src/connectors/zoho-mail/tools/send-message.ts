import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import type { ToolContext } from '../../../kernel/tool.ts';
import { defineTool } from '../../define.ts';
import { instantField, toScheduleTime } from '../input/calendar.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { MAILS_PER_HOUR_MAX } from '../settings.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { costOfPreparing, outgoingFields, outgoingOutput, prepare } from '../shapes/outgoing.ts';

const SOONEST_MS = 2 * 60_000;
const LATEST_MS = 365 * 86_400_000;

/** `zoho_send_message`: delivers a mail, now or later. Never repeated by itself: nobody can say that a lost one did not leave. */
export const sendMessage = defineTool({
  name: 'zoho_send_message',
  title: 'Send a message',
  description:
    'Delivers a mail to real people at once; it cannot be taken back. Only when sending was asked for: otherwise use zoho_save_draft. ' +
    'With answers it is a reply or forward, with sendAt it waits in the Outbox. After outcome_unknown use zoho_find_sent first.',
  effect: 'write',
  permission: 'zoho.messages.send',
  scopes: ['ZohoMail.messages.CREATE', 'ZohoMail.messages.READ', 'ZohoMail.accounts.READ'],
  input: z.object({
    ...outgoingFields,
    askReceipt: z.boolean().default(false).describe('Ask for a read receipt'),
    sendAt: instantField('To send later: 2026-12-01T09:00:00+01:00').optional(),
  }),
  output: z.object({
    ...outgoingOutput,
    scheduledFor: z.string().optional().describe('When it leaves, ISO 8601; absent: it has left.'),
    notices: Notices,
  }),
  cost: (input) => costOfPreparing(input) + 1,
  // Who has taken so many within the hour is certainly refused one more; what waits in the Outbox is counted when it leaves.
  budget: {
    name: 'mails',
    maximum: MAILS_PER_HOUR_MAX,
    restorePerSecond: MAILS_PER_HOUR_MAX / 3_600,
    maximumOf: ({ mailsPerHour }) => (mailsPerHour === undefined ? undefined : Number(mailsPerHour)),
    cost: ({ sendAt }) => (sendAt === undefined ? 1 : 0),
  },
  examples: [
    { title: 'A new mail', input: { to: ['ana@example.com'], subject: 'Your order', body: 'It left today.' } },
    {
      title: 'A reply to everybody',
      input: {
        body: 'Thank you, we look into it.',
        answers: { folderId: '2560636000000008014', messageId: '1753000000000100001', how: 'reply_all' },
      },
    },
  ],

  async run({ sendAt, askReceipt, ...input }, upstream: ZohoUpstream, context) {
    const atMs = sendAt === undefined ? undefined : Date.parse(sendAt);
    if (atMs !== undefined) checkTime(atMs, context);
    const { composition, repliesTo, recipients } = await prepare(upstream, input);
    if (recipients.to.length === 0) throw refused('to', 'Give at least one recipient in to.');
    const dates = upstream.facts.scheduleDates === 'month_first' ? 'month_first' : 'day_first';
    const id = await upstream.deliver(
      {
        ...composition,
        ...(askReceipt && { askReceipt: 'yes' as const }),
        ...(repliesTo && { action: 'reply' as const }),
        ...(atMs !== undefined && {
          isSchedule: true,
          scheduleType: 6 as const,
          timeZone: 'GMT',
          scheduleTime: toScheduleTime(atMs, dates),
        }),
      },
      repliesTo?.messageId,
    );
    return {
      id,
      from: composition.fromAddress,
      to: [...recipients.to],
      cc: [...recipients.cc],
      bcc: [...recipients.bcc],
      subject: composition.subject,
      scheduledFor: atMs === undefined ? undefined : new Date(atMs).toISOString(),
      notices: noticesOf(atMs !== undefined && isAmbiguous(atMs) ? AMBIGUOUS : undefined),
    };
  },
  noReadBack:
    'A mail carries no mark of the call, and one that is not in Sent may still leave. Compare with zoho_find_sent, look in Sent and Outbox, and settle it yourself.',
});

function checkTime(atMs: number, context: ToolContext): void {
  const aheadMs = atMs - context.now();
  if (aheadMs < SOONEST_MS) throw refused('sendAt', 'Choose an instant at least two minutes ahead, or leave it out.');
  if (aheadMs > LATEST_MS) throw refused('sendAt', 'Choose an instant within a year.');
}

/** The 5th of December and the 12th of May look alike in Zoho's two orders. */
function isAmbiguous(atMs: number): boolean {
  const date = new Date(atMs);
  return date.getUTCDate() <= 12 && date.getUTCDate() !== date.getUTCMonth() + 1;
}

const AMBIGUOUS =
  'Zoho’s pages and its behaviour differ on whether day or month comes first; have somebody look at the date in the Outbox.';

function refused(path: string, message: string): PlatformError {
  return new PlatformError('invalid_input', message, { issues: [{ path, message }], sent: 'no' });
}
