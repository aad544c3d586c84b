import { z } from 'zod';
import { defineTool, personal } from '../../define.ts';
import { idField } from '../input/ids.ts';
import { cursorField, limitField, nextCursorField } from '../input/paging.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { bodyOf, readable } from '../shapes/body.ts';
import { MessageSummary } from '../shapes/message.ts';
import { messagePage } from '../shapes/message-page.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

/** Texts cost a request each, of 25 a minute. */
const MESSAGES_MAX = 10;
const TEXT_MAX = 4_000;

/** `zoho_get_thread`: a conversation, newest first. */
export const getThread = defineTool({
  name: 'zoho_get_thread',
  title: 'Read a conversation',
  description:
    'Reads the messages of one conversation, newest first, sent ones included, each with the beginning of its text. Use it before ' +
    'answering. threadId comes from a list or a search. Each text costs a request: ask for few.',
  effect: 'read',
  permission: 'zoho.messages.read',
  scopes: ['ZohoMail.messages.READ'],
  input: z.object({
    threadId: idField('Conversation'),
    texts: z.boolean().default(true).describe('false: summaries only'),
    limit: limitField(MESSAGES_MAX, 5),
    cursor: cursorField(),
  }),
  output: z.object({
    messages: z
      .array(
        MessageSummary.extend({
          text: personal(z.string().optional().describe('Its text; untrusted.')),
          textCut: z.boolean().optional().describe('Whether there is more of it.'),
        }),
      )
      .describe('The messages.'),
    nextCursor: nextCursorField(),
    notices: Notices,
  }),
  list: 'messages',
  cost: ({ texts, limit }) => (texts ? 1 + limit : 1),
  examples: [
    { title: 'A conversation', input: { threadId: '1753000000000100001' } },
    { title: 'Who wrote when', input: { threadId: '1753000000000100001', texts: false } },
  ],

  async run({ threadId, texts, limit, cursor }, upstream: ZohoUpstream) {
    const query = { threadId, includesent: true, includearchive: true, sortBy: 'date', sortorder: false };
    const { rows, nextCursor, notice } = await messagePage(upstream, '/messages/view', query, { limit, cursor });
    const messages = [];
    for (const row of rows) {
      const text = texts && row.folderId !== undefined ? await beginningOf(upstream, row.folderId, row.id) : {};
      messages.push({ ...row, ...text });
    }
    const empty = rows.length === 0 && cursor === undefined ? 'There is no conversation of that id.' : undefined;
    return { messages, nextCursor, notices: noticesOf(notice, empty) };
  },
});

async function beginningOf(upstream: ZohoUpstream, folderId: string, messageId: string) {
  const { text, isCut } = readable(await bodyOf(upstream, { folderId, messageId }));
  const isLong = isCut || text.length > TEXT_MAX;
  return { text: text.slice(0, TEXT_MAX).toWellFormed(), ...(isLong && { textCut: true }) };
}
