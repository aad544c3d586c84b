import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { addressesField, addressField } from '../input/addresses.ts';
import { instantField } from '../input/calendar.ts';
import { lineField } from '../input/plain-text.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { toParties } from '../shapes/addresses.ts';
import { filesOf } from '../shapes/body.ts';
import { listFolders, systemFolder } from '../shapes/folders.ts';
import {
  isSet,
  MessageSummary,
  receivedMs,
  senderOf,
  toSummary,
  ZohoMessage,
  type ZohoMessageRow,
} from '../shapes/message.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { lineOrNothing } from '../text/shown-text.ts';

const PAGE = 200;
const PAGES_MAX = 2;
const CANDIDATES_MAX = 2;
const DAY_MS = 86_400_000;

/** `zoho_find_sent`: what became of a mail whose sending ended in doubt. One exact match proves it, nothing disproves it. */
export const findSent = defineTool({
  name: 'zoho_find_sent',
  title: 'Find out whether a mail was sent',
  description:
    'Looks in Sent for a mail whose sending ended in outcome_unknown: delivered if exactly one message has all you name, otherwise ' +
    'unknown. Finding none proves nothing, it may still come. Name what was sent, unchanged. Not a search.',
  effect: 'read',
  permission: 'zoho.messages.read',
  scopes: ['ZohoMail.messages.READ', 'ZohoMail.folders.READ'],
  cacheTtlMs: 0,
  input: z
    .object({
      from: addressField('Sender'),
      to: addressesField('All recipients'),
      cc: addressesField('All in copy'),
      bcc: addressesField('All in blind copy'),
      subject: lineField(500, 'Whole subject', 0),
      since: instantField('Not before this instant, 2026-11-01T09:00:00Z'),
      until: instantField('Not after; at most a day later'),
      fileNames: z.array(lineField(255, 'Name')).max(20).default([]).describe('All attached files'),
    })
    .refine(
      ({ since, until }) => Date.parse(until) >= Date.parse(since) && Date.parse(until) - Date.parse(since) <= DAY_MS,
      {
        error: 'until is at most a day after since, and not before it.',
        path: ['until'],
      },
    ),
  output: z.object({
    verdict: z.enum(['delivered', 'unknown']).describe('unknown is not “not sent”.'),
    matches: z.number().int().describe('Messages that have all of it.'),
    message: MessageSummary.optional().describe('The one, if delivered.'),
    reason: z.string().describe('Why.'),
    notices: Notices,
  }),
  cost: () => 1 + PAGES_MAX + 2 * CANDIDATES_MAX,
  examples: [
    {
      title: 'A mail of this morning',
      input: {
        from: 'hello@larkmoor-tea.example',
        to: ['ana@example.com'],
        subject: 'Your order',
        since: '2026-11-22T08:00:00Z',
        until: '2026-11-22T09:00:00Z',
      },
    },
    {
      title: 'With a file',
      input: {
        from: 'hello@larkmoor-tea.example',
        to: ['ana@example.com'],
        subject: 'Your order',
        since: '2026-11-22T08:00:00Z',
        until: '2026-11-22T09:00:00Z',
        fileNames: ['invoice.pdf'],
      },
    },
  ],

  async run(input, upstream: ZohoUpstream) {
    const folderId = systemFolder(await listFolders(upstream), 'Sent');
    const { rows, isWhole } = await sentWithin(upstream, folderId, Date.parse(input.since), Date.parse(input.until));
    const alike = rows.filter((row) => isAlike(row, input));
    const matches: ZohoMessageRow[] = [];
    for (const row of alike.slice(0, CANDIDATES_MAX)) {
      if (await matchesWholly(upstream, folderId, row, input)) matches.push(row);
    }
    const isCertain = isWhole && alike.length <= CANDIDATES_MAX;
    const [match] = matches;
    const notices = noticesOf(isCertain ? undefined : 'Too much was sent in that time to look through all of it.');
    if (matches.length !== 1 || !match || !isCertain) {
      return { verdict: 'unknown' as const, matches: matches.length, reason: reasonFor(matches.length), notices };
    }
    const message = { ...toSummary(match), folderId };
    return {
      verdict: 'delivered' as const,
      matches: 1,
      message,
      reason: 'Exactly one message in Sent has all of it.',
      notices,
    };
  },
});

type Sought = Readonly<{
  from: string;
  to?: readonly string[];
  cc?: readonly string[];
  bcc?: readonly string[];
  subject: string;
  fileNames: readonly string[];
}>;

function reasonFor(matches: number): string {
  if (matches === 0) return 'No message in Sent has all of it. That does not prove that none was sent.';
  return matches === 1
    ? 'One message has all of it, but not all could be looked at.'
    : 'Several messages have all of it.';
}

/** What was sent between the two instants, and whether all of it was read. */
async function sentWithin(upstream: ZohoUpstream, folderId: string, sinceMs: number, untilMs: number) {
  const rows = new Map<string, ZohoMessageRow>();
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = { folderId, start: page * PAGE + 1, limit: PAGE, sortBy: 'date', sortorder: false, includeto: true };
    const came = (await upstream.ask('/messages/view', z.array(ZohoMessage).nullish(), query)) ?? [];
    for (const row of came) {
      const ms = receivedMs(row);
      if (ms === undefined || (ms >= sinceMs && ms <= untilMs)) rows.set(row.messageId, row);
    }
    const oldest = came.at(-1) && receivedMs(came.at(-1) as ZohoMessageRow);
    if (came.length < PAGE || (oldest !== undefined && oldest < sinceMs))
      return { rows: [...rows.values()], isWhole: true };
  }
  return { rows: [...rows.values()], isWhole: false };
}

/** What a row of a list can tell. */
function isAlike(row: ZohoMessageRow, { from, subject, fileNames }: Sought): boolean {
  return (
    receivedMs(row) !== undefined &&
    senderOf(row)?.address.toLowerCase() === from.toLowerCase() &&
    (lineOrNothing(row.subject) ?? '') === subject.replace(/\s+/g, ' ').trim() &&
    isSet(row.hasAttachment) === fileNames.length > 0
  );
}

/** Rows leave parties out that details tell, so details decide; what they do not tell was not found. */
async function matchesWholly(
  upstream: ZohoUpstream,
  folderId: string,
  { messageId }: ZohoMessageRow,
  { to, cc, bcc, fileNames }: Sought,
): Promise<boolean> {
  const place = { folderId, messageId };
  const details = await upstream.ask(`/folders/${folderId}/messages/${messageId}/details`, ZohoMessage);
  const isSame = [
    [details.toAddress, to],
    [details.ccAddress, cc],
    [details.bccAddress, bcc],
  ] as const;
  if (
    !isSame.every(([text, addresses]) =>
      sameSet(
        toParties(text).map(({ address }) => address),
        addresses ?? [],
      ),
    )
  ) {
    return false;
  }
  if (fileNames.length === 0) return true;
  return sameSet(
    (await filesOf(upstream, place)).map(({ name }) => name),
    fileNames,
  );
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const ordered = (texts: readonly string[]) =>
    texts
      .map((text) => text.toLowerCase())
      .sort()
      .join('\n');
  return ordered(one) === ordered(other);
}
